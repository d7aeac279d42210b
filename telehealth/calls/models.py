"""Tables of the call. Its rules are in states.py."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Float,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from telehealth.accounts.models import NEW_ID
from telehealth.db import Base


class CallRow(Base):
    """One call, from the tap to its end. `version` is the guard of every change; `deadline` is the next moment at
    which a timer must look (the least of the machine's deadlines), null when none is pending."""

    __tablename__ = "call"
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    version: Mapped[int] = mapped_column(server_default="0")
    state: Mapped[str]
    end_reason: Mapped[str | None]
    deadline: Mapped[datetime | None]
    next_ring_at: Mapped[datetime | None]  # when the next practitioner is rung
    ladder: Mapped[dict[str, Any] | None] = mapped_column(JSONB)  # this call's own copy; null: the default
    rung: Mapped[int] = mapped_column(server_default="0")  # of the ladder, from 0
    round: Mapped[int] = mapped_column(server_default="0")  # through the rung, from 0
    rung_ends_at: Mapped[datetime | None]  # when the next rung starts
    turn: Mapped[int] = mapped_column(server_default="0")  # rings numbered above it are of this round
    priority: Mapped[int] = mapped_column(SmallInteger, server_default="2")  # states.Priority
    red_flag: Mapped[bool] = mapped_column(server_default=text("false"))
    self_harm: Mapped[bool] = mapped_column(server_default=text("false"))
    dialled_115_at: Mapped[datetime | None]
    answered_115: Mapped[bool | None]
    place: Mapped[float | None] = mapped_column(Float)  # in the queue, at the tap (duty.waiting)
    callback_at: Mapped[datetime | None]
    callback: Mapped[bool] = mapped_column(server_default=text("false"))  # it is also a call-back
    gives_up_at: Mapped[datetime | None]
    caller_lost_at: Mapped[datetime | None]
    holder_lost_at: Mapped[datetime | None]
    on_hold_since: Mapped[datetime | None]
    offered_to: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))  # handover, waiting for a yes
    offered_until: Mapped[datetime | None]
    outgoing: Mapped[bool] = mapped_column(server_default=text("false"))  # opened by a practitioner to call back

    province_code: Mapped[str]
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("login_session.id"))  # the caller's; null: outgoing
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))  # the caller's; null for a guest
    caller_phone: Mapped[str]
    caller_verified: Mapped[bool]
    patient_id: Mapped[UUID | None] = mapped_column(ForeignKey("patient.id"))
    relation: Mapped[str]  # what the caller is to the patient
    reason: Mapped[str] = mapped_column(server_default="")
    media: Mapped[str]  # video | audio
    place_province: Mapped[str | None]  # where the patient is now: the province's code
    place_commune: Mapped[str | None]  # its name, as facilities have theirs
    place_note: Mapped[str] = mapped_column(server_default="")
    place_said_at: Mapped[datetime | None]  # null: what the record suggests, nobody has been asked
    patient_confirmed_at: Mapped[datetime | None]

    holder_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    holder_device: Mapped[str | None]  # the browser tab that accepted
    requested_at: Mapped[datetime] = mapped_column(server_default=func.now())
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'ringing', 'connected', 'on_hold', 'ended')", name="state"),
        CheckConstraint("media IN ('video', 'audio')", name="media"),
        CheckConstraint("(state = 'ended') = (end_reason IS NOT NULL)", name="ended_has_reason"),
        CheckConstraint("state NOT IN ('connected', 'on_hold') OR holder_id IS NOT NULL", name="connected_has_holder"),
        Index("uq_call_holder_busy", "holder_id", unique=True, postgresql_where=text("state = 'connected'")),
        Index("uq_call_live_account", "account_id", unique=True, postgresql_where=text("state <> 'ended'")),
        Index("uq_call_live_session", "session_id", unique=True, postgresql_where=text("state <> 'ended'")),
        Index("ix_call_deadline", "deadline", postgresql_where=text("state <> 'ended'")),
        CheckConstraint("priority IN (1, 2, 3)", name="priority"),
        CheckConstraint("(state = 'on_hold') = (on_hold_since IS NOT NULL)", name="on_hold_since"),
        Index("ix_call_queue", "province_code", "requested_at", postgresql_where=text("state <> 'ended'")),
        Index("ix_call_tonight", "province_code", "requested_at", postgresql_where=text("place IS NOT NULL")),
        Index("ix_call_on_hold", "holder_id", postgresql_where=text("state = 'on_hold'")),
    )


class CallRing(Base):
    """One attempt to reach one practitioner."""

    __tablename__ = "call_ring"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"))
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioner.id"))
    number: Mapped[int]  # 1, 2, … within the call
    rung_at: Mapped[datetime]
    until: Mapped[datetime]
    outcome: Mapped[str]  # ringing | accepted | declined | missed | taken | cancelled
    ended_at: Mapped[datetime | None]
    reason: Mapped[str | None]  # the practitioner's, when declined
    rung: Mapped[int] = mapped_column(server_default="0")  # of the ladder
    knock: Mapped[bool] = mapped_column(server_default=text("false"))  # an emergency at a busy doctor's door
    __table_args__ = (
        UniqueConstraint("call_id", "number", name="uq_call_ring_number"),
        Index("ix_call_ring_live", "practitioner_id", postgresql_where=text("outcome = 'ringing'")),
    )


class CallTransition(Base):
    """Every change of a call, one row each; (call, version) is unique, so two writers cannot both be next."""

    __tablename__ = "call_transition"
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[str]
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    actor: Mapped[str]  # caller | holder | practitioner | timer | duty
    actor_account: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))


class CallParticipant(Base):
    """Who has been in a call, and as what. The holder is the clinician responsible."""

    __tablename__ = "call_participant"
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"))
    part: Mapped[str]  # caller | holder | participant
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    practitioner_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    joined_at: Mapped[datetime] = mapped_column(server_default=func.now())
    left_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("part IN ('caller', 'holder', 'participant')", name="part"),
        Index(
            "uq_call_participant_holder",
            "call_id",
            unique=True,
            postgresql_where=text("part = 'holder' AND left_at IS NULL"),
        ),
        Index("ix_call_participant_call", "call_id"),
    )


class ChatMessage(Base):
    """A message typed in a call. The id is made by the client, so a repeat is stored once."""

    __tablename__ = "chat_message"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"))
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    author: Mapped[str]  # caller | holder
    author_account: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    body: Mapped[str]
    sent_at: Mapped[datetime] = mapped_column(server_default=func.now())
    __table_args__ = (Index("ix_chat_message_call", "call_id", "number"),)


class IdempotencyKey(Base):
    """The stored answer to a POST: a repeat with the same key gets the same answer."""

    __tablename__ = "idempotency_key"
    session_id: Mapped[UUID] = mapped_column(ForeignKey("login_session.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[str]
    answer: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)
