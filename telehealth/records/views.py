"""From rows to the shapes that are answered."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from telehealth import clock
from telehealth.accounts import directory
from telehealth.accounts.models import Practitioner
from telehealth.db import Session
from telehealth.patients import service as patients
from telehealth.patients.models import Patient
from telehealth.patients.rules import age_span, local_date
from telehealth.patients.shapes import PatientView
from telehealth.records.models import Addendum, Encounter, Note
from telehealth.records.shapes import AddendumView, AdviceView, EncounterView, NoteView
from telehealth.vitals import service as vitals
from telehealth.vitals.shapes import VitalView


async def note_view(session: Session, note: Note) -> NoteView:
    """The whole note, for clinicians."""
    signer = None
    if note.signed_by is not None:
        signer = await session.scalar(select(Practitioner.name).where(Practitioner.id == note.signed_by))
    return NoteView(
        version=note.version,
        subjective=note.subjective,
        objective=note.objective,
        assessment=note.assessment,
        plan=note.plan,
        advice=note.advice,
        updated_at=note.updated_at,
        signed_at=note.signed_at,
        signed_by=signer,
    )


async def encounter_view(session: Session, encounter: Encounter, note: Note, *, may_write: bool) -> EncounterView:
    """An encounter as a clinician sees it."""
    about = encounter.patient_id
    patient = await patients.view(session, about) if about else None
    return EncounterView.model_validate(
        {
            "id": encounter.id,
            "call_id": encounter.call_id,
            "patient": patient,
            "practitioner": await directory.practitioner_view(session, encounter.practitioner_id),
            "licence": encounter.licence,
            "scope": encounter.scope,
            "facility_name": (await directory.facility(session, encounter.facility_id)).name,
            "channel": encounter.channel,
            "who_speaks": encounter.who_speaks,
            "started_at": encounter.started_at,
            "ended_at": encounter.ended_at,
            "status": encounter.status,
            "note": await note_view(session, note),
            "addenda": (await addenda(session, [encounter.id]))[encounter.id],
            "may_write": may_write,
            "vitals": await vitals_of(session, encounter.call_id, patient) if encounter.call_id else [],
        }
    )


async def vitals_of(session: Session, call_id: UUID, patient: PatientView | None) -> list[VitalView]:
    """The vital signs of a call, newest first; a child's fast breathing is marked where the patient is known."""
    ages = age_span(patient.birth_year, patient.birth_date, local_date(clock.now())) if patient else None
    return await vitals.of_call(session, call_id, ages)


async def addenda(
    session: Session, encounters: Sequence[UUID], *, for_family: bool = False
) -> dict[UUID, list[AddendumView]]:
    """The addenda of each encounter, oldest first; with for_family only those meant for the family."""
    rows = (
        select(Addendum, Practitioner.name)
        .join(Practitioner, Practitioner.id == Addendum.author_id)
        .where(Addendum.encounter_id.in_(encounters))
        .order_by(Addendum.at, Addendum.id)
    )
    if for_family:
        rows = rows.where(Addendum.for_family)
    found: dict[UUID, list[AddendumView]] = defaultdict(list)
    for addendum, author in (await session.execute(rows)).all():
        found[addendum.encounter_id].append(addendum_view(addendum, author))
    return found


def addendum_view(addendum: Addendum, author: str) -> AddendumView:
    """One addendum."""
    return AddendumView(body=addendum.body, author_name=author, for_family=addendum.for_family, at=addendum.at)


async def advice_views(session: Session, rows: Sequence[tuple[Encounter, Note]]) -> list[AdviceView]:
    """What the family reads of these encounters, in their order: the advice, never SOAP."""
    ids = [encounter.id for encounter, _ in rows]
    doctors = await directory.practitioner_views(session, [encounter.practitioner_id for encounter, _ in rows])
    about = {encounter.patient_id for encounter, _ in rows if encounter.patient_id}
    named = await session.execute(select(Patient.id, Patient.name).where(Patient.id.in_(about)))
    names = {row.id: row.name for row in named}
    added = await addenda(session, ids, for_family=True)
    return [
        AdviceView(
            encounter_id=encounter.id,
            patient_name=names.get(encounter.patient_id) if encounter.patient_id else None,
            practitioner=doctors[encounter.practitioner_id],
            started_at=encounter.started_at,
            ended_at=encounter.ended_at,
            advice=note.advice,
            signed=note.signed_at is not None,
            signed_at=note.signed_at,
            addenda=added[encounter.id],
        )
        for encounter, note in rows
    ]
