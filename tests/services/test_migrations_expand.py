"""A release is rolled out beside the one before: its tables serve both, and a migration that would make callers wait gives up.

The rule: docs/migrations.md.
"""

import threading
import time
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from telehealth import migrate
from telehealth.postgres import Urls
from tests import cluster
from tests.services import previous_release
from tests.services.previous_release import columns, night_call

MAY_WAIT = 15.0
"""Seconds a caller may wait behind a migration that gets no lock: 5 by lock_timeout, and the machine may be busy."""


@pytest.fixture
def before(database_urls: Urls) -> Urls:
    """A database as the release before left it, with a call in it."""
    migrate.downgrade(database_urls.owner, previous_release.REVISION)
    with cluster.connect(database_urls.app) as app:
        night_call(app, 1)
    return database_urls


@pytest.fixture
def long_reader(before: Urls) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """Somebody's report that reads calls and does not end."""
    with cluster.connect(before.app) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM call")
        yield reader


def test_the_release_before_serves_on_over_the_tables_of_today(before: Urls) -> None:
    migrate.upgrade(before.owner)
    with cluster.connect(before.app) as app:
        night_call(app, 2)


def test_every_column_it_knew_is_still_there_and_every_new_one_may_be_left_out(before: Urls) -> None:
    with cluster.connect(before.owner) as owner:
        known = columns(owner)
        migrate.upgrade(before.owner)
        today = columns(owner)
    assert _breaks(known, today) == []


def test_sabotage_a_contraction_is_seen(before: Urls) -> None:
    with cluster.connect(before.owner) as owner:
        known = columns(owner)
        migrate.upgrade(before.owner)
        owner.execute("ALTER TABLE call RENAME COLUMN reason TO why")
        owner.execute("ALTER TABLE callback ADD COLUMN urgency int NOT NULL DEFAULT 1")
        owner.execute("ALTER TABLE callback ALTER COLUMN urgency DROP DEFAULT")
        assert _breaks(known, columns(owner)) == ["call.reason is gone or changed", "callback.urgency must be given"]
    with cluster.connect(before.app) as app, pytest.raises(psycopg.errors.UndefinedColumn):
        night_call(app, 3)


def test_a_migration_that_gets_no_lock_gives_up_and_everybody_is_served_on(
    before: Urls, long_reader: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    failed: list[BaseException] = []

    def migrating() -> None:
        try:
            migrate.upgrade(before.owner)
        except OperationalError as fault:
            failed.append(fault)

    thread = threading.Thread(target=migrating)
    thread.start()
    waited = _served_meanwhile(before, thread)
    thread.join()
    assert failed and isinstance(failed[0].__cause__, psycopg.errors.LockNotAvailable)
    assert waited < MAY_WAIT, "a caller waited behind the migration"
    assert not migrate.is_current(before.owner), "nothing is half done: it stands at the last whole step"
    long_reader.execute("COMMIT")
    migrate.upgrade(before.owner)
    assert migrate.is_current(before.owner)


def _served_meanwhile(urls: Urls, migrating: threading.Thread) -> float:
    """Whole calls of the release before, until the migration is over and once more after; the slowest in seconds."""
    slowest, number = 0.0, 10
    with cluster.connect(urls.app) as app:
        while number == 10 or migrating.is_alive():
            began, number = time.monotonic(), number + 1
            night_call(app, number)
            slowest = max(slowest, time.monotonic() - began)
            time.sleep(0.2)
        night_call(app, number + 1)
    return slowest


def _breaks(known: dict[str, dict[str, tuple[str, bool]]], today: dict[str, dict[str, tuple[str, bool]]]) -> list[str]:
    """What the release before would stumble over."""
    found = []
    for table, had in sorted(known.items()):
        has = today.get(table, {})
        gone = [name for name, (kind, _) in had.items() if name not in has or has[name][0] != kind]
        wanted = [name for name, (_, may_be_left_out) in has.items() if name not in had and not may_be_left_out]
        found += [f"{table}.{name} is gone or changed" for name in gone]
        found += [f"{table}.{name} must be given" for name in wanted]
    return found
