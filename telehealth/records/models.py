"""Tables of the record: what was found, advised and signed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from telehealth.accounts.models import NEW_ID
from telehealth.db import Base


class Encounter(Base):
    """One remote consultation (FHIR class VR). Licence and scope are copied, so that they stay as they were."""

    __tablename__ = "encounter"
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("call.id"), unique=True)
    patient_id: Mapped[UUID | None] = mapped_column(ForeignKey("patient.id"))
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioner.id"))
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    licence: Mapped[str]
    scope: Mapped[str]
    channel: Mapped[str]  # video | audio | phone
    who_speaks: Mapped[str]  # relation of the caller to the patient
    caller_account: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    status: Mapped[str]  # in-progress | finished
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    __table_args__ = (
        CheckConstraint("status IN ('in-progress', 'finished')", name="status"),
        CheckConstraint("channel IN ('video', 'audio', 'phone')", name="channel"),
        Index("ix_encounter_patient", "patient_id", "started_at"),
        Index("ix_encounter_practitioner", "practitioner_id", "started_at"),
    )


class Note(Base):
    """The SOAP note of an encounter and, apart from it, the plain words for the family ("Bác sĩ dặn").

    Signed notes are never overwritten: a trigger refuses it, and they only gain addenda.
    """

    __tablename__ = "note"
    encounter_id: Mapped[UUID] = mapped_column(ForeignKey("encounter.id"), primary_key=True)
    version: Mapped[int] = mapped_column(server_default="1")
    subjective: Mapped[str] = mapped_column(server_default="")
    objective: Mapped[str] = mapped_column(server_default="")
    assessment: Mapped[str] = mapped_column(server_default="")
    plan: Mapped[str] = mapped_column(server_default="")
    advice: Mapped[str] = mapped_column(server_default="")
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    content_sha256: Mapped[str | None]
    __table_args__ = (CheckConstraint("(signed_at IS NULL) = (signed_by IS NULL)", name="signed_by_someone"),)


class Addendum(Base):
    """Words added to a signed note. `for_family` ones are shown under "Bác sĩ dặn"."""

    __tablename__ = "addendum"
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    encounter_id: Mapped[UUID] = mapped_column(ForeignKey("encounter.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("practitioner.id"))
    body: Mapped[str]
    for_family: Mapped[bool] = mapped_column(server_default=text("false"))
    at: Mapped[datetime] = mapped_column(server_default=func.now())
