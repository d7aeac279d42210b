"""Encounters: one for every call that was answered, and one for every telephone call that reached somebody.

The calls domain opens, hands over and finishes them; what is written in them is in notes.py, who reads them in reading.py.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.dialects.postgresql import insert

from telehealth import events
from telehealth.accounts.models import Practitioner
from telehealth.db import Session
from telehealth.errors import Conflict, NotFound
from telehealth.events import AdviceChanged
from telehealth.records.models import Encounter, Note

SUMMARY_LENGTH = 140


@dataclass(frozen=True)
class Visit:
    """One line of history on the ringing card (calls.shapes.PastVisit)."""

    encounter_id: UUID
    started_at: datetime
    practitioner_name: str
    summary: str  # the assessment's first 140 characters; empty when unsigned


async def open_draft(
    session: Session,
    *,
    call_id: UUID | None,
    patient_id: UUID | None,
    practitioner_id: UUID,
    facility_id: UUID,
    channel: str,
    who_speaks: str,
    caller_account: UUID | None,
    started_at: datetime,
) -> UUID:
    """Open the encounter of a call, or find it: there is one to a call. Returns its id.

    While it is unsigned it follows a new holder; a signed one stays with who signed it. Without a call (a telephone call, told
    of afterwards) the encounter is finished as soon as it is opened, so what the doctor saves reaches the family.
    """
    licence, scope = await _licence(session, practitioner_id)
    values = {
        "call_id": call_id,
        "patient_id": patient_id,
        "practitioner_id": practitioner_id,
        "facility_id": facility_id,
        "licence": licence,
        "scope": scope,
        "channel": channel,
        "who_speaks": who_speaks,
        "caller_account": caller_account,
        "started_at": started_at,
        "status": "in-progress" if call_id else "finished",
        "ended_at": None if call_id else func.greatest(func.now(), started_at),
    }
    opened = insert(Encounter).values(values).on_conflict_do_nothing(index_elements=["call_id"])
    encounter_id: UUID | None = await session.scalar(opened.returning(Encounter.id))
    if encounter_id is not None:
        await session.execute(insert(Note).values(encounter_id=encounter_id))
        return encounter_id
    assert call_id is not None
    return await _hand_over(session, call_id, practitioner_id, facility_id, licence, scope)


async def finish(session: Session, call_id: UUID, ended_at: datetime) -> None:
    """The call is over: from now on the family reads the advice. Again, or without an encounter: nothing happens."""
    ending = (
        update(Encounter)
        .where(Encounter.call_id == call_id, Encounter.status == "in-progress")
        .values(status="finished", ended_at=ended_at)
        .returning(Encounter.id, Encounter.patient_id)
    )
    ended = (await session.execute(ending)).one_or_none()
    if ended is not None:
        await events.record(session, AdviceChanged(ended.id, ended.patient_id))


async def set_patient(session: Session, call_id: UUID, patient_id: UUID | None) -> None:
    """Correct who the encounter is about. Conflict 'signed' once the note is signed; nothing without an encounter.

    Both families learn of it: the one that may read it now, and the one that no longer may.
    """
    found = await locked(session, Encounter.call_id == call_id)
    if found is None:
        return
    encounter, note = found
    if note.signed_at is not None:
        raise Conflict("signed", "The note is signed; who the patient is can no longer be changed.")
    before, encounter.patient_id = encounter.patient_id, patient_id
    await session.flush()
    if encounter.status == "finished" and before != patient_id:
        for about in (before, patient_id):
            await events.record(session, AdviceChanged(encounter.id, about))


async def encounter_of_call(session: Session, call_id: UUID) -> UUID | None:
    """The encounter that a call opened, if it was answered."""
    return await session.scalar(select(Encounter.id).where(Encounter.call_id == call_id))


async def locked(session: Session, which: ColumnElement[bool]) -> tuple[Encounter, Note] | None:
    """An encounter and its note as they are now, locked against signing, hand-over and correction until the commit."""
    found = await session.execute(
        select(Encounter, Note)
        .join(Note, Note.encounter_id == Encounter.id)
        .where(which)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row = found.one_or_none()
    return (row[0], row[1]) if row else None


async def past_visits(session: Session, patient_id: UUID, limit: int = 3) -> list[Visit]:
    """The patient's last finished visits, newest first; an unsigned note gives no summary.

    The caller answers for the right to see them: reading.open_history decides and audits it.
    """
    rows = await session.execute(
        select(Encounter.id, Encounter.started_at, Practitioner.name, Note.assessment, Note.signed_at)
        .join(Note, Note.encounter_id == Encounter.id)
        .join(Practitioner, Practitioner.id == Encounter.practitioner_id)
        .where(Encounter.patient_id == patient_id, Encounter.status == "finished")
        .order_by(Encounter.started_at.desc(), Encounter.id.desc())
        .limit(limit)
    )
    return [
        Visit(row.id, row.started_at, row.name, row.assessment[:SUMMARY_LENGTH] if row.signed_at else "")
        for row in rows
    ]


async def _licence(session: Session, practitioner_id: UUID) -> tuple[str, str]:
    row = await session.execute(
        select(Practitioner.licence_number, Practitioner.licence_scope).where(Practitioner.id == practitioner_id)
    )
    found = row.one_or_none()
    if found is None:
        raise NotFound()
    return found.licence_number, found.licence_scope


async def _hand_over(
    session: Session, call_id: UUID, practitioner_id: UUID, facility_id: UUID, licence: str, scope: str
) -> UUID:
    found = await locked(session, Encounter.call_id == call_id)
    assert found is not None
    encounter, note = found
    if note.signed_at is None:
        encounter.practitioner_id, encounter.facility_id = practitioner_id, facility_id
        encounter.licence, encounter.scope = licence, scope
        await session.flush()
    return encounter.id
