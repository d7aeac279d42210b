"""The sockets of doctors' pages: whether a doctor has a live device now."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from telehealth.db import Session
from telehealth.live.models import LiveSocket
from telehealth.live.processes import beats


async def note(
    session: Session, *, process_id: UUID, sid: str, account_id: UUID, session_id: UUID, device: str | None
) -> None:
    """A doctor's page is connected."""
    row = {
        "process_id": process_id, "sid": sid, "account_id": account_id, "session_id": session_id, "device": device,
    }  # fmt: skip
    await session.execute(insert(LiveSocket).values(row).on_conflict_do_nothing())


async def forget(session: Session, process_id: UUID, sids: list[str]) -> None:
    """These sockets of this process are gone."""
    await session.execute(delete(LiveSocket).where(LiveSocket.process_id == process_id, LiveSocket.sid.in_(sids)))


async def is_live(session: Session, account_id: UUID, device: str | None = None) -> bool:
    """Whether this account (at this device, if given) is connected to any living process."""
    query = select(LiveSocket.sid).where(LiveSocket.account_id == account_id, beats(LiveSocket.process_id))
    if device is not None:
        query = query.where(LiveSocket.device == device)
    return await session.scalar(query.limit(1)) is not None
