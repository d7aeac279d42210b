"""Domain events: every one a dataclass here, written inside the transaction that made it true.

record() inserts the row and NOTIFYs its id on the same connection, so a rolled-back transaction
tells nobody. Listeners read the row by id; after any gap in listening clients are told to refetch
(polling `id > last` would lose events that commit late).
Events carry ids, never names, phones or clinical text.
"""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, Identity, func, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from telehealth.db import Base, Session

CHANNEL = "telehealth_events"


class EventRow(Base):
    """One event as stored."""

    __tablename__ = "event"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    type: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    at: Mapped[datetime] = mapped_column(server_default=func.now())


@dataclass(frozen=True)
class Event:
    """Base of all events."""

    type: ClassVar[str] = ""


@dataclass(frozen=True)
class CallChanged(Event):
    """A call moved (state, rings, holder, presence or seat). `version` is the call's new version.

    `practitioners`: ids of every practitioner whose devices must learn of it (rung now or before).
    """

    type: ClassVar[str] = "call.changed"
    call_id: UUID
    version: int
    state: str
    practitioners: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class MessagePosted(Event):
    """A chat message was kept."""

    type: ClassVar[str] = "message.posted"
    call_id: UUID
    message_id: UUID


@dataclass(frozen=True)
class DutyChanged(Event):
    """A practitioner went on or off duty."""

    type: ClassVar[str] = "duty.changed"
    practitioner_id: UUID
    on_duty: bool


@dataclass(frozen=True)
class CallbackChanged(Event):
    """A call-back request was opened, claimed or closed."""

    type: ClassVar[str] = "callback.changed"
    callback_id: UUID
    state: str


@dataclass(frozen=True)
class AlertChanged(Event):
    """What became of an attempt to wake somebody is known. The clinic's page looks again."""

    type: ClassVar[str] = "alert.changed"
    alert_id: UUID
    state: str


@dataclass(frozen=True)
class AdviceChanged(Event):
    """What the family may read of an encounter changed (released, signed, addendum)."""

    type: ClassVar[str] = "advice.changed"
    encounter_id: UUID
    patient_id: UUID | None = None


@dataclass(frozen=True)
class SessionRevoked(Event):
    """A session ended (sign-out, reuse of a refresh token, lost role): its sockets must close."""

    type: ClassVar[str] = "session.revoked"
    session_id: UUID


@dataclass(frozen=True)
class PeersMoved(Event):
    """Pages came to or left the sockets of a process in a call; `process_id` knows already. None: of a dead one."""

    type: ClassVar[str] = "call.peers.moved"
    call_id: UUID
    process_id: UUID | None = None


EVENTS: dict[str, type[Event]] = {cls.type: cls for cls in Event.__subclasses__()}
Subscriber = Callable[[Event], Awaitable[None]]


async def record(session: Session, event: Event) -> int:
    """Store the event and wake the listeners when (and only if) the transaction commits. Returns its id."""
    row = EventRow(type=event.type, payload=_plain(asdict(event)))
    session.add(row)
    await session.flush()
    await session.execute(text("SELECT pg_notify(:channel, :id)"), {"channel": CHANNEL, "id": str(row.id)})
    return row.id


async def load(session: Session, event_id: int) -> Event | None:
    """The event with this id, or None when it is unknown to this version of the program."""
    row = (await session.execute(select(EventRow.type, EventRow.payload).where(EventRow.id == event_id))).one_or_none()
    if row is None or row.type not in EVENTS:
        return None
    return _typed(EVENTS[row.type], row.payload)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, UUID) else value


def _typed(cls: type[Event], payload: dict[str, Any]) -> Event:
    values: dict[str, Any] = {}
    for key, value in payload.items():
        if key.endswith("_id") and value is not None:
            values[key] = UUID(value)
        elif isinstance(value, list):
            values[key] = tuple(UUID(item) for item in value)
        else:
            values[key] = value
    return cls(**values)
