"""One loop over the deadline columns of calls and call-backs, in database time.

Deadlines are rows, so they survive a restart, and any process may run them: SKIP LOCKED shares the work out, and the
version guard makes each step happen once. A failing call is logged and passed over; it must not stop the others.
"""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog
from psycopg import errors as database_says
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from telehealth.calls import promise, service
from telehealth.calls.models import CallRow
from telehealth.db import Database, Session
from telehealth.duty import claims, handling

PERIOD = 0.5
"""Seconds between looks. The next rung must start within 2 s of its deadline."""
BATCH = 50
HANDS = 4
"""Transactions at once: a slow one (a lock, a stalled disk) must not make the deadlines behind it late."""
Work = Callable[[Session, UUID], Awaitable[None]]
ITS_OWN = (database_says.DeadlockDetected, database_says.LockNotAvailable, database_says.QueryCanceled)
"""Faults of one call's locks: the database is there, and the others' deadlines go on."""

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
    """Do everything that is due now: calls first, then call-backs, then whoever leaves. Returns how much it was."""
    calls = await _each(database, await _due_calls(database), _tick_call)
    promises = await _each(database, await _due_callbacks(database), promise.tick)
    leaving = await _each(database, await _leavers(database), service.leave)
    return calls + promises + leaving


async def _each(database: Database, due: list[UUID], work: Work) -> int:
    """Work on all of them, HANDS at once, each beginning in the order given."""
    waiting = iter(due)

    async def hand() -> None:
        for one in waiting:
            await _one(database, one, work)

    try:
        async with asyncio.TaskGroup() as hands:
            for _ in range(min(HANDS, len(due))):
                hands.create_task(hand())
    except* (OperationalError, OSError) as lost:
        raise _first(lost) from None
    return len(due)


async def _one(database: Database, one: UUID, work: Work) -> None:
    try:
        async with database.transaction() as session:
            await work(session, one)
    except OSError:
        raise
    except OperationalError as fault:
        if not isinstance(fault.orig, ITS_OWN):
            raise
        log.warning("timers.tick_put_off", error=type(fault.orig).__name__)
    except Exception:  # one broken call must not stop the others' deadlines
        log.exception("timers.tick_failed")


def _first(lost: BaseExceptionGroup[BaseException]) -> BaseException:
    """Any of them: they say the same, that the database is gone."""
    fault = lost.exceptions[0]
    return _first(fault) if isinstance(fault, BaseExceptionGroup) else fault


async def _due_calls(database: Database) -> list[UUID]:
    async with database.transaction() as session:
        rows = await session.scalars(
            select(CallRow.id)
            .where(CallRow.state != "ended", CallRow.deadline <= func.clock_timestamp())
            .order_by(CallRow.priority.desc(), CallRow.requested_at)
            .limit(BATCH)
        )
        return list(rows)


async def _due_callbacks(database: Database) -> list[UUID]:
    async with database.transaction() as session:
        return await handling.due(session, BATCH)


async def _leavers(database: Database) -> list[UUID]:
    async with database.transaction() as session:
        return await claims.leavers(session)


async def _tick_call(session: Session, call_id: UUID) -> None:
    # Key share: an alert on its way refers to the call's row while it holds the alert that this tick may cancel.
    query = select(CallRow.id).where(CallRow.id == call_id).with_for_update(skip_locked=True, key_share=True)
    mine = await session.scalar(query)
    if mine is not None:
        await service.tick(session, call_id)
