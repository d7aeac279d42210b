"""One loop over the calls' deadline column, in database time.

Deadlines are rows, so they survive a restart, and any process may run them: SKIP LOCKED shares the work out, and the
version guard makes each step happen once. A failing call is logged and passed over; it must not stop the others.
"""

import asyncio
from uuid import UUID

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from telehealth.calls import service
from telehealth.calls.models import CallRow
from telehealth.db import Database

PERIOD = 0.5
"""Seconds between looks. The next rung must start within 2 s of its deadline."""
BATCH = 50

log = structlog.get_logger(__name__)


async def run(database: Database) -> None:
    """Run until cancelled, or until this process is told to stop: the others go on."""
    while not database.draining:
        try:
            worked = await run_once(database)
        except (OperationalError, OSError) as fault:
            log.warning("timers.database_lost", error=type(fault).__name__)
            worked = 0
        if worked < BATCH:
            await asyncio.sleep(PERIOD)


async def run_once(database: Database) -> int:
    """Do everything that is due now. Returns how many calls were looked at."""
    due = await _due(database)
    for call_id in due:
        try:
            await _tick(database, call_id)
        except (OperationalError, OSError):
            raise
        except Exception:  # one broken call must not stop the others' deadlines
            log.exception("timers.tick_failed")
    return len(due)


async def _due(database: Database) -> list[UUID]:
    async with database.transaction() as session:
        rows = await session.scalars(
            select(CallRow.id)
            .where(CallRow.state != "ended", CallRow.deadline <= func.clock_timestamp())
            .order_by(CallRow.requested_at)
            .limit(BATCH)
        )
        return list(rows)


async def _tick(database: Database, call_id: UUID) -> None:
    async with database.transaction() as session:
        mine = await session.scalar(select(CallRow.id).where(CallRow.id == call_id).with_for_update(skip_locked=True))
        if mine is not None:
            await service.tick(session, call_id)
