"""The event stream: in order, silent on rollback, back within moments, and honest about its gaps."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from sqlalchemy import text

from telehealth import listener
from telehealth.db import Database
from telehealth.events import CHANNEL, DutyChanged, Event, record
from telehealth.postgres import Urls
from tests import cluster

SOON = 10.0
"""Seconds within which anything below must have happened; far more than it takes."""


class Ear:
    """Hears events and gaps."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.gaps = 0
        self.moved = asyncio.Condition()
        self.breaks_on: Event | None = None

    async def on_event(self, event: Event) -> None:
        if event == self.breaks_on:
            raise RuntimeError("a subscriber fails")
        async with self.moved:
            self.events.append(event)
            self.moved.notify_all()

    async def on_gap(self) -> None:
        async with self.moved:
            self.gaps += 1
            self.moved.notify_all()

    async def until(self, *, events: int = 0, gaps: int = 0) -> None:
        """Wait until so many were heard."""
        async with asyncio.timeout(SOON), self.moved:
            await self.moved.wait_for(lambda: len(self.events) >= events and self.gaps >= gaps)


@pytest.fixture
async def ear(database: Database) -> AsyncIterator[Ear]:
    """Somebody who listens."""
    heard, listening = Ear(), asyncio.Event()
    task = asyncio.create_task(listener.listen(database, heard.on_event, heard.on_gap, listening))
    await asyncio.wait_for(listening.wait(), SOON)
    yield heard
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def news(on_duty: bool = True) -> DutyChanged:
    return DutyChanged(practitioner_id=uuid4(), on_duty=on_duty)


async def happen(database: Database, *events: Event) -> None:
    async with database.transaction() as session:
        for event in events:
            await record(session, event)


async def test_events_arrive_whole_and_in_order(database: Database, ear: Ear) -> None:
    said = [news() for _ in range(30)]
    await happen(database, *said[:10])
    for event in said[10:]:
        await happen(database, event)
    await ear.until(events=30)
    assert ear.events == said
    assert ear.gaps == 0


async def test_what_was_rolled_back_was_never_said(database: Database, ear: Ear) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as session:
            await record(session, news())
            raise ZeroDivisionError
    after = news()
    await happen(database, after)
    await ear.until(events=1)
    assert ear.events == [after]


async def test_a_lost_connection_is_a_gap_and_then_all_goes_on(
    database: Database, database_urls: Urls, ear: Ear
) -> None:
    for turn in range(1, 4):
        cut(database_urls)
        await ear.until(gaps=turn)
        event = news()
        await happen(database, event)
        await ear.until(events=turn)
        assert ear.events[-1] == event


def cut(urls: Urls, count: int = 1) -> None:
    """End the listening connection, as a restart of the database or a firewall does."""
    with cluster.connect(urls.admin) as connection:
        ended = connection.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'telehealth events'"
        ).fetchone()
    assert ended == (count,)


async def test_a_connection_that_froze_is_noticed(
    database: Database, database_urls: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cable pulled, a server stopped dead: nothing is closed, nothing arrives. Only asking finds it."""
    monkeypatch.setattr(listener, "QUIET", 0.2)
    monkeypatch.setattr(listener, "PATIENCE", 0.5)
    ear, listening = Ear(), asyncio.Event()
    task = asyncio.create_task(listener.listen(database, ear.on_event, ear.on_gap, listening))
    await asyncio.wait_for(listening.wait(), SOON)
    frozen = backends(database_urls)[0]
    os.kill(frozen, signal.SIGSTOP)
    try:
        await ear.until(gaps=1)
        event = news()
        await happen(database, event)
        await ear.until(events=1)
        assert ear.events == [event]
    finally:
        os.kill(frozen, signal.SIGCONT)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_bell_rings_when_somebody_pulls_it_and_after_every_gap(
    database: Database, database_urls: Urls, ear: Ear
) -> None:
    rung, listening = asyncio.Queue[str](), asyncio.Event()
    bells = {name: lambda name=name: rung.put_nowait(name) for name in ("ours", "theirs")}
    task = asyncio.create_task(listener.listen(database, ear.on_event, ear.on_gap, listening, bells))
    await asyncio.wait_for(listening.wait(), SOON)
    async with database.transaction() as session:
        await session.execute(text("SELECT pg_notify('ours', ''), pg_notify('nobodys', '')"))
    assert await asyncio.wait_for(rung.get(), SOON) == "ours"
    assert rung.empty()
    cut(database_urls, 2)
    assert {await asyncio.wait_for(rung.get(), SOON) for _ in bells} == {"ours", "theirs"}
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def backends(urls: Urls) -> list[int]:
    """The server processes behind listening connections."""
    with cluster.connect(urls.admin) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'telehealth events'"
        ).fetchall()
    return [int(str(row[0])) for row in rows]


async def test_a_subscriber_that_fails_does_not_silence_the_others(database: Database, ear: Ear) -> None:
    bad, good = news(), news()
    ear.breaks_on = bad
    await happen(database, bad, good)
    await ear.until(events=1)
    assert ear.events == [good]
    assert ear.gaps == 0


async def test_a_subscriber_that_hangs_is_passed_over(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "PATIENCE", 0.2)
    heard: list[Event] = []
    slow, good, listening, done = news(), news(), asyncio.Event(), asyncio.Event()

    async def on_event(event: Event) -> None:
        if event == slow:
            await asyncio.Event().wait()
        heard.append(event)
        done.set()

    async def on_gap() -> None: ...

    task = asyncio.create_task(listener.listen(database, on_event, on_gap, listening))
    await asyncio.wait_for(listening.wait(), SOON)
    await happen(database, slow, good)
    await asyncio.wait_for(done.wait(), SOON)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert heard == [good]


async def test_nonsense_on_the_channel_is_passed_over(database: Database, ear: Ear) -> None:
    async with database.transaction() as session:
        for payload in ("", "x", "-1", "999999999999", "1;2"):
            await session.execute(text("SELECT pg_notify(:channel, :id)"), {"channel": CHANNEL, "id": payload})
        await session.execute(text("INSERT INTO event (type, payload) VALUES ('from.the.future', '{}')"))
    event = news()
    await happen(database, event)
    await ear.until(events=1)
    assert ear.events == [event] and ear.gaps == 0


async def test_it_waits_for_a_database_that_is_not_there_yet(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that starts before its database must not give up, and then clients refetch: something may have been missed."""
    nowhere = database.engine.url.set(port=1)
    late = Database(nowhere.render_as_string(hide_password=False))
    ear, listening = Ear(), asyncio.Event()
    task = asyncio.create_task(listener.listen(late, ear.on_event, ear.on_gap, listening))
    await asyncio.sleep(0.3)
    assert not listening.is_set() and not task.done()
    monkeypatch.setattr(Database, "conninfo", property(lambda self: database_conninfo))
    database_conninfo = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    await ear.until(gaps=1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await late.close()


def test_no_pause_is_longer_than_a_second() -> None:
    assert max(listener.BACK_OFF) <= 1.0
