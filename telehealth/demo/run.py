"""`telehealth demo`: a whole installation on one machine, from nothing to "open this page".

PostgreSQL → migrations → seed → serve; on Ctrl-C or SIGTERM the same way back, and nothing stays running.
"""

import json
import os
import secrets
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from pydantic import SecretStr
from rich.console import Console

from telehealth import lan, loop, migrate
from telehealth.db import Database
from telehealth.demo import seed
from telehealth.demo.story import story
from telehealth.postgres import EmbeddedPostgres, Urls
from telehealth.serve import run as serve
from telehealth.settings import Settings

console = Console(highlight=False)


class PortTaken(Exception):
    """Something else listens on the port; the message says what to do."""


@contextmanager
def step(words: str) -> Iterator[None]:
    """Show a step while it runs, and how long it took."""
    begun = time.monotonic()
    with console.status(f"{words} …"):
        yield
    console.print(f"  [green]✓[/green] {words} [dim]{time.monotonic() - begun:.1f} s[/dim]")


@contextmanager
def database(settings: Settings) -> Iterator[Urls]:
    """The database of the settings, or the embedded one for as long as the block runs."""
    if settings.database_url:
        yield Urls(settings.database_url, settings.migrate_url, "")
        return
    server = EmbeddedPostgres(settings.data_dir)
    with step("PostgreSQL"):
        urls = server.start()
    try:
        yield urls
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an impatient second Ctrl-C must not leave the server behind
        server.stop()


def run_demo(settings: Settings, *, over_lan: bool) -> None:
    """Run the demo until it is told to stop. Raises PortTaken, PostgresFailed."""
    signal.signal(signal.SIGTERM, _as_interrupt)
    _refuse_taken_port(settings)
    console.print(f"[bold]{settings.product_name}[/bold] [dim]{story().notice_vi}[/dim]")
    with database(settings) as urls:
        settings = _complete(settings, urls, over_lan)
        if not migrate.is_current(urls.owner):
            with step("Bảng dữ liệu · tables"):
                migrate.upgrade(urls.owner)
        loop.run(_seed_and_serve(settings, over_lan))
        console.print("\nĐã dừng. · Stopped.")


async def fill(settings: Settings) -> bool:
    """Seed the database of these settings unless that has been done, and open the doctor's duty."""
    opened = Database(settings.database_url, pool_size=1)
    try:
        async with opened.transaction() as session:
            fresh = await seed.seed(session, settings)
        async with opened.transaction() as session:
            await seed.open_duty(session)
    finally:
        await opened.close()
    return fresh


async def _seed_and_serve(settings: Settings, over_lan: bool) -> None:
    with step("Dữ liệu mẫu · sample data"):
        await fill(settings)
    await serve(settings, lambda address: _welcome(settings, address, over_lan))


DEMO_SECRETS = ("secret", "audit_key", "storage_key")


def demo_secrets(data_dir: Path) -> dict[str, SecretStr]:
    """The secrets of this demo: random, kept in its data folder, so that sign-ins outlive a restart."""
    path = data_dir / "demo-secrets.json"
    kept = json.loads(path.read_text()) if path.exists() else {}
    if missing := {name: secrets.token_urlsafe(32) for name in DEMO_SECRETS if name not in kept}:
        data_dir.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(kept | missing, file)
    return {name: SecretStr(word) for name, word in json.loads(path.read_text()).items()}


def _complete(settings: Settings, urls: Urls, over_lan: bool) -> Settings:
    more: dict[str, Any] = {"demo": True, "database_url": urls.app, "migrate_url": urls.owner}
    more |= demo_secrets(settings.data_dir)
    more["province_code"] = story().province.code
    if over_lan:
        files = lan.certificate(settings.data_dir, lan.lan_address())
        more |= {"tls_cert": files.cert, "tls_key": files.key}
    return settings.model_copy(update=more)


def _welcome(settings: Settings, address: str, over_lan: bool) -> None:
    if not settings.web_dir.is_dir():
        console.print(f"  [yellow]{settings.web_dir} is missing:[/yellow] the pages are not built (make web).")
    if over_lan:
        address = f"https://{lan.lan_address()}:{settings.port}"
        console.print(lan.qr(address))
        console.print("  Quét mã bằng điện thoại cùng Wi-Fi. Trình duyệt sẽ cảnh báo chứng chỉ tự ký: chọn tiếp tục.")
        console.print("  [dim]Scan with a phone on the same Wi-Fi; accept the self-signed certificate.[/dim]")
    console.print(f"\n  Mở · open  [bold underline]{address}[/bold underline]   [dim]Ctrl-C: dừng · stop[/dim]\n")


def _refuse_taken_port(settings: Settings) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as refused:
            raise PortTaken(
                f"Port {settings.port} is taken ({refused.strerror}). Another one: make run PORT=9000"
            ) from None


def _as_interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt
