"""What people do with calls: ask, ring, accept, decline, hang up, call back.

What each act implies elsewhere is in aftermath.py.
Services take the session first, never commit, never do network I/O. Lock order: the call, then duty rows.
"""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import select

from telehealth.accounts.directory import station
from telehealth.accounts.permissions import Principal
from telehealth.calls import aftermath, elsewhere, ledger, machine, ringing
from telehealth.calls.callers import origin as origin_of
from telehealth.calls.models import CallRow
from telehealth.calls.once import caller_by_caller, caller_of, holding_one_call
from telehealth.calls.shapes import NewCall
from telehealth.calls.states import (
    Accepted,
    Declined,
    EndReason,
    HungUp,
    Resumed,
    SeatLost,
    SeatTaken,
    State,
    Ticked,
    Withdrawn,
)
from telehealth.db import Session
from telehealth.duty import claims, ladders, waits
from telehealth.errors import Conflict, Denied, Unavailable
from telehealth.patients import service as patients


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
    commune = await patients.commune(session, new.patient_id) if new.patient_id else None
    home = await station(session, province, commune)
    origin = await origin_of(session, who, home, new.patient_id, new.relation)
    if not await ringing.anybody(session, province):
        raise Unavailable(
            "nobody-on-duty",
            "Nobody is on duty now.",
            emergency_number="115",
            station_name=home.name,
            station_phone=home.phone,
        )
    call = machine.request(await ledger.database_now(session), await ladders.for_call(session, province))
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
        place_province=province,
        place_commune=commune or home.commune_name,
        place=await waits.place_now(session, province),
    )
    await ringing.ring_next(session, row.id)
    return row.id


async def live_call_of(session: Session, who: Principal) -> UUID | None:
    """The caller's call that has not ended, if any."""
    mine = CallRow.session_id == who.session_id
    if who.account_id is not None:
        mine = mine | (CallRow.account_id == who.account_id)
    return await session.scalar(select(CallRow.id).where(mine, CallRow.state != "ended").limit(1))


async def tick(session: Session, call_id: UUID) -> None:
    """Let what is due happen to this call, then ring on."""
    change = await ledger.change(session, call_id, Ticked(), actor="timer")
    await aftermath.follow(session, change)
    await ringing.ring_next(session, call_id)


async def accept(session: Session, who: Principal, call_id: UUID, device: str) -> None:
    """Answer. The first accept wins; later ones get Conflict('already-taken'). An emergency frees the practitioner from
    whatever keeps them: their present caller goes on hold, a ring of another call is passed on."""
    me = clinician(who)
    busy_with = await elsewhere.lock_both(session, me.practitioner_id, call_id)
    event = Accepted(me.practitioner_id, device)
    async with holding_one_call():
        if busy_with is not None and await elsewhere.emergency(session, call_id):
            await elsewhere.leave(session, me.practitioner_id, busy_with, call_id)
        change = await ledger.change(session, call_id, event, actor="practitioner", actor_account=me.account_id)
    if change.after == change.before:
        return
    await engage(session, me.practitioner_id, call_id, change.row.province_code)
    await aftermath.follow(session, change)


async def engage(session: Session, practitioner_id: UUID, call_id: UUID, province: str) -> None:
    """Engage a practitioner with a call they take; the reason as a Conflict when they cannot."""
    if not await claims.engage(session, practitioner_id, call_id, province):
        duty = await claims.current(session, practitioner_id)
        if duty is None or duty.province_code != province:
            raise Conflict("off-duty", "Go on duty first.")
        raise Conflict("busy", "You are in another call.")


async def decline(session: Session, who: Principal, call_id: UUID, reason: str) -> None:
    """Say no; the next practitioner is rung in the same transaction."""
    me = clinician(who)
    change = await ledger.change(
        session, call_id, Declined(me.practitioner_id, reason), actor="practitioner", actor_account=me.account_id
    )
    await aftermath.follow(session, change)
    await ringing.ring_next(session, call_id)


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
    """The holder goes on at another of their devices, or comes back to the caller they put on hold."""
    me = clinician(who)
    event = Resumed(me.practitioner_id, device)
    async with holding_one_call():
        change = await ledger.change(session, call_id, event, actor="holder", actor_account=me.account_id)
    if change.before.state is State.ON_HOLD:
        await engage(session, me.practitioner_id, call_id, change.row.province_code)
    await aftermath.follow(session, change)


async def seat_changed(session: Session, call_id: UUID, part: Literal["caller", "holder"], present: bool) -> None:
    """The last socket of a seat went, or its first came."""
    event = SeatTaken(part) if present else SeatLost(part)
    await aftermath.follow(session, await ledger.change(session, call_id, event, actor=part))


async def go_off_duty(session: Session, practitioner_id: UUID) -> None:
    """Go off duty; a ring is passed on at once. Conflict('in-call') while holding a call."""
    for _ in range(3):
        duty = await claims.current(session, practitioner_id)
        if duty is not None and duty.engaged_call is not None:
            await _withdraw(session, practitioner_id, duty.engaged_call)
        if await _stopped(session, practitioner_id):
            return
    raise Conflict("busy", "A call is reaching you just now; please try again.")


async def leave(session: Session, practitioner_id: UUID) -> None:
    """The time they set themself has come: off duty, unless a call reached them meanwhile."""
    await _stopped(session, practitioner_id)


async def _withdraw(session: Session, practitioner_id: UUID, call_id: UUID) -> None:
    change = await ledger.change(session, call_id, Withdrawn(practitioner_id), actor="duty")
    if change.after.is_held and change.after.holder == practitioner_id:
        raise Conflict("in-call", "Finish the call first.")
    if change.after == change.before:  # the ring ended meanwhile: leave that call alone, and unlocked
        await claims.release(session, call_id, [practitioner_id])
        return
    await aftermath.follow(session, change)
    if practitioner_id not in change.freed:
        await claims.release(session, call_id, [practitioner_id])
    await ringing.ring_next(session, call_id)


async def _stopped(session: Session, practitioner_id: UUID) -> bool:
    """Off duty, or False without a lock left behind: an UPDATE that waited for the duty row and then found it engaged
    keeps it locked, and whoever answers the call that rings now needs it (the call comes first, then duty rows)."""
    point = await session.begin_nested()
    stopped = await claims.stop(session, practitioner_id)
    await (point.commit() if stopped else point.rollback())
    return stopped
