"""A call and its encounter as the calls domain leaves them in the database, for tests of what comes after."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update

from telehealth import clock
from telehealth.accounts.models import Device
from telehealth.accounts.permissions import Grant, Principal, Scope
from telehealth.audit import AuditEvent
from telehealth.calls.models import CallRing, CallRow
from telehealth.db import Database
from telehealth.events import EventRow
from telehealth.records import notes, service
from telehealth.records.models import Encounter
from telehealth.records.shapes import NoteEdit, NoteView
from tests.people import Caller, Everyone, Staff, open_session

DRINK = "Uống nhiều nước, sáng mai đo lại nhiệt độ."
SOAP = {"subjective": "Sốt từ chiều", "objective": "Tự đo 38,9", "assessment": "Nghi cúm", "plan": "Theo dõi tại nhà"}


@dataclass(frozen=True)
class Visit:
    """One call with its encounter."""

    call_id: UUID
    encounter_id: UUID
    caller: Principal


async def signed_in(database: Database, who: Staff | Caller | None, *, scope: Scope = "full") -> Principal:
    """A principal with a live session behind it; None is a guest."""
    row = await open_session(database, who, scope=scope)
    staff = who if isinstance(who, Staff) else None
    return Principal(
        session_id=row.id,
        account_id=who.account_id if who else None,
        audience=who.audience if who else "patient",
        scope=scope if who else "guest",
        practitioner_id=staff.practitioner_id if staff else None,
        grants=(Grant(staff.facility_id, staff.role),) if staff else (),
    )


async def on_new_device(database: Database, who: Caller, came: datetime) -> Principal:
    """Somebody with a recycled number: signed in by a code, on a device that came lately and is not identified."""
    device = Device(secret_hmac=str(came).encode(), account_id=who.account_id, identified=False, created_at=came)
    async with database.transaction() as session:
        session.add(device)
    row = await open_session(database, who)
    return Principal(row.id, who.account_id, "patient", "full", device_id=device.id, identified=False)


async def ringing(database: Database, everyone: Everyone, doctor: Staff, patient_id: UUID | None) -> UUID:
    """chị Lan's call rings this doctor now."""
    now = clock.now()
    async with database.transaction() as session:
        call = _row(everyone, await _session_of(database, everyone.lan), everyone.lan, patient_id, now, state="ringing")
        session.add(call)
        await session.flush()
        until = now + timedelta(seconds=120)
        ring = {"practitioner_id": doctor.practitioner_id, "number": 1, "rung_at": now, "until": until}
        session.add(CallRing(call_id=call.id, outcome="ringing", **ring))
        return call.id


async def visit(
    database: Database,
    everyone: Everyone,
    doctor: Staff,
    patient_id: UUID | None,
    *,
    caller: Caller | None = None,
    guest: bool = False,
    ago: timedelta = timedelta(0),
    over: bool = True,
) -> Visit:
    """Somebody (chị Lan unless said otherwise) called, this doctor answered, and (over) they hung up 5 minutes later."""
    person = None if guest else caller or everyone.lan
    who = await signed_in(database, person)
    at = clock.now() - ago - timedelta(minutes=5)
    assert doctor.practitioner_id
    async with database.transaction() as session:
        call = _row(
            everyone, who.session_id, person, patient_id, at, state="connected", holder_id=doctor.practitioner_id
        )
        session.add(call)
        await session.flush()
        encounter_id = await service.open_draft(
            session,
            call_id=call.id,
            patient_id=patient_id,
            practitioner_id=doctor.practitioner_id,
            facility_id=doctor.facility_id,
            channel="video",
            who_speaks="child",
            caller_account=who.account_id,
            started_at=at,
        )
    if over:
        await hang_up(database, call.id, at + timedelta(minutes=5))
    return Visit(call.id, encounter_id, who)


async def hang_up(database: Database, call_id: UUID, at: datetime | None = None) -> None:
    """The call ends."""
    at = at or clock.now()
    async with database.transaction() as session:
        ended = {"state": "ended", "end_reason": "hung_up", "ended_at": at}
        await session.execute(update(CallRow).where(CallRow.id == call_id).values(ended))
        await service.finish(session, call_id, at)


async def write(
    database: Database, doctor: Principal, encounter_id: UUID, version: int = 1, advice: str = DRINK
) -> NoteView:
    """The doctor saves the note."""
    async with database.transaction() as session:
        judged = await notes.save(session, doctor, encounter_id, NoteEdit(version=version, advice=advice, **SOAP))
    return judged.answer()


async def sign(database: Database, doctor: Principal, encounter_id: UUID, version: int = 2) -> NoteView:
    """The doctor signs it."""
    async with database.transaction() as session:
        judged = await notes.sign(session, doctor, encounter_id, version)
    return judged.answer()


async def audited(database: Database, action: str) -> list[tuple[UUID | None, str, str]]:
    """The audit rows of an action, oldest first: (who, outcome, reason)."""
    async with database.transaction() as session:
        rows = await session.execute(
            select(AuditEvent.account_id, AuditEvent.outcome, AuditEvent.reason)
            .where(AuditEvent.action == action)
            .order_by(AuditEvent.id)
        )
        return [(row.account_id, row.outcome, row.reason) for row in rows]


async def told(database: Database) -> int:
    """How many times the families were told that advice changed."""
    async with database.transaction() as session:
        count = await session.scalar(select(func.count()).where(EventRow.type == "advice.changed"))
        return count or 0


async def encounter_row(database: Database, encounter_id: UUID) -> Encounter:
    """The encounter as stored."""
    async with database.transaction() as session:
        return await session.get_one(Encounter, encounter_id)


async def _session_of(database: Database, who: Caller) -> UUID:
    return (await open_session(database, who)).id


def _row(
    everyone: Everyone, session_id: UUID, caller: Caller | None, patient_id: UUID | None, at: datetime, **rest: object
) -> CallRow:
    return CallRow(
        province_code="44",
        facility_id=everyone.station,
        session_id=session_id,
        account_id=caller.account_id if caller else None,
        caller_phone=caller.phone if caller else "+84912000009",
        caller_verified=caller is not None,
        patient_id=patient_id,
        relation="child",
        media="video",
        requested_at=at,
        **rest,
    )
