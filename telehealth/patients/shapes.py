"""What the patients routes take and answer."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from telehealth.endpoint import Shape

Sex = Literal["female", "male", "other", "unknown"]
Relation = Literal[
    "self", "child", "parent", "spouse", "sibling", "grandchild", "grandparent", "neighbour", "health_worker", "other"
]
"""What the person who calls is to the patient: a daughter calling for her mother is `child`."""
PersonName = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f<>]+$")]


class NewPatient(Shape):
    """A family member. Give the birth date, or only the year."""

    name: PersonName
    birth_year: int | None = Field(default=None, ge=1900, le=2100)
    birth_date: date | None = None
    sex: Sex
    commune_name: Annotated[str, StringConstraints(max_length=80)] = ""
    relation: Relation

    @model_validator(mode="after")
    def _birth_known(self) -> "NewPatient":
        if self.birth_date is None and self.birth_year is None:
            raise ValueError("birth_year or birth_date is needed")
        if self.birth_date and self.birth_year and self.birth_date.year != self.birth_year:
            raise ValueError("birth_year and birth_date disagree")
        return self


class PatientEdit(Shape):
    """Fields to change; the rest stays."""

    name: PersonName | None = None
    birth_year: int | None = Field(default=None, ge=1900, le=2100)
    birth_date: date | None = None
    sex: Sex | None = None
    commune_name: Annotated[str, StringConstraints(max_length=80)] | None = None


class PatientView(Shape):
    """A patient as their family sees them."""

    id: UUID
    name: str
    given_name: str  # the last word: Vietnamese are greeted and sorted by it
    birth_year: int
    birth_date: date | None
    sex: Sex
    commune_name: str
    age_months: int  # whole months; from 1 July of the year when only the year is known
    relation: Relation | None  # of the account that asks; None for staff


class PatientList(Shape):
    patients: list[PatientView]


class ConsentGiven(Shape):
    """One tap by the patient or relative while it rings."""

    decision: Literal["given", "refused"] = "given"
    given_by: Relation
    text_version: Annotated[str, StringConstraints(max_length=32)]


class EmergencyConsent(Shape):
    """ "Cấp cứu, chưa lấy được sự đồng ý": recorded by the doctor with a reason; asked again later."""

    reason: Annotated[str, StringConstraints(min_length=3, max_length=500)]


class ConsentView(Shape):
    decision: Literal["given", "refused", "emergency"]
    given_by: str
    text_version: str
    reason: str | None
    at: datetime
