"""What people do with calls: ask, ring, accept, decline, hang up, call back.

What each act implies elsewhere is in aftermath.py.
Services take the session first, never commit, never do network I/O. Lock order: the call, then duty rows.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import select

from telehealth.accounts.directory import station
from telehealth.accounts.permissions import Principal
from telehealth.calls import aftermath, flood, ledger, machine
from telehealth.calls.callers import origin as origin_of
from telehealth.calls.models import CallRow
from telehealth.calls.once import caller_by_caller, caller_of, holding_one_call
from telehealth.calls.shapes import NewCall
from telehealth.calls.states import (
    Accepted,
    AllTried,
    Declined,
    EndReason,
    HungUp,
    Resumed,
    Rung,
    SeatLost,
    SeatTaken,
    State,
    Ticked,
    Withdrawn,
)
from telehealth.db import DRAINING, Session
from telehealth.duty import claims
from telehealth.duty.models import Callback
from telehealth.errors import Conflict, Denied, Unavailable

RETRY = timedelta(seconds=3)
"""How long until a call that found nobody free looks again; going on duty or getting free wakes it sooner."""


@dataclass(frozen=True)
class Clinician:
    """A practitioner as one who acts in calls."""

    practitioner_id: UUID
    account_id: UUID


def clinician(who: Principal) -> Clinician:
    """The practitioner behind a principal; Denied when the account has no licence entry."""
    if who.practitioner_id is None or who.account_id is None:
        raise Denied("role-needed", "Only a practitioner may do this.")
    return Clinician(who.practitioner_id, who.account_id)


async def request(session: Session, who: Principal, new: NewCall, province: str) -> UUID:
    """Ring now. Returns the call's id; the caller's live call when there is one (a double tap makes no second).

    Raises Unavailable('nobody-on-duty') with the numbers to dial, NotFound for another family's patient.
    """
    await caller_by_caller(session, caller_of(who))
    mine = await live_call_of(session, who)
    if mine is not None:
        return mine
    home = await station(session, province)
    origin = await origin_of(session, who, home, new.patient_id, new.relation)
    if (await claims.counts(session, province))[0] == 0:
        raise Unavailable(
            "nobody-on-duty",
            "Nobody is on duty now.",
            emergency_number="115",
            station_name=home.name,
            station_phone=home.phone,
        )
    call = machine.request(await ledger.database_now(session))
    row = await ledger.open_call(
        session,
        call,
        "caller",
        who.account_id,
        province_code=province,
        facility_id=origin.facility_id,
        session_id=who.session_id,
        account_id=who.account_id,
        caller_phone=origin.phone,
        caller_verified=origin.verified,
        patient_id=new.patient_id,
        relation=origin.relation,
        reason=new.reason,
        media=new.media,
    )
    await ring_next(session, row.id)
    return row.id


async def live_call_of(session: Session, who: Principal) -> UUID | None:
    """The caller's call that has not ended, if any."""
    mine = CallRow.session_id == who.session_id
    if who.account_id is not None:
        mine = mine | (CallRow.account_id == who.account_id)
    return await session.scalar(select(CallRow.id).where(mine, CallRow.state != "ended").limit(1))


async def ring_next(session: Session, call_id: UUID) -> None:
    """Ring the next practitioner if one is due: claim, then tell the machine.

    A process that was told to stop claims nobody: the call stays due, and another process's timer (or ours, after the
    restart) finds it within half a second.
    """
    if session.info.get(DRAINING):
        return
    # The row is locked before duty rows (the one lock order); the guard that decides is still the version.
    await session.execute(select(CallRow.id).where(CallRow.id == call_id).with_for_update(key_share=True))
    row, call = await ledger.load(session, call_id)
    now = await ledger.database_now(session)
    if not machine.ring_is_due(call, now):
        return
    if await flood.must_wait(session, row):
        await ledger.reschedule(session, row, replace(call, next_ring_at=now + RETRY))
        return
    chosen = await claims.claim(session, row.province_code, call_id, call.tried)
    if chosen is not None:
        await ledger.change(session, call_id, Rung(chosen), actor="duty")
    elif call.tried and not call.live_rings:
        await ledger.change(session, call_id, AllTried(), actor="duty")
    else:
        await ledger.reschedule(session, row, replace(call, next_ring_at=now + RETRY))


async def tick(session: Session, call_id: UUID) -> None:
    """Let what is due happen to this call, then ring on."""
    change = await ledger.change(session, call_id, Ticked(), actor="timer")
    await aftermath.follow(session, change)
    await ring_next(session, call_id)


