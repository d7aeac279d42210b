"""What runs beside the requests: it comes back when it falls over, and it stops with the process."""

import asyncio

import pytest

from telehealth import app as application
from telehealth import timers
from telehealth.db import Database
from telehealth.events import EVENTS
from telehealth.settings import Settings
from tests.conftest import running


async def test_timers_that_fall_over_are_picked_up(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without them no second doctor would ever be rung."""
    starts: asyncio.Queue[int] = asyncio.Queue()

    async def falls_over(_: Database) -> None:
        starts.put_nowait(1)
        raise RuntimeError("a bug in the timers")

    monkeypatch.setattr(timers, "run", falls_over)
    monkeypatch.setattr(application, "PICK_UP_AFTER", 0.01)
    async with running(settings), asyncio.timeout(10):
        for _ in range(3):
            await starts.get()


async def test_nothing_runs_on_after_the_end(settings: Settings) -> None:
    before = asyncio.all_tasks()
    async with running(settings):
        names = {task.get_name() for task in asyncio.all_tasks() - before}
        assert {"listener", "timers", "audit_seal", "tidy"} <= names
    await asyncio.sleep(0)
    assert not {task.get_name() for task in asyncio.all_tasks() - before if not task.done()}


def test_every_event_is_heard_by_somebody() -> None:
    assert set(application.SUBSCRIBERS) == set(EVENTS.values())
