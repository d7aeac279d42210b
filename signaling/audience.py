"""Who must be told of what: the rooms of sockets, and the questions to the database behind them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, and_, func, or_, select, union

from telehealth.accounts.models import LoginSession
from telehealth.accounts.permissions import Permission, Principal
from telehealth.calls.models import CallRow
from telehealth.calls.seats import Seat
from telehealth.db import Session
from telehealth.live.models import CallPeer
from telehealth.live.processes import beats
from telehealth.patients.models import RelatedPerson
from telehealth.records.models import Encounter

STAFF_ROOMS = ["staff:duty", "staff:queue"]
YOUNG = timedelta(seconds=8)
"""A call this young may still be on its way to its first socket."""


def session_room(session_id: UUID) -> str:
    """Every socket of one sign-in."""
    return f"session:{session_id}"


def account_room(account_id: UUID) -> str:
    """Every socket of one account."""
    return f"account:{account_id}"


def family_room(account_id: UUID) -> str:
    """The sockets of an account that may read its family's records."""
    return f"family:{account_id}"


def rooms_of(who: Principal) -> list[str]:
    """Where a socket of this principal listens. Staff rooms follow the permission, not the page alone."""
    rooms = [session_room(who.session_id)]
    if who.account_id is not None:
        rooms.append(account_room(who.account_id))
        if who.audience == "patient" and who.scope == "full" and who.identified:
            rooms.append(family_room(who.account_id))
    if who.may(Permission.VIEW_QUEUE):
        rooms.append("staff:duty" if who.audience == "doctor" else "staff:queue")
    return rooms


async def readers_of(session: Session, encounter_id: UUID, patient_id: UUID | None) -> list[str]:
    """Rooms of everyone who may read this advice: accounts acting for the patient, the caller, and the very session
    that made the call (a guest has no account)."""
    accounts: CompoundSelect[Any] = union(
        select(RelatedPerson.account_id).where(
            RelatedPerson.patient_id == patient_id, RelatedPerson.removed_at.is_(None)
        ),
        select(Encounter.caller_account).where(Encounter.id == encounter_id, Encounter.caller_account.is_not(None)),
    )
    caller = select(CallRow.session_id).join(Encounter, Encounter.call_id == CallRow.id)
    rooms = [family_room(account) for account in await session.scalars(accounts)]
    sessions = await session.scalars(caller.where(Encounter.id == encounter_id, CallRow.session_id.is_not(None)))
    return rooms + [session_room(session_id) for session_id in sessions if session_id is not None]


async def ended_among(session: Session, session_ids: list[UUID]) -> list[UUID]:
    """Those of these sessions that have been revoked."""
    ended = select(LoginSession.id).where(LoginSession.id.in_(session_ids), LoginSession.revoked_at.is_not(None))
    return list(await session.scalars(ended))


async def live_seats(session: Session) -> list[tuple[Seat, bool]]:
    """The seats of calls that have not ended and are not brand new which are not as they are written: counted as taken
    with nobody at a socket of a living process, or as lost (True) with somebody there."""
    here = select(CallPeer.peer).where(CallPeer.call_id == CallRow.id, beats(CallPeer.process_id)).correlate(CallRow)
    caller = here.where(CallPeer.part == "caller").exists()
    holder = here.where(CallPeer.practitioner_id == CallRow.holder_id).exists()
    wrong_caller = CallRow.caller_lost_at.is_not(None) == caller
    wrong_holder = and_(CallRow.state == "connected", CallRow.holder_lost_at.is_not(None) == holder)
    query = select(CallRow, wrong_caller, wrong_holder).where(
        CallRow.state != "ended",
        func.coalesce(CallRow.answered_at, CallRow.requested_at) < func.now() - YOUNG,
        or_(wrong_caller, wrong_holder),
    )
    found = []
    for row, caller_wrong, holder_wrong in await session.execute(query):
        if caller_wrong:
            found.append((Seat(row.id, "caller"), row.caller_lost_at is not None))
        if holder_wrong:
            found.append((Seat(row.id, "holder", row.holder_id), row.holder_lost_at is not None))
    return found
