"""A hundred thousand messages of every kind, and nothing gives way; and that the fuzzer would notice if it did.

More: python -m tests.signaling.fuzz --messages 1000000 --seed 7
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from telehealth.settings import Settings
from tests.signaling.fuzz.run import run
from tests.signaling.fuzz.sabotaged import SABOTAGES

MESSAGES = 100_000
SEED = 20261125
CAUGHT = {
    "membership": "relays into another call",
    "budget": "errors were answered on one socket",
    "quiet": "the log holds what a client sent",
    "greeting": "a stranger stayed",
}


async def test_a_hundred_thousand_hostile_messages(
    settings: Settings, tmp_path: Path, show: Callable[[str], None]
) -> None:
    report = await run(settings, tmp_path / "server.log", MESSAGES, SEED)
    show(f"seed {SEED}: {report.table()}")
    assert report.failures(MESSAGES) == []


@pytest.mark.parametrize("guard", sorted(SABOTAGES))
async def test_sabotage_a_server_without_its_guard_is_found(settings: Settings, tmp_path: Path, guard: str) -> None:
    report = await run(settings, tmp_path / "server.log", 1500, SEED, sabotage=guard)
    assert [failure for failure in report.failures(1500) if CAUGHT[guard] in failure]
