"""Ring on: when a call is due, claim whoever its rung names, and let those rank first who rank first."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, or_, select

from telehealth.calls import aftermath, flood, ledger, machine
from telehealth.calls.models import CallRow
from telehealth.calls.states import Call, Claimed, NobodyLeft
from telehealth.db import DRAINING, Session
from telehealth.duty import reach
from telehealth.duty.ladder import Whom
from telehealth.duty.reach import Reach

RETRY = timedelta(seconds=1)
"""How long until a call that found nobody free looks again; going on duty or getting free wakes it sooner."""
AFTER_YOU = timedelta(milliseconds=250)
"""How long until a call that let a better-ranked one pass looks again."""
STUCK = timedelta(seconds=5)
"""A better-ranked call that has been due for so long without being looked at is no reason to wait any more."""
CLIMBS = 12
"""Rungs that may turn out empty in one look; no ladder has more."""


async def anybody(session: Session, province: str) -> bool:
    """Whether a call could ring anybody at all, standby included."""
    return not await reach.stands_empty(session, Reach(Whom.EVERYONE, province, UUID(int=0)))


async def ring_next(session: Session, call_id: UUID) -> None:
    """Ring whoever is due: claim, then tell the machine. A rung on which nobody stands gives way to the next at once.

    A process that was told to stop claims nobody: the call stays due, and another process's timer (or ours, after the
    restart) finds it within half a second.
    """
    if session.info.get(DRAINING):
        return
    # The row is locked before duty rows (the one lock order); the guard that decides is still the version.
    await session.execute(select(CallRow.id).where(CallRow.id == call_id).with_for_update(key_share=True))
    for _ in range(CLIMBS):
        row, call = await ledger.load(session, call_id)
        now = await ledger.database_now(session)
        if not machine.ring_is_due(call, now):
            return
        pause = await _lets_others_pass(session, row, call, now)
        if pause is not None:
            await ledger.reschedule(session, row, replace(call, next_ring_at=now + pause))
            return
        if not await _ring(session, row, call, now):
            return


async def _lets_others_pass(session: Session, row: CallRow, call: Call, now: datetime) -> timedelta | None:
    """How long to wait for the sake of others; None: it is this call's turn."""
    if await flood.must_wait(session, row):
        return RETRY
    return AFTER_YOU if await outranked(session, row, now) else None


async def outranked(session: Session, row: CallRow, now: datetime) -> bool:
    """Whether a call of higher priority, or of the same and older, is due in this very moment and rings nobody yet."""
    better = or_(
        CallRow.priority > row.priority,
        and_(CallRow.priority == row.priority, CallRow.requested_at < row.requested_at),
    )
    due = CallRow.next_ring_at.between(now - STUCK, now)
    before = select(CallRow.id).where(
        CallRow.province_code == row.province_code, CallRow.state == "waiting", CallRow.id != row.id, better, due
    )
    if await session.scalar(before.limit(1)) is None:
        return False
    if not (row.caller_verified and await flood.is_on(session, row.province_code)):
        return True
    return await session.scalar(before.where(CallRow.caller_verified).limit(1)) is not None


async def _ring(session: Session, row: CallRow, call: Call, now: datetime) -> bool:
    """Claim for the rung the call stands on; True when it now stands on another, which is to be rung as well."""
    here = Reach(call.step.whom, row.province_code, row.facility_id)
    live = {ring.practitioner for ring in call.live_rings}
    tried = call.tried | live
    one = await flood.shares(session, row)
    claimed = await reach.claim(session, here, row.id, tried, everybody=machine.rings_all(call) and not one)
    knocked = await reach.knock(session, here, row.id, tried.union(claimed)) if call.is_emergency else []
    knocked = knocked[: 0 if claimed else 1] if one else knocked
    if claimed or knocked:
        event: Claimed | NobodyLeft = Claimed((*claimed, *knocked), tuple(knocked))
    elif not call.rings_here and (call.tried or await reach.stands_empty(session, here)):
        event = NobodyLeft()
    else:
        await ledger.reschedule(session, row, replace(call, next_ring_at=now + RETRY))
        return False
    change = await ledger.change(session, row.id, event, actor="duty")
    await aftermath.follow(session, change)
    if change.after == change.before:  # the last rung, and nobody stands on it
        await ledger.reschedule(session, row, replace(call, next_ring_at=now + RETRY))
    return change.after.rung != change.before.rung
