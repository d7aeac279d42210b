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


class CommuneSearch(Shape):
    """Beginnings of words of a name, with or without marks; the birth year within two years, where it is known."""

    name: PersonName
    birth_year: int | None = Field(default=None, ge=1900, le=2100)


class CommuneFound(Shape):
    """At most 20 people of the health worker's commune. more: there are others; say more of the name, or the year."""

    patients: list[PatientView]
    more: bool


class CommunePatient(Shape):
    """An identity as the health worker of its commune opens it."""

    patient: PatientView
    family_phone: str | None


class NewCommunePatient(Shape):
    """Somebody of the commune who has no record yet. new_person: none of those shown before is this person."""

    name: PersonName
    birth_year: int = Field(ge=1900, le=2100)
    sex: Sex
    family_phone: Annotated[str, StringConstraints(max_length=24)] | None = None
    facility_id: UUID | None = None  # where the health worker has the role at several stations
    new_person: bool = False

    def described(self, commune_name: str) -> NewPatient:
        """The same as any new patient is described; a health worker is no relative."""
        return NewPatient(
            name=self.name,
            birth_year=self.birth_year,
            sex=self.sex,
            commune_name=commune_name,
            relation="health_worker",
        )


class CommuneAdded(Shape):
    """The new record; or nothing yet, and who may be the same person."""

    added: CommunePatient | None
    alike: list[PatientView]
