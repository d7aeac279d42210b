"""Tables of the people cared for."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column, validates

from telehealth.accounts.models import NEW_ID
from telehealth.db import Base
from telehealth.patients.rules import commune_key


class Patient(Base):
    """A person who receives care. A birth date may be known only by its year."""

    __tablename__ = "patient"
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    name: Mapped[str]  # family-middle-given
    name_key: Mapped[str] = mapped_column(index=True)  # rules.search_key(name)
    birth_year: Mapped[int]
    birth_date: Mapped[date | None]
    sex: Mapped[str]
    commune_name: Mapped[str] = mapped_column(server_default="")
    commune_key: Mapped[str] = mapped_column(server_default="")  # rules.commune_key(commune_name), kept by _commune
    family_phone: Mapped[str | None]  # E.164: whom a health worker may telephone; gives nobody access to the record
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    __table_args__ = (
        CheckConstraint("sex IN ('female', 'male', 'other', 'unknown')", name="sex"),
        CheckConstraint("birth_date IS NULL OR extract(year FROM birth_date) = birth_year", name="birth_agrees"),
        Index("ix_patient_commune", "commune_key", "name_key"),
    )

    @validates("commune_name")
    def _commune(self, _: str, name: str) -> str:
        self.commune_key = commune_key(name)
        return name


class RelatedPerson(Base):
    """An account that acts for a patient, and how they are related (self, child, parent, ...)."""

    __tablename__ = "related_person"
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    relation: Mapped[
        str
    ]  # what the account is to the patient: self|child|parent|spouse|sibling|grandchild|grandparent|neighbour|other
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())
    removed_at: Mapped[datetime | None]
    __table_args__ = (
        Index(
            "uq_related_person_live",
            "account_id",
            "patient_id",
            unique=True,
            postgresql_where=text("removed_at IS NULL"),
        ),
    )


class Consent(Base):
    """Explicit, purpose-bound consent, or why it could not be asked (Law 91/2025, letter 7946)."""

    __tablename__ = "consent"
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"), index=True)
    patient_id: Mapped[UUID | None] = mapped_column(ForeignKey("patient.id"))
    purpose: Mapped[str] = mapped_column(server_default="remote_care")
    decision: Mapped[str]  # given | refused | emergency
    given_by: Mapped[str]  # relation of the person to the patient, e.g. self, child
    given_by_account: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    text_version: Mapped[str]
    reason: Mapped[str | None]  # the doctor's, when decision = emergency
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    __table_args__ = (CheckConstraint("decision IN ('given', 'refused', 'emergency')", name="decision"),)
