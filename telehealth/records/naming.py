"""Who a telephone encounter is about: stated by the clinician, once, before signing.

In a call the caller says it and the doctor confirms (calls/people.py); behind a telephone call-back from a stranger
there is nobody until the doctor has asked.
"""

from uuid import UUID

from telehealth.accounts.permissions import Principal
from telehealth.audit import Judged
from telehealth.db import Session
from telehealth.errors import Conflict, NotFound
from telehealth.patients import service as patients
from telehealth.patients.shapes import NewPatient
from telehealth.records.judgement import judge, log
from telehealth.records.models import Encounter
from telehealth.records.reading import open_encounter
from telehealth.records.service import locked
from telehealth.records.shapes import EncounterView, StatedPatient


async def name_patient(
    session: Session, who: Principal, encounter_id: UUID, said: StatedPatient
) -> Judged[EncounterView]:
    """Open a patient record for a telephone encounter about nobody yet. Audited.

    Conflict 'of-a-call' (the call says who it is), 'named' (somebody is), 'signed'.
    """
    found = await locked(session, Encounter.id == encounter_id)
    if found is None:
        raise NotFound()
    encounter, note = found
    decision = await judge(session, who, encounter, "note", "write")
    await log(session, who, decision, "patient.state", encounter=encounter)
    if not decision.allowed:
        return Judged(refusal=decision.refusal)
    if encounter.call_id is not None:
        return Judged(refusal=Conflict("of-a-call", "Say who the patient is in the call itself."))
    if encounter.patient_id is not None:
        return Judged(refusal=Conflict("named", "This encounter is already about somebody."))
    if note.signed_at is not None:
        return Judged(refusal=Conflict("signed", "The note is signed; who the patient is can no longer be changed."))
    person = NewPatient(name=said.name, birth_year=said.birth_year, sex=said.sex, relation="other")
    encounter.patient_id = (await patients.create(session, None, person, by=who)).id
    await session.flush()
    return await open_encounter(session, who, encounter_id)
