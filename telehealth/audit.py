"""The audit log: who did, read or was refused what.

Rows are insert-only by grant (the serving role has INSERT and SELECT, nothing else) and chained afterwards: chaining
inside the transaction costs a factor of ten. One sealer links the rows by HMAC every few seconds, with a key kept
outside the database, and writes each head to a file outside it, so that a cut tail shows.

A refused read is audited too: decide → write the row → commit → *then* raise (raised inside, the audit row would be rolled back with the rest).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, LargeBinary, func, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from telehealth.db import Base, Session
from telehealth.errors import DomainError

T = TypeVar("T")


class AuditEvent(Base):
    """One row of the audit log (FHIR AuditEvent)."""

    __tablename__ = "audit_event"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    account_id: Mapped[UUID | None]
    session_id: Mapped[UUID | None]
    action: Mapped[str]  # e.g. note.read, note.sign, patient.correct, sign-in
    entity: Mapped[str]  # e.g. encounter, patient, call, account
    entity_id: Mapped[UUID | None]
    patient_id: Mapped[UUID | None]
    outcome: Mapped[str]  # allowed | refused
    reason: Mapped[str]  # the rule that decided
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    __table_args__ = (CheckConstraint("outcome IN ('allowed', 'refused')", name="outcome"),)


class AuditSeal(Base):
    """One link of the chain: hmac(key, previous hmac ‖ rows first_id … last_id). Insert-only."""

    __tablename__ = "audit_seal"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    first_id: Mapped[int] = mapped_column(BigInteger)
    last_id: Mapped[int] = mapped_column(BigInteger)
    rows: Mapped[int]
    hmac: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    late: Mapped[bool] = mapped_column(server_default=text("false"))
    """Rows that committed after a later id was sealed get a seal of their own."""


class AuditSealed(Base):
    """Which seal covers which row: one row per sealed audit row."""

    __tablename__ = "audit_sealed"
    audit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("audit_event.id"), primary_key=True)
    seal_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("audit_seal.id"), index=True)


@dataclass(frozen=True)
class Judged(Generic[T]):
    """What a service decided and audited: a value, or the refusal that the handler raises *after* the commit."""

    value: T | None = None
    refusal: DomainError | None = None

    def answer(self) -> T:
        """The value, or the refusal raised. Call it outside the transaction."""
        if self.refusal is not None:
            raise self.refusal
        return cast(T, self.value)


async def write(
    session: Session,
    action: str,
    entity: str,
    *,
    entity_id: UUID | None = None,
    account_id: UUID | None = None,
    session_id: UUID | None = None,
    patient_id: UUID | None = None,
    allowed: bool = True,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Add one row to the audit log inside the caller's transaction."""
    session.add(
        AuditEvent(
            action=action,
            entity=entity,
            entity_id=entity_id,
            account_id=account_id,
            session_id=session_id,
            patient_id=patient_id,
            outcome="allowed" if allowed else "refused",
            reason=reason,
            detail=detail or {},
        )
    )
    await session.flush()


async def page(session: Session, before: int | None, limit: int) -> Sequence[tuple[AuditEvent, bool]]:
    """The newest rows with an id below `before`, newest first, each with whether a seal covers it yet."""
    rows = (
        select(AuditEvent, AuditSealed.audit_id.is_not(None))
        .outerjoin(AuditSealed, AuditSealed.audit_id == AuditEvent.id)
        .order_by(AuditEvent.id.desc())
        .limit(limit)
    )
    if before is not None:
        rows = rows.where(AuditEvent.id < before)
    return [(event, sealed) for event, sealed in (await session.execute(rows)).all()]
