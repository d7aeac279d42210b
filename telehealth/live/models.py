"""Tables of what lives as long as a process or a socket. Nothing here is history; rows go when the thing goes.

No row refers to `server_process` by a foreign key: a row counts only while its process beats (processes.py), so one
written by a process that was just taken for dead is harmless, and counts again with its next beat.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, func
from sqlalchemy.orm import Mapped, mapped_column

from telehealth.db import Base


class ServerProcess(Base):
    """One running `telehealth serve`, as long as it beats."""

    __tablename__ = "server_process"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(server_default=func.now())
    beat_at: Mapped[datetime] = mapped_column(server_default=func.now())


class CallPeer(Base):
    """One page at the socket in one call: a seated member of signaling/negotiation.py, as other processes see it."""

    __tablename__ = "call_peer"
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"), primary_key=True)
    peer: Mapped[str] = mapped_column(primary_key=True)
    device: Mapped[str]
    part: Mapped[str]
    practitioner_id: Mapped[UUID | None]
    session_id: Mapped[UUID]
    process_id: Mapped[UUID] = mapped_column(index=True)
    sid: Mapped[str]
    joined_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class LiveSocket(Base):
    """One socket of a doctor's page; `device` when the page said which it is."""

    __tablename__ = "live_socket"
    process_id: Mapped[UUID] = mapped_column(primary_key=True)
    sid: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(index=True)
    session_id: Mapped[UUID]
    device: Mapped[str | None]
    since: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class RelayLetter(Base):
    """One relay that waits for another process to read it (letters.py); sealed, and gone within a minute."""

    __tablename__ = "relay_letter"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    process_id: Mapped[UUID] = mapped_column(index=True)
    message: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
