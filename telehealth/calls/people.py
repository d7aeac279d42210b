"""Who the patient of a call is: said by the caller, confirmed or corrected by the doctor until signing."""

from uuid import UUID

from sqlalchemy import func, select, update

from telehealth import audit, events
from telehealth.accounts.permissions import Principal
from telehealth.calls.callers import HEALTH_WORKER, may_call_for, rings_for_others
from telehealth.calls.models import CallRing, CallRow
from telehealth.calls.shapes import PatientChoice, WhoIsThePatient
from telehealth.db import Session
from telehealth.errors import Conflict, Invalid, NotFound
from telehealth.patients import service as patients
from telehealth.patients.shapes import NewPatient
from telehealth.records import service as records


async def say_reason(session: Session, row: CallRow, reason: str) -> None:
    """Keep the chief complaint; the doctor's card shows it at once."""
    must_be_live(row)
    row.reason = reason
    await session.flush()
    await tell(session, row)


async def choose_patient(session: Session, who: Principal, row: CallRow, choice: PatientChoice) -> None:
    """The caller says for whom, before the doctor has confirmed it."""
    must_be_live(row)
    if row.patient_confirmed_at is not None:
        raise Conflict("confirmed", "The doctor has already confirmed who the patient is.")
    if choice.patient_id is not None and not await may_call_for(session, who, choice.patient_id):
        raise NotFound("not-found", "No such patient.")
    row.patient_id = choice.patient_id
    row.relation = HEALTH_WORKER if rings_for_others(who) else choice.relation
    await session.flush()
    if await records.encounter_of_call(session, row.id):
        await records.set_patient(session, row.id, choice.patient_id)
    await tell(session, row)


async def correct_patient(session: Session, who: Principal, row: CallRow, said: WhoIsThePatient) -> None:
    """The doctor confirms or corrects who the patient is; refused once the note is signed. Audited.

    Choosing somebody else keeps to the caller's own family; stating a person makes a new record that the caller's
    account does not see by itself, or corrects the present one.
    """
    before = row.patient_id
    if said.patient_id is not None:
        await _choose(session, row, said)
    elif row.patient_id is not None and said.name is None:
        raise Invalid("invalid", "Name the patient, or choose one of the family.", field="name")
    else:
        await _state(session, who, row, said)
    if await records.encounter_of_call(session, row.id):
        await records.set_patient(session, row.id, row.patient_id)
    await session.execute(
        update(CallRow)
        .where(CallRow.id == row.id)
        .values(patient_confirmed_at=func.clock_timestamp(), patient_id=row.patient_id)
        .execution_options(synchronize_session=False)
    )
    await audit.write(
        session,
        "patient.confirm" if before == row.patient_id else "patient.correct",
        "call",
        entity_id=row.id,
        account_id=who.account_id,
        session_id=who.session_id,
        patient_id=row.patient_id,
        detail={"before": str(before) if before else None},
    )
    await tell(session, row)


async def _choose(session: Session, row: CallRow, said: WhoIsThePatient) -> None:
    family = await patients.family_of_caller(session, row.account_id, row.session_id) if row.account_id else []
    if said.patient_id != row.patient_id and said.patient_id not in {one.id for one in family}:
        raise NotFound("not-found", "This person is not of the caller's family.")
    row.patient_id = said.patient_id


async def _state(session: Session, who: Principal, row: CallRow, said: WhoIsThePatient) -> None:
    if said.name is None or said.birth_year is None or said.sex is None:
        raise Invalid("invalid", "Name, birth year and sex are needed.", field="name")
    if row.patient_id is not None and not said.new_person:
        await patients.correct(session, who, row.patient_id, name=said.name, birth_year=said.birth_year, sex=said.sex)
        return
    person = NewPatient(name=said.name, birth_year=said.birth_year, sex=said.sex, relation="other")
    row.patient_id = (await patients.create(session, None, person)).id


def must_be_live(row: CallRow) -> None:
    """Conflict('call-ended') once the call has ended."""
    if row.state == "ended":
        raise Conflict("call-ended", "This call has ended.")


async def tell(session: Session, row: CallRow) -> None:
    """Something about this call that is no transition has changed: everyone in it looks again."""
    concerned = await _concerned(session, row)
    await events.record(session, events.CallChanged(row.id, row.version, row.state, concerned))


async def _concerned(session: Session, row: CallRow) -> tuple[UUID, ...]:
    rung = await session.scalars(
        select(CallRing.practitioner_id).where(CallRing.call_id == row.id, CallRing.outcome == "ringing")
    )
    return tuple({*rung, *([row.holder_id] if row.holder_id else [])})
