"""Relays that wait in the database for another process: the slow way, while Redis cannot carry them. Rows live for moments.

What a letter says is sealed by the signalling server (signaling/sealed.py); here it is so many bytes.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, insert, select, text

from telehealth.db import Session
from telehealth.live.models import RelayLetter

BATCH: Final = 50
"""Letters read at a time."""
MOST: Final = 1000
"""Letters that may wait for one process. A living one reads them within moments, a dead one never."""
WORTHLESS_AFTER = timedelta(minutes=1)

_QUIETLY: Final[dict[str, Any]] = {"synchronize_session": False}


def channel(process_id: UUID) -> str:
    """The notification by which a process learns of its letters."""
    return f"telehealth_letters_{process_id.hex}"


async def post(session: Session, to: UUID, messages: Sequence[bytes]) -> bool:
    """Keep letters for a process, in this order, and ring its bell. False: too many wait there already."""
    waiting = select(func.count()).select_from(RelayLetter).where(RelayLetter.process_id == to)
    if (await session.scalar(waiting) or 0) >= MOST:
        return False
    await session.execute(insert(RelayLetter), [{"process_id": to, "message": message} for message in messages])
    await session.execute(text("SELECT pg_notify(:channel, '')"), {"channel": channel(to)})
    return True


async def waiting_for(session: Session, process_id: UUID) -> list[tuple[int, bytes]]:
    """The oldest letters for this process, in the order they were posted: (id, message)."""
    query = select(RelayLetter.id, RelayLetter.message).where(RelayLetter.process_id == process_id)
    return [(id_, message) for id_, message in await session.execute(query.order_by(RelayLetter.id).limit(BATCH))]


async def forget(session: Session, ids: Sequence[int]) -> None:
    """These were read."""
    await session.execute(delete(RelayLetter).where(RelayLetter.id.in_(ids)).execution_options(**_QUIETLY))


async def forget_old(session: Session) -> None:
    """What nobody read within a minute is of no use to anybody."""
    old = RelayLetter.at <= func.now() - WORTHLESS_AFTER
    await session.execute(delete(RelayLetter).where(old).execution_options(**_QUIETLY))
