"""Tables of duty: who can be rung now, and who waits to be called back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from telehealth.accounts.models import NEW_ID
from telehealth.db import Base


class Duty(Base):
    """One stretch of duty of one practitioner.

    `engaged_call` is the call that rings or is held by this practitioner. It stands on this row, and not in a
    sub-query over rings, so that a claim which waited for the row's lock re-checks it (READ COMMITTED re-evaluates
    only the locked row).
    """

    __tablename__ = "duty"
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioner.id"))
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    province_code: Mapped[str]
    started_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]
    last_rung_at: Mapped[datetime | None]
    engaged_call: Mapped[UUID | None] = mapped_column(ForeignKey("call.id", use_alter=True))
    __table_args__ = (
        Index("uq_duty_live", "practitioner_id", unique=True, postgresql_where=text("ended_at IS NULL")),
        Index(
            "ix_duty_claim",
            "province_code",
            "last_rung_at",
            "started_at",
            postgresql_where=text("ended_at IS NULL"),
        ),
    )


class Callback(Base):
    """A promise to call somebody back, open until someone deals with it (a FHIR Task)."""

    __tablename__ = "callback"
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    province_code: Mapped[str]
    phone: Mapped[str]  # E.164
    phone_verified: Mapped[bool] = mapped_column(server_default=text("false"))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    patient_id: Mapped[UUID | None] = mapped_column(ForeignKey("patient.id"))
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("call.id"))  # the call that went unanswered
    name: Mapped[str] = mapped_column(server_default="")
    reason: Mapped[str] = mapped_column(server_default="")
    source: Mapped[str]  # request | unanswered | dropped
    state: Mapped[str] = mapped_column(server_default="open")  # open | claimed | done | cancelled
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    claimed_by: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    claimed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    outcome: Mapped[str | None]  # telephone | new_call | withdrawn
    encounter_id: Mapped[UUID | None] = mapped_column(ForeignKey("encounter.id"))
    __table_args__ = (
        CheckConstraint("state IN ('open', 'claimed', 'done', 'cancelled')", name="state"),
        Index("uq_callback_call", "call_id", unique=True, postgresql_where=text("call_id IS NOT NULL")),
        Index("ix_callback_open", "province_code", "created_at", postgresql_where=text("state IN ('open', 'claimed')")),
    )
