"""The server under attack as a process of its own, its log in a file, and the people of two calls."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import aiohttp
import psutil
from aiohttp.test_utils import TestServer
from pydantic import SecretStr
from yarl import URL

from telehealth.db import Database
from telehealth.settings import Settings
from tests import people
from tests.processes import free_port
from tests.signaling.night import Night

DAY = 86400


@dataclass(frozen=True)
class Away:
    """Stands in for the test server inside a Night: this one listens elsewhere."""

    url: str

    def make_url(self, path: str) -> URL:
        """Where a path is."""
        return URL(self.url + path)


@dataclass
class House:
    """A running server process and a night around it."""

    port: int
    process: asyncio.subprocess.Process
    log: Path
    night: Night

    def memory(self) -> int:
        """Resident bytes now."""
        return int(psutil.Process(self.process.pid).memory_info().rss)

    def alive(self) -> bool:
        """Whether the very process that was started still runs."""
        return self.process.returncode is None

    async def tokens(self, who: people.Caller | None, count: int) -> list[str]:
        """So many sign-ins of one person; each allows 20 sockets."""
        rows = [await people.open_session(self.night.database, who) for _ in range(count)]
        return [people.token_of(self.night.settings, row, life=DAY) for row in rows]


@asynccontextmanager
async def house(settings: Settings, log: Path, sabotage: str = "") -> AsyncIterator[House]:
    """Start the server on a free port, settle everybody; stop both by their own ids."""
    port, database = free_port(), Database(settings.database_url)
    everyone = await people.settle(database)
    program = ["tests.signaling.fuzz.sabotaged", sabotage] if sabotage else ["telehealth", "serve"]
    with log.open("wb") as written:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *program, env=environment(settings, port), stdout=written, stderr=written
        )
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", connector=aiohttp.TCPConnector(limit=0)) as http:
        night = Night(cast(TestServer, Away(f"http://127.0.0.1:{port}")), http, database, settings, everyone)
        try:
            await _answers(http, process, log)
            yield House(port, process, log, night)
        finally:
            for page in night.pages:
                await page.close()
            if process.returncode is None:
                process.terminate()
            await process.wait()
            await database.close()


def environment(settings: Settings, port: int) -> dict[str, str]:
    """As in production, on this machine; nothing of the surroundings leaks in."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("TELEHEALTH_", "REDIS_"))}
    plain = {name: value.get_secret_value() if isinstance(value, SecretStr) else value for name, value in settings}
    told = {name: str(value) for name, value in plain.items() if value and isinstance(value, str | Path)}
    ports = {"port": str(port), "metrics_port": str(free_port()), "public_url": "https://kcb.example.vn"}
    return clean | {
        f"TELEHEALTH_{name.upper()}": value for name, value in (told | ports).items() if name != "migrate_url"
    }


async def _answers(http: aiohttp.ClientSession, process: asyncio.subprocess.Process, log: Path) -> None:
    for _ in range(600):
        assert process.returncode is None, f"the server did not start: {log.read_text()[-2000:]}"
        try:
            async with http.get("/readyz") as answer:
                if answer.status == 200:
                    return
        except aiohttp.ClientError:
            pass
        await asyncio.sleep(0.1)
    raise AssertionError("the server never became ready")
