"""The processes of one installation, as they see each other through the database: who beats lives.

All times are the database's, so the machines' clocks may differ.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, func, not_, select, update
from sqlalchemy.dialects.postgresql import insert

from telehealth.db import Session
from telehealth.live.models import CallPeer, LiveSocket, ServerProcess

DEAD_AFTER = timedelta(seconds=6)
"""Silence after which a process counts as dead: several beats of one second, and a pause of a busy machine."""

_QUIETLY: Final[dict[str, Any]] = {"synchronize_session": False}


@dataclass(frozen=True)
class Place:
    """A seat at which a dead process had somebody."""

    call_id: UUID
    part: str
    practitioner_id: UUID | None


def beats(process_id: Any) -> ColumnElement[bool]:
    """Condition: the process of this row is alive. process_id: a column."""
    fresh = ServerProcess.beat_at > func.now() - DEAD_AFTER
    return exists(select(ServerProcess.id).where(ServerProcess.id == process_id, fresh))


async def beat(session: Session, process_id: UUID) -> bool:
    """This process lives. False when nobody knew of it (the first beat, or it had been taken for dead)."""
    known = await session.execute(
        update(ServerProcess)
        .where(ServerProcess.id == process_id)
        .values(beat_at=func.clock_timestamp())
        .returning(ServerProcess.id)
        .execution_options(**_QUIETLY)
    )
    if known.first() is not None:
        return True
    await session.execute(insert(ServerProcess).values(id=process_id).on_conflict_do_nothing())
    return False


async def others_live(session: Session, process_id: UUID) -> bool:
    """Whether any other process is there to be told something."""
    other = select(ServerProcess.id).where(ServerProcess.id != process_id).limit(1)
    return await session.scalar(other) is not None


async def bury(session: Session) -> set[Place]:
    """Remove dead processes and what they left behind; the seats where they had somebody.

    Whoever comes second finds the rows gone, so any number of processes may do this at once.
    """
    dead = select(ServerProcess.id).where(ServerProcess.beat_at <= func.now() - DEAD_AFTER)
    locked = dead.with_for_update(skip_locked=True)
    await session.execute(delete(ServerProcess).where(ServerProcess.id.in_(locked)).execution_options(**_QUIETLY))
    old = func.now() - DEAD_AFTER
    await session.execute(
        delete(LiveSocket)
        .where(not_(beats(LiveSocket.process_id)), LiveSocket.since <= old)
        .execution_options(**_QUIETLY)
    )
    left = await session.execute(
        delete(CallPeer)
        .where(not_(beats(CallPeer.process_id)), CallPeer.joined_at <= old)
        .returning(CallPeer.call_id, CallPeer.part, CallPeer.practitioner_id)
        .execution_options(**_QUIETLY)
    )
    return {Place(call_id, part, practitioner_id) for call_id, part, practitioner_id in left}
