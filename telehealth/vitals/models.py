"""The table of vital signs told or measured in a call. Rows are only ever added; a newer one of the same measure counts."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Numeric, func
from sqlalchemy.orm import Mapped, mapped_column

from telehealth.db import Base


class CallVital(Base):
    """One value (a FHIR Observation)."""

    __tablename__ = "call_vital"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"))
    code: Mapped[str]  # LOINC
    value: Mapped[Decimal] = mapped_column(Numeric(7, 2))  # in `unit`
    unit: Mapped[str]  # UCUM
    typed: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))  # as typed, where it was the confirmed short form
    source: Mapped[str]  # reported | measured | device
    part: Mapped[str]  # family | health_worker | clinician: as what the person who entered it sat in the call
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))  # null for a guest
    measured_at: Mapped[datetime]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    codes_version: Mapped[str]  # of vitals/codes.json, whose ranges it passed
    __table_args__ = (
        CheckConstraint("source IN ('reported', 'measured', 'device')", name="source"),
        CheckConstraint("part IN ('family', 'health_worker', 'clinician')", name="part"),
        Index("ix_call_vital_call", "call_id", "id"),
    )
