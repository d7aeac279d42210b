"""What the records routes take and answer."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from telehealth.accounts.shapes import PractitionerView
from telehealth.endpoint import Shape
from telehealth.patients.shapes import PatientView, PersonName, Sex
from telehealth.vitals.shapes import VitalView

LongText = Annotated[str, StringConstraints(max_length=8000)]


class NoteEdit(Shape):
    """Autosave. `version` is the version this edit was made on; an older one is a 409 that carries the newer note."""

    version: int = Field(ge=1, lt=2**31)
    subjective: LongText
    objective: LongText
    assessment: LongText
    plan: LongText
    advice: LongText


class StatedPatient(Shape):
    """The person of a telephone encounter, as the clinician asked."""

    name: PersonName
    birth_year: int = Field(ge=1900, le=2100)
    sex: Sex


class SignNote(Shape):
    version: int = Field(ge=1, lt=2**31)


class NewAddendum(Shape):
    body: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    for_family: bool = False


class AddendumView(Shape):
    body: str
    author_name: str
    for_family: bool
    at: datetime


class NoteView(Shape):
    version: int
    subjective: str
    objective: str
    assessment: str
    plan: str
    advice: str
    updated_at: datetime
    signed_at: datetime | None
    signed_by: str | None


class EncounterView(Shape):
    """An encounter as a clinician sees it."""

    id: UUID
    call_id: UUID | None
    patient: PatientView | None
    practitioner: PractitionerView
    licence: str
    scope: str
    facility_name: str
    channel: Literal["video", "audio", "phone"]
    who_speaks: str
    started_at: datetime
    ended_at: datetime | None
    status: Literal["in-progress", "finished"]
    note: NoteView
    addenda: list[AddendumView]
    may_write: bool
    vitals: list[VitalView]  # of its call, newest first


class EncounterLine(Shape):
    id: UUID
    patient_name: str | None
    started_at: datetime
    ended_at: datetime | None
    signed: bool


class EncounterList(Shape):
    """Open loops: my unsigned notes first, then my recent ones."""

    unsigned: list[EncounterLine]
    recent: list[EncounterLine]


class AdviceView(Shape):
    """ "Bác sĩ dặn": what the family reads. Never SOAP."""

    encounter_id: UUID
    patient_name: str | None
    practitioner: PractitionerView
    started_at: datetime
    ended_at: datetime | None
    advice: str
    signed: bool  # false: show "chưa ký"
    signed_at: datetime | None
    addenda: list[AddendumView]  # only those for the family


class AdviceList(Shape):
    advice: list[AdviceView]


class AuditLine(Shape):
    id: int
    at: datetime
    account_id: UUID | None
    action: str
    entity: str
    entity_id: UUID | None
    outcome: Literal["allowed", "refused"]
    reason: str
    sealed: bool


class AuditPage(Shape):
    events: list[AuditLine]
    next_before: int | None
