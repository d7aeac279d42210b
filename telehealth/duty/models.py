"""Tables of duty: who can be rung now, and who waits to be called back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, func, text
from sqlalchemy.dialects.postgresql import JSONB
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
    standby: Mapped[bool] = mapped_column(server_default=text("false"))  # rung by the rung "everyone" only
    leaving_at: Mapped[datetime | None]  # "nghỉ sau 15 phút": no new calls from the tap on
    busy_until: Mapped[datetime | None]  # writes the note; only an emergency rings
    missed_in_row: Mapped[int] = mapped_column(server_default="0")
    confirmed_sound_at: Mapped[datetime | None]  # the test alarm was heard, and said so by a tap
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


class DoctorDevice(Base):
    """One open page of a doctor, as it says of itself; pages of one sign-in are one device to the doctor's eye.

    `can_sound`: a tap has allowed the bell. `confirmed_at`: the test alarm was heard here.
    """

    __tablename__ = "doctor_device"
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    device: Mapped[str] = mapped_column(primary_key=True)  # the browser tab
    session_id: Mapped[UUID] = mapped_column(ForeignKey("login_session.id"))
    name: Mapped[str]  # made from the user agent
    can_sound: Mapped[bool] = mapped_column(server_default=text("false"))
    confirmed_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime] = mapped_column(server_default=func.now())


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
    priority: Mapped[int] = mapped_column(SmallInteger, server_default="2")  # as of calls: 3 emergency, 2, 1
    self_harm: Mapped[bool] = mapped_column(server_default=text("false"))
    due_at: Mapped[datetime | None]
    owner_account: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))  # answers for it
    deputy_account: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    deputy_at: Mapped[datetime | None]  # from then on the deputy is alerted too
    remind_every: Mapped[int] = mapped_column(server_default="120")  # seconds
    alert_at: Mapped[datetime | None]  # the next reminder, or the lapse of a claim: what the timers look at
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    for_practitioner: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))  # who was speaking
    offered_to: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))  # handover, waiting for a yes
    attempts: Mapped[int] = mapped_column(server_default="0")  # tries that reached nobody
    claimed_by: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    claimed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    outcome: Mapped[str | None]  # telephone | new_call | withdrawn
    encounter_id: Mapped[UUID | None] = mapped_column(ForeignKey("encounter.id"))
    __table_args__ = (
        CheckConstraint("state IN ('open', 'claimed', 'done', 'cancelled')", name="state"),
        Index("uq_callback_call", "call_id", unique=True, postgresql_where=text("call_id IS NOT NULL")),
        Index("ix_callback_alert", "alert_at", postgresql_where=text("state IN ('open', 'claimed')")),
        Index("ix_callback_open", "province_code", "created_at", postgresql_where=text("state IN ('open', 'claimed')")),
    )


class LadderRow(Base):
    """The ladder of one service of a province; every edit is a new version, and the newest counts."""

    __tablename__ = "ladder"
    province_code: Mapped[str] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(primary_key=True)  # e.g. night-duty
    version: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)  # ladder.Ladder
    written_at: Mapped[datetime] = mapped_column(server_default=func.now())
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))


class FacilityNeighbour(Base):
    """Whose doctors are rung when the station's own do not answer."""

    __tablename__ = "facility_neighbour"
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), primary_key=True)
    neighbour_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), primary_key=True)
    __table_args__ = (CheckConstraint("facility_id <> neighbour_id", name="two_places"),)
