"""Two hundred calls while servers, PostgreSQL and Redis die: none is lost, held twice, or told wrongly.

And the verdict is not blind: each of three defects, put into the servers, turns it red (a fourth, an answer before the
commit, in tests/services/test_calls_ack.py). How to read the printed table:
docs/faults.md. FAULTS_SCALE=10 is the long form (make soak); FAULTS_CALLS and FAULTS_SEED make another night.
"""

import os
from pathlib import Path

from tests import log_watch
from tests.faults import deadlines, house, morning, night, report, stories
from tests.faults.injections import Plan

RESULTS = Path("test-results")
SCALE = int(os.environ.get("FAULTS_SCALE", "1"))
CALLS = int(os.environ.get("FAULTS_CALLS", 200 * SCALE))
SEED = int(os.environ.get("FAULTS_SEED", "1"))
NIGHT = Plan(night=0.6 * CALLS, redis_hung=(0.8,) if SCALE > 1 else ())
"""Servers every few seconds, PostgreSQL twice (once as a crash), Redis dead once; in the long form also hung."""
QUIET = Plan(night=60, kill_every=(1e6, 1e6), postgres=(), redis_dead=())
"""Nothing dies."""
KILLS = Plan(night=60, kill_every=(1.5, 3), postgres=(), redis_dead=())
"""Servers only: enough for a sabotage."""


async def verdict_of(
    calls: int, plan: Plan, *, families: int, doctors: int, only: tuple[str, ...] = (), defect: str | None = None
) -> dict[str, list[str]]:
    """Play a night and judge it; prints the table."""
    async with house.opened(callers=families, doctors=doctors, defect=defect) as home:
        outcome = await night.happens(home, stories.stories(calls, SEED, only), plan, SEED)
        left = morning.read(home.urls.admin)
        logs = "\n".join(server.log.read_text(encoding="utf-8") for server in home.servers)
        keep(outcome, home)
    dues = deadlines.all_of(outcome.ledger, left, outcome.outages)
    found = report.judged(outcome, left, dues)
    table = report.table(outcome, left, dues, found)
    print("\n" + table)  # noqa: T201
    if plan is NIGHT:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "night.txt").write_text(table + "\n", encoding="utf-8")
    assert log_watch.leaks(logs) == []
    return found


def keep(outcome: night.Outcome, home: house.House) -> None:
    """FAULTS_KEEP names a folder for the ledger and the servers' logs of this night."""
    folder = os.environ.get("FAULTS_KEEP")
    if folder:
        outcome.ledger.save(Path(folder) / "ledger.jsonl")
        for server in home.servers:
            (Path(folder) / server.log.name).write_bytes(server.log.read_bytes())


async def test_no_call_is_lost_whatever_dies_on_the_way() -> None:
    found = await verdict_of(CALLS, NIGHT, families=9, doctors=20)
    assert not any(found.values()), found


async def test_a_quiet_night_is_judged_good() -> None:
    """What turns the sabotaged nights red is the sabotage, not their load."""
    found = await verdict_of(16, QUIET, families=8, doctors=12)
    assert not any(found.values()), found


async def test_sabotage_without_the_guarded_update_a_call_has_two_holders() -> None:
    found = await verdict_of(
        12, QUIET, families=4, doctors=11, only=("two doctors answer at once",), defect="no_guarded_update"
    )
    assert found["two holders at once"]


async def test_sabotage_without_the_guard_of_a_claim_a_doctor_is_taken_twice() -> None:
    found = await verdict_of(24, QUIET, families=8, doctors=12, only=("answered",), defect="no_claim_guard")
    assert found["doctors taken twice"]


async def test_sabotage_without_the_deadline_column_deadlines_are_missed() -> None:
    found = await verdict_of(8, KILLS, families=8, doctors=12, only=("nobody answers",), defect="no_deadline_column")
    assert found["deadlines missed"]
