"""Who judges others must have beaten steadily itself: an outage of the database buries nobody."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select, update

from signaling import pulse
from signaling.pulse import Pulse
from telehealth.db import Database
from telehealth.live.models import ServerProcess


class Clock:
    """What the processes take for time; the database's rows are aged along with it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.now = 1000.0

    async def passes(self, seconds: float) -> None:
        self.now += seconds
        older = ServerProcess.beat_at - timedelta(seconds=seconds)
        async with self._database.transaction() as session:
            await session.execute(update(ServerProcess).values(beat_at=older))


@pytest.fixture
def clock(database: Database, monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(database)
    monkeypatch.setattr(pulse, "time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


def process(database: Any) -> Pulse:
    """One process that holds nobody."""

    async def nothing() -> None: ...

    return Pulse(database, nothing, lambda _: None)


async def beat_for(clock: Clock, seconds: int, *living: Pulse) -> None:
    """These beat, second by second."""
    for _ in range(seconds):
        await clock.passes(1)
        for one in living:
            await one.look()


async def alive(database: Database) -> set[Any]:
    async with database.transaction() as session:
        return set(await session.scalars(select(ServerProcess.id)))


async def an_outage(clock: Clock, database: Database) -> tuple[Pulse, Pulse]:
    """North and south run; for ten seconds no beat reaches the database; north is the first to beat again."""
    north, south = process(database), process(database)
    await beat_for(clock, 8, north, south)
    await clock.passes(10)
    await north.look()
    return north, south


async def test_an_outage_of_the_database_buries_nobody(database: Database, clock: Clock) -> None:
    north, south = await an_outage(clock, database)
    assert await alive(database) == {north.process_id, south.process_id}
    await beat_for(clock, 10, north, south)
    assert await alive(database) == {north.process_id, south.process_id}


async def test_who_does_not_come_back_is_buried_once_the_others_beat_steadily(database: Database, clock: Clock) -> None:
    north, south = await an_outage(clock, database)
    await beat_for(clock, 4, north)
    assert south.process_id in await alive(database), "not yet"
    await beat_for(clock, 4, north)
    assert await alive(database) == {north.process_id}


async def test_a_process_that_has_just_started_judges_nobody(database: Database, clock: Clock) -> None:
    south = process(database)
    await beat_for(clock, 8, south)
    await clock.passes(10)
    north = process(database)
    await beat_for(clock, 4, north)
    assert south.process_id in await alive(database)


async def test_sabotage_who_judges_at_once_buries_the_living(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pulse, "_steady", lambda self: True)
    north, _ = await an_outage(clock, database)
    assert await alive(database) == {north.process_id}


class Failing:
    """A database that is away until it is told."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.away = True
        self.asked = 0

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        self.asked += 1
        if self.away:
            raise OSError("gone")
        async with self._database.transaction() as session:
            yield session


async def test_the_log_says_once_that_beats_are_missed_and_once_that_it_is_over(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pulse, "BEAT", 0.01)
    caplog.set_level(logging.INFO, logger="signaling")
    failing = Failing(database)
    one = process(failing)
    one.start()
    async with asyncio.timeout(20):
        while failing.asked < 10:
            await asyncio.sleep(0.01)
        failing.away = False
        while failing.asked < 20:
            await asyncio.sleep(0.01)
    await one.close()
    said = [record.getMessage() for record in caplog.records if "pulse" in record.getMessage()]
    assert said[0] == "pulse: misses beats (OSError)"
    assert len(said) == 2 and said[1].startswith("pulse: beats again, after ")