async def accept(session: Session, who: Principal, call_id: UUID, device: str) -> None:
    """Answer. The first accept wins; later ones get Conflict('already-taken')."""
    me = clinician(who)
    event = Accepted(me.practitioner_id, device)
    async with holding_one_call():
        change = await ledger.change(session, call_id, event, actor="practitioner", actor_account=me.account_id)
    if change.after == change.before:
        return
    province = change.row.province_code
    if not await claims.engage(session, me.practitioner_id, call_id, province):
        duty = await claims.current(session, me.practitioner_id)
        if duty is None or duty.province_code != province:
            raise Conflict("off-duty", "Go on duty first.")
        raise Conflict("busy", "You are in another call.")
    await aftermath.follow(session, change)


async def decline(session: Session, who: Principal, call_id: UUID, reason: str) -> None:
    """Say no; the next practitioner is rung in the same transaction."""
    me = clinician(who)
    change = await ledger.change(
        session, call_id, Declined(me.practitioner_id, reason), actor="practitioner", actor_account=me.account_id
    )
    await aftermath.follow(session, change)
    await ring_next(session, call_id)


async def hang_up(
    session: Session, who: Principal, call_id: UUID, by: Literal["caller", "holder"], no_longer_needed: bool
) -> None:
    """End the call, from either side. Again is harmless, but "Không cần nữa" said late still settles the call-back."""
    actor = who.account_id
    change = await ledger.change(session, call_id, HungUp(by, no_longer_needed), actor=by, actor_account=actor)
    await aftermath.follow(session, change)
    if by == "caller" and no_longer_needed and change.after.end_reason is not EndReason.COMPLETED:
        await aftermath.settle(session, change.row, "withdrawn", None)


async def resume(session: Session, who: Principal, call_id: UUID, device: str) -> None:
    """The holder goes on at another of their devices."""
    me = clinician(who)
    event = Resumed(me.practitioner_id, device)
    await ledger.change(session, call_id, event, actor="holder", actor_account=me.account_id)


async def seat_changed(session: Session, call_id: UUID, part: Literal["caller", "holder"], present: bool) -> None:
    """The last socket of a seat went, or its first came."""
    event = SeatTaken(part) if present else SeatLost(part)
    await ledger.change(session, call_id, event, actor=part)


async def go_off_duty(session: Session, practitioner_id: UUID) -> None:
    """Go off duty; a ring is passed on at once. Conflict('in-call') while holding a call."""
    for _ in range(3):
        duty = await claims.current(session, practitioner_id)
        if duty is not None and duty.engaged_call is not None:
            await _withdraw(session, practitioner_id, duty.engaged_call)
        if await _stopped(session, practitioner_id):
            return
    raise Conflict("busy", "A call is reaching you just now; please try again.")


async def _withdraw(session: Session, practitioner_id: UUID, call_id: UUID) -> None:
    change = await ledger.change(session, call_id, Withdrawn(practitioner_id), actor="duty")
    if change.after.state is State.CONNECTED and change.after.holder == practitioner_id:
        raise Conflict("in-call", "Finish the call first.")
    if change.after == change.before:  # the ring ended meanwhile: leave that call alone, and unlocked
        await claims.release(session, call_id, [practitioner_id])
        return
    await aftermath.follow(session, change)
    if practitioner_id not in change.freed:
        await claims.release(session, call_id, [practitioner_id])
    await ring_next(session, call_id)


async def _stopped(session: Session, practitioner_id: UUID) -> bool:
    """Off duty, or False without a lock left behind: an UPDATE that waited for the duty row and then found it engaged
    keeps it locked, and whoever answers the call that rings now needs it (the call comes first, then duty rows)."""
    point = await session.begin_nested()
    stopped = await claims.stop(session, practitioner_id)
    await (point.commit() if stopped else point.rollback())
    return stopped


async def call_back(session: Session, who: Principal, callback: Callback, device: str) -> UUID:
    """Open a call towards the family behind a call-back: held by this practitioner from the start."""
    me = clinician(who)
    if callback.account_id is None:
        raise Conflict("telephone-only", "No account stands behind this number; please telephone.")
    await caller_by_caller(session, callback.account_id)
    if await session.scalar(
        select(CallRow.id).where(CallRow.account_id == callback.account_id, CallRow.state != "ended")
    ):
        raise Conflict("calling-now", "This family is calling right now.")
    origin = await session.get(CallRow, callback.call_id) if callback.call_id else None
    home = await station(session, callback.province_code)
    async with holding_one_call():
        row = await ledger.open_call(
            session,
            machine.call_back(me.practitioner_id, device, await ledger.database_now(session)),
            "practitioner",
            me.account_id,
            province_code=callback.province_code,
            facility_id=origin.facility_id if origin else home.id,
            session_id=None,
            account_id=callback.account_id,
            caller_phone=callback.phone,
            caller_verified=callback.phone_verified,
            patient_id=callback.patient_id,
            relation=origin.relation if origin else "other",
            reason=callback.reason,
            media="video",
        )
    if not await claims.engage(session, me.practitioner_id, row.id, callback.province_code):
        raise Conflict("off-duty", "Go on duty first, or finish your call.")
    return row.id
