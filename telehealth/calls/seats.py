"""Who has a seat in a call, and what clients are told of it: what the signalling server asks of calls."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import select

from telehealth import clock
from telehealth.accounts.models import Practitioner
from telehealth.accounts.permissions import Permission, Principal
from telehealth.calls import aftermath, ledger, service
from telehealth.calls.callers import is_callers_side
from telehealth.calls.models import CallRow
from telehealth.calls.states import Call, State
from telehealth.db import Session
from telehealth.errors import NotFound

Part = Literal["caller", "rung", "holder"]
OF_TODAY = timedelta(hours=24)
"""How long a call that ended stays open to every page of the account that made it."""


@dataclass(frozen=True)
class Seat:
    """A place in a call."""

    call_id: UUID
    part: Part
    practitioner_id: UUID | None = None


@dataclass(frozen=True)
class CallNews:
    """What a change of a call means to its people; ids and the holder's public name only."""

    call_id: UUID
    version: int
    state: str
    holder_id: UUID | None
    holder_name: str | None
    holder_device: str | None
    caller_session: UUID | None
    caller_account: UUID | None
    practitioner_accounts: dict[UUID, UUID]
    """practitioner id → account id, of everyone the event names and of the holder."""


def part_of(who: Principal, row: CallRow, call: Call) -> Part | None:
    """The part this principal has in the call now; None for everybody else."""
    if is_callers_side(who):
        return "caller" if is_caller(who, row) else None
    if who.practitioner_id is None or not who.may(Permission.ANSWER_CALLS):
        return None
    if call.is_held:
        if call.holder == who.practitioner_id:
            return "holder"
        return "rung" if call.offered_to == who.practitioner_id else None
    rung = any(ring.practitioner == who.practitioner_id for ring in call.live_rings)
    return "rung" if rung else None


def answered(who: Principal, call: Call) -> bool:
    """Whether this principal holds the call, or held it to its end, and may still answer calls: a doctor who now sits
    at the reception sees no more of old calls than reception does."""
    return who.practitioner_id is not None and who.practitioner_id == call.holder and who.may(Permission.ANSWER_CALLS)


def is_caller(who: Principal, row: CallRow) -> bool:
    """Whether this principal made the call (this session, or this account on another page).

    An old call is a record: another sign-in of the account opens it with a fresh code only, and on a recycled number not
    at all. To the health worker who made it for a patient it closes after a day, whatever page they sit at.
    """
    if not is_callers_side(who):
        return False
    if who.audience != "patient":
        return row.account_id == who.account_id and (row.ended_at is None or clock.now() - row.ended_at <= OF_TODAY)
    if row.session_id == who.session_id:
        return True
    if who.account_id is None or row.account_id != who.account_id:
        return False
    recent = row.ended_at is None or clock.now() - row.ended_at <= OF_TODAY
    return recent or (who.scope == "full" and who.identified)


async def seat(session: Session, who: Principal, call_id: UUID) -> Seat:
    """This principal's seat in a call that has not ended; NotFound for anybody else."""
    row, call = await ledger.load(session, call_id)
    part = part_of(who, row, call)
    if part is None or call.state is State.ENDED:
        raise NotFound("not-found", "No such call.")
    return Seat(call_id, part, who.practitioner_id if part != "caller" else None)


async def note_presence(session: Session, seat: Seat, *, present: bool) -> None:
    """The last socket of this seat went (present=False), or its first came.

    A rung doctor's sockets change nothing: the ring runs on. The caller coming back to a call that a clinician holds
    also settles what was owed to them.
    """
    if seat.part == "rung":
        return
    await service.seat_changed(session, seat.call_id, seat.part, present)
    if seat.part == "caller" and present:
        await aftermath.caller_reached(session, seat.call_id)


async def news(session: Session, call_id: UUID, practitioners: tuple[UUID, ...] = ()) -> CallNews | None:
    """What to tell about a call; None when it does not exist."""
    row = await session.scalar(select(CallRow).where(CallRow.id == call_id))
    if row is None:
        return None
    wanted = {*practitioners, *([row.holder_id] if row.holder_id else [])}
    people = await session.execute(
        select(Practitioner.id, Practitioner.account_id, Practitioner.name).where(Practitioner.id.in_(wanted))
    )
    known = {practitioner: (account, name) for practitioner, account, name in people}
    held = row.state in (State.CONNECTED, State.ON_HOLD) and row.holder_id in known
    return CallNews(
        call_id=row.id,
        version=row.version,
        state=row.state,
        holder_id=row.holder_id if held else None,
        holder_name=known[row.holder_id][1] if held and row.holder_id else None,
        holder_device=row.holder_device if held else None,
        caller_session=row.session_id,
        caller_account=row.account_id,
        practitioner_accounts={practitioner: account for practitioner, (account, _) in known.items()},
    )
