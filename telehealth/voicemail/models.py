"""The table of left messages. The bytes are a blob of storage."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from telehealth.db import Base


class LeftMessage(Base):
    """A voice or video message of one caller about one call. The id is made by the client, so a repeat makes no second.

    uploaded_at null: still on its way. dropped_at: given up by the caller, or tidied away; its blob is shredded.
    """

    __tablename__ = "left_message"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"))
    callback_id: Mapped[UUID | None] = mapped_column(ForeignKey("callback.id"))
    blob_id: Mapped[UUID] = mapped_column(ForeignKey("blob.id"), unique=True)
    kind: Mapped[str]  # voice | video
    media_type: Mapped[str]  # e.g. audio/webm
    seconds: Mapped[int]
    size: Mapped[int]  # bytes
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    uploaded_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]
    heard_at: Mapped[datetime | None]
    heard_by: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    __table_args__ = (
        CheckConstraint("kind IN ('voice', 'video')", name="kind"),
        CheckConstraint("uploaded_at IS NULL OR dropped_at IS NULL", name="kept_or_dropped"),
        CheckConstraint("(heard_at IS NULL) = (heard_by IS NULL)", name="heard_by_somebody"),
        Index(
            "uq_left_message_upload",
            "call_id",
            unique=True,
            postgresql_where=text("uploaded_at IS NULL AND dropped_at IS NULL"),
        ),
        Index("ix_left_message_call", "call_id"),
        Index("ix_left_message_callback", "callback_id", postgresql_where=text("callback_id IS NOT NULL")),
    )
