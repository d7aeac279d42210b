"""The table of what was answered while a call rang."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from telehealth.db import Base


class TriageAnswer(Base):
    """One answer to one card. Insert-only: the newest counts, and what was said before stays readable."""

    __tablename__ = "triage_answer"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"))
    question_id: Mapped[str]  # triage/red_flags.json; "complaint" for the complaint
    set_version: Mapped[str]  # of the set the question was read from
    answer: Mapped[str]  # yes | no | unknown | skipped | a figure | 160/110 | HH:MM
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    __table_args__ = (
        CheckConstraint("char_length(question_id) <= 64 AND char_length(answer) <= 24", name="short"),
        Index("ix_triage_answer_call", "call_id", "id"),
    )
