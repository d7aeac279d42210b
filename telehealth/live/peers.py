"""The pages at the socket in each call, over all processes: what each process keeps its memory of the others equal to."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from telehealth import events
from telehealth.db import Session
from telehealth.live.models import CallPeer
from telehealth.live.processes import Place, beats, others_live

_QUIETLY = {"synchronize_session": False}


@dataclass(frozen=True)
class Peer:
    """One page in one call, and the process and socket that it sits on."""

    call_id: UUID
    peer: str
    device: str
    part: str
    practitioner_id: UUID | None
    session_id: UUID
    process_id: UUID
    sid: str


async def sit(session: Session, peer: Peer) -> datetime | None:
    """Write a page down; it takes the place of older lives of itself, wherever they sit. Returns when it sat down.

    None when another sign-in uses this peer id in the call.
    """
    await session.execute(
        delete(CallPeer)
        .where(CallPeer.call_id == peer.call_id, CallPeer.peer != peer.peer, _older_life(peer))
        .execution_options(**_QUIETLY)
    )
    new = asdict(peer)
    stamped = (
        insert(CallPeer)
        .values(new)
        .on_conflict_do_update(
            index_elements=["call_id", "peer"],
            set_={**new, "joined_at": func.clock_timestamp()},
            where=CallPeer.session_id == peer.session_id,
        )
        .returning(CallPeer.joined_at)
    )
    return await session.scalar(stamped, execution_options=_QUIETLY)


async def sit_again(session: Session, peer: Peer) -> datetime | None:
    """Write a row that is gone once more; None when the page sits somewhere (perhaps here) already."""
    row = insert(CallPeer).values(asdict(peer)).on_conflict_do_nothing().returning(CallPeer.joined_at)
    newer = select(CallPeer.peer).where(CallPeer.call_id == peer.call_id, _older_life(peer)).limit(1)
    if await session.scalar(newer) is not None:
        return None
    return await session.scalar(row)


async def rise(session: Session, process_id: UUID, call_id: UUID, peer: str, joined_at: datetime) -> None:
    """A page went. Its row goes too, unless it has sat down again since, here or elsewhere."""
    row = (CallPeer.call_id == call_id) & (CallPeer.peer == peer)
    same_life = (CallPeer.process_id == process_id) & (CallPeer.joined_at <= joined_at)
    await session.execute(delete(CallPeer).where(row, same_life).execution_options(**_QUIETLY))


async def seated_in(session: Session, call_id: UUID) -> list[Peer]:
    """Everybody at a socket of a living process in this call."""
    columns = [getattr(CallPeer, field.name) for field in fields(Peer)]
    rows = await session.execute(select(*columns).where(CallPeer.call_id == call_id, beats(CallPeer.process_id)))
    return [Peer(*row) for row in rows]


async def occupied(session: Session, place: Place, *, but: UUID) -> bool:
    """Whether somebody sits there on a living process other than `but`.

    A clinician's seat is found by who it is: the row may still say "rung" for a moment after the answer.
    """
    who = CallPeer.part == "caller" if place.practitioner_id is None else _practitioner(place.practitioner_id)
    found = select(CallPeer.peer).where(
        CallPeer.call_id == place.call_id, who, CallPeer.process_id != but, beats(CallPeer.process_id)
    )
    return await session.scalar(found.limit(1)) is not None


async def tell_others(session: Session, process_id: UUID, call_id: UUID) -> None:
    """The other processes, if there are any, read this call's pages again once this transaction commits."""
    if await others_live(session, process_id):
        await events.record(session, events.PeersMoved(call_id, process_id))


def _older_life(peer: Peer) -> ColumnElement[bool]:
    """The page before its reload, or what its socket was before."""
    same_page = (CallPeer.session_id == peer.session_id) & (CallPeer.device == peer.device)
    return same_page | ((CallPeer.process_id == peer.process_id) & (CallPeer.sid == peer.sid))


def _practitioner(practitioner_id: UUID) -> ColumnElement[bool]:
    return CallPeer.practitioner_id == practitioner_id
