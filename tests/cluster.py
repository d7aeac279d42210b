"""One embedded PostgreSQL for a whole test run, and a fresh migrated database for each test that asks.

The process that starts pytest (xdist's controller, or pytest alone) owns the server; workers find it in the environment.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from telehealth import migrate
from telehealth.postgres import EmbeddedPostgres, Urls

TEMPLATE = "telehealth"
"""The migrated, empty database; every test's database is a copy of it (about 30 ms)."""
VARIABLE = "TELEHEALTH_TEST_ADMIN_URLS"


@dataclass
class TestCluster:
    """The server of this run; only its owner has one."""

    folder: Path
    server: EmbeddedPostgres

    def stop(self) -> None:
        self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        os.environ.pop(VARIABLE, None)


def start() -> TestCluster:
    """Start the server, migrate the template, and tell the workers where it is."""
    folder = Path(tempfile.mkdtemp(prefix="telehealth-test-"))
    folder.chmod(0o711)  # our own folder: the user root lends to PostgreSQL passes through it
    cluster = TestCluster(folder, EmbeddedPostgres(folder / "data", durable=False))
    urls = cluster.server.start()
    try:
        migrate.upgrade(urls.owner)
    except BaseException:
        cluster.stop()
        raise
    os.environ[VARIABLE] = " ".join((urls.app, urls.owner, urls.admin))
    return cluster


@contextmanager
def fresh_database() -> Iterator[Urls]:
    """A database of its own, migrated and empty; dropped afterwards whoever is still connected."""
    name = f"test_{uuid4().hex}"
    with _admin() as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER telehealth_owner").format(_name(name), _name(TEMPLATE))
        )
    try:
        yield Urls(*(_of(url, name) for url in os.environ[VARIABLE].split()))
    finally:
        with _admin() as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(_name(name)))


def connect(url: str) -> "psycopg.Connection[tuple[object, ...]]":
    """A plain autocommitting connection to one of the URLs, for what the application itself would never do."""
    return psycopg.connect(_libpq(url), autocommit=True)


def _admin() -> "psycopg.Connection[tuple[object, ...]]":
    return connect(_of(os.environ[VARIABLE].split()[2], "postgres"))


def _of(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


def _libpq(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _name(name: str) -> sql.Identifier:
    return sql.Identifier(name)
