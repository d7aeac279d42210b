"""The command line. `demo` needs nothing; the others take their settings from the environment (TELEHEALTH_…).

Exit status: 0 fine, 1 failed or found faults, 2 refused to start.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import click

from telehealth.settings import Settings


@click.group()
def main() -> None:
    """A doctor at night: calls, notes and advice."""


@main.command()
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--lan", "over_lan", is_flag=True, help="HTTPS on the local network, with a QR code for a phone.")
@click.option("--data-dir", default="data", show_default=True, type=click.Path(path_type=Path, file_okay=False))
def demo(port: int, host: str, over_lan: bool, data_dir: Path) -> None:
    """A whole installation with invented people, on this machine."""
    from telehealth.demo.run import PortTaken, run_demo
    from telehealth.postgres import PostgresFailed

    where: dict[str, Any] = {"port": port, "host": "0.0.0.0" if over_lan else host, "data_dir": data_dir.resolve()}  # noqa: S104
    try:
        run_demo(Settings(demo=True, **where), over_lan=over_lan)
    except (PortTaken, PostgresFailed) as failed:
        _fail(1, str(failed))
    except KeyboardInterrupt:
        _fail(130, "Đã dừng. · Stopped.")


@main.command()
def serve() -> None:
    """The production server. Refuses to start, with every reason, when the settings are not safe."""
    from telehealth.production import RefusedToStart, run

    settings = Settings()
    try:
        run(settings)
    except RefusedToStart as refused:
        _fail(2, "telehealth does not start:", *str(refused).splitlines())


@main.command()
def migrate() -> None:
    """Bring the tables up to date, as the owning role (TELEHEALTH_MIGRATE_URL), or in the embedded database."""
    from telehealth import migrate as migrations
    from telehealth.demo.run import database

    with database(Settings()) as urls:
        if not urls.owner:
            _fail(2, "TELEHEALTH_MIGRATE_URL is not set: it names the role that owns the tables.")
        migrations.upgrade(urls.owner)
    click.echo("The tables are up to date.")


@main.command()
def seed() -> None:
    """Put the demo's invented people into the database. Their passwords are public: never in production."""
    from telehealth.demo.run import database, demo_secrets, fill

    settings = Settings()
    if settings.database_url and not settings.demo:
        _fail(2, "The sample people have public passwords. On a database of your own set TELEHEALTH_DEMO=1 to insist.")
    with database(settings) as urls:
        secrets = {} if settings.database_url else demo_secrets(settings.data_dir)
        fresh = asyncio.run(fill(settings.model_copy(update={"database_url": urls.app, **secrets})))
    click.echo("Seeded." if fresh else "There are people in this database already; nothing was changed.")


@main.command()
def openapi() -> None:
    """Print the OpenAPI document; the web client's types are generated from it."""
    from telehealth.api import ROUTES
    from telehealth.openapi import document

    click.echo(json.dumps(document(ROUTES, Settings().product_name), ensure_ascii=False, indent=2, sort_keys=True))


@main.group()
def keys() -> None:
    """The keys that sign access tokens."""


@keys.command()
def rotate() -> None:
    """Sign with a new key from now on; the old one verifies until its last token has expired."""
    from telehealth.accounts.tokens import Keyring

    ring = Keyring.load(Settings())
    click.echo(f"New key {ring.rotate()}; {ring.forget_expired()} expired keys removed.")


@main.group()
def audit() -> None:
    """The audit log."""


@audit.command()
def verify() -> None:
    """Check the chain of seals against the rows and against the heads noted outside the database."""
    from telehealth.audit_seal import verify_log
    from telehealth.db import Database

    async def faults_of(settings: Settings) -> list[str]:
        database = Database(settings.database_url, pool_size=1)
        try:
            return await verify_log(database, settings)
        finally:
            await database.close()

    settings = Settings()
    if not settings.database_url:
        _fail(2, "TELEHEALTH_DATABASE_URL is not set.")
    faults = asyncio.run(faults_of(settings))
    if faults:
        _fail(1, *faults)
    click.echo("The audit log is whole.")


@main.group()
def storage() -> None:
    """What is stored encrypted."""


@storage.command()
def rewrap() -> None:
    """Wrap every data key with the present TELEHEALTH_STORAGE_KEY; afterwards the old keys may go."""
    from telehealth.db import Database
    from telehealth.storage.vault import rewrap_all

    settings = Settings()
    if not settings.database_url:
        _fail(2, "TELEHEALTH_DATABASE_URL is not set.")
    click.echo(f"{asyncio.run(rewrap_all(Database(settings.database_url, pool_size=1), settings))} keys rewrapped.")


class _Lazy(click.Group):
    """A group whose module is loaded when it is asked for, so that the others start quickly."""

    def __init__(self, name: str, summary: str) -> None:
        super().__init__(name, help=summary)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return self._loaded().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return self._loaded().get_command(ctx, cmd_name)

    def _loaded(self) -> click.Group:
        from telehealth import cli_people

        return cli_people.facility_group if self.name == "facility" else cli_people.staff_group


main.add_command(_Lazy("facility", "Facilities that give care."))
main.add_command(_Lazy("staff", "People who work at a facility."))


def _fail(status: int, *lines: str) -> None:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(status)
