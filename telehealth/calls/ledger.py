"""A call in the database: load it, change it by one guarded UPDATE, write what the change implies.

Every change goes through `change`: read the snapshot, ask the pure machine, UPDATE … WHERE version = the version read.
Whoever comes second finds no row, reads again and lets the machine judge anew. No lock is held while deciding.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update

from telehealth import events
from telehealth.calls import machine
from telehealth.calls.models import CallParticipant, CallRing, CallRow, CallTransition
from telehealth.calls.states import Call, EndReason, Event, Outcome, Priority, Ring, State, Ticked
from telehealth.db import Session
from telehealth.duty.ladder import DEFAULT, Ladder
from telehealth.errors import Conflict, NotFound

TRIES = 10
COLUMNS = (
    "requested_at",
    "rung",
    "round",
    "rung_ends_at",
    "red_flag",
    "self_harm",
    "dialled_115_at",
    "answered_115",
    "turn",
    "next_ring_at",
    "callback_at",
    "callback",
    "gives_up_at",
    "holder_device",
    "answered_at",
    "caller_lost_at",
    "holder_lost_at",
    "on_hold_since",
    "offered_to",
    "offered_until",
    "outgoing",
    "ended_at",
)


@dataclass(frozen=True)
class Change:
    """What one event did: the call before and after, and its row as it was read (immutable columns only)."""

    row: CallRow
    before: Call
    after: Call

    @property
    def answered(self) -> bool:
        """A holder took the call by this change: answered it, or took it over."""
        return self.after.state is State.CONNECTED and self.before.holder != self.after.holder

    @property
    def rung(self) -> tuple[Ring, ...]:
        """Rings that began by this change."""
        return self.after.rings[len(self.before.rings) :]

    @property
    def silenced(self) -> tuple[Ring, ...]:
        """Rings that ended by this change, as they are now."""
        return tuple(new for old, new in zip(self.before.rings, self.after.rings, strict=False) if old != new)

    @property
    def ended(self) -> bool:
        """The call ended by this change."""
        return self.after.state is State.ENDED and self.before.state is not State.ENDED

    @property
    def freed(self) -> frozenset[UUID]:
        """Practitioners who are no longer rung, or no longer hold it."""
        return _engaged(self.before) - _engaged(self.after)


def _engaged(call: Call) -> frozenset[UUID]:
    """Who is kept from other calls by this one; a knock keeps nobody."""
    ringing = {ring.practitioner for ring in call.live_rings if not ring.knock}
    return frozenset(ringing | {call.holder} if call.is_held and call.holder else ringing)


async def database_now(session: Session) -> datetime:
    """The database's clock at this instant (not at the transaction's start)."""
    instant: datetime = (await session.execute(select(func.clock_timestamp()))).scalar_one()
    return instant


async def load(session: Session, call_id: UUID) -> tuple[CallRow, Call]:
    """The call as last committed (or as this transaction left it); NotFound when there is none."""
    query = select(CallRow).where(CallRow.id == call_id).execution_options(populate_existing=True)
    row = await session.scalar(query)
    if row is None:
        raise NotFound("not-found", "No such call.")
    rings = await session.scalars(
        select(CallRing)
        .where(CallRing.call_id == call_id)
        .order_by(CallRing.number)
        .execution_options(populate_existing=True)
    )
    return row, _snapshot(row, [_ring(ring) for ring in rings])


def _snapshot(row: CallRow, rings: list[Ring]) -> Call:
    return Call(
        state=State(row.state),
        ladder=Ladder.model_validate(row.ladder) if row.ladder else DEFAULT,
        priority=Priority(row.priority),
        rings=tuple(rings),
        holder=row.holder_id,
        end_reason=EndReason(row.end_reason) if row.end_reason else None,
        **{name: getattr(row, name) for name in COLUMNS},
    )


def _ring(row: CallRing) -> Ring:
    return Ring(
        row.practitioner_id,
        row.number,
        row.rung_at,
        row.until,
        Outcome(row.outcome),
        row.ended_at,
        row.reason,
        row.rung,
        row.knock,
    )


async def open_call(session: Session, call: Call, actor: str, actor_account: UUID | None, **columns: Any) -> CallRow:
    """Insert a new call with its first transition and its copy of the ladder; `columns` are those the machine does not
    know."""
    row = CallRow(version=1, ladder=call.ladder.model_dump(mode="json"), **_values(call), **columns)
    session.add(row)
    await session.flush()
    await _transition(session, row.id, 1, "Requested", None, call.state, actor, actor_account)
    await _participate(session, row.id, "caller", account_id=row.account_id)
    if call.holder:
        await _participate(session, row.id, "holder", practitioner_id=call.holder)
    await _tell(session, row.id, 1, call, call)
    return row


async def change(
    session: Session, call_id: UUID, event: Event, *, actor: str, actor_account: UUID | None = None
) -> Change:
    """Apply one event. Returns before and after (the same call when the event changed nothing).

    Raises what the machine raises; Conflict('busy') when the row would not hold still.
    """
    for _ in range(TRIES):
        row, before = await load(session, call_id)
        after = machine.apply(before, event, await database_now(session))
        if after == before:
            if isinstance(event, Ticked):
                await reschedule(session, row, before)
            return Change(row, before, after)
        version = row.version + 1
        if await _guarded_update(session, call_id, row.version, after):
            await _write_rings(session, call_id, before, after)
            await _transition(
                session,
                call_id,
                version,
                type(event).__name__,
                before.state,
                after.state,
                actor,
                actor_account,
                _detail(before, after),
            )
            await _write_holder(session, call_id, before, after)
            await _tell(session, call_id, version, before, after)
            return Change(row, before, after)
    raise Conflict("busy", "This call is changing too fast; please try again.")


async def _guarded_update(session: Session, call_id: UUID, seen: int, after: Call) -> bool:
    done = await session.execute(
        update(CallRow)
        .where(CallRow.id == call_id, CallRow.version == seen)
        .values(version=seen + 1, **_values(after))
        .returning(CallRow.id)
        .execution_options(synchronize_session=False)
    )
    return done.first() is not None


async def reschedule(session: Session, row: CallRow, call: Call) -> None:
    """Write the machine's deadline again; no change of the call, so no transition."""
    await session.execute(
        update(CallRow)
        .where(CallRow.id == row.id, CallRow.version == row.version)
        .values(deadline=machine.deadline(call), next_ring_at=call.next_ring_at)
        .execution_options(synchronize_session=False)
    )


def _values(call: Call) -> dict[str, Any]:
    return {
        "state": call.state.value,
        "end_reason": call.end_reason.value if call.end_reason else None,
        "deadline": machine.deadline(call),
        "holder_id": call.holder,
        "priority": int(call.priority),
        **{name: getattr(call, name) for name in COLUMNS},
    }


async def _write_rings(session: Session, call_id: UUID, before: Call, after: Call) -> None:
    for old, new in zip(before.rings, after.rings, strict=False):
        if old != new:
            await session.execute(
                update(CallRing)
                .where(CallRing.call_id == call_id, CallRing.number == new.number)
                .values(outcome=new.outcome.value, ended_at=new.ended_at, reason=new.reason)
                .execution_options(synchronize_session=False)
            )
    for ring in after.rings[len(before.rings) :]:
        await session.execute(
            insert(CallRing).values(
                call_id=call_id,
                practitioner_id=ring.practitioner,
                number=ring.number,
                rung_at=ring.rung_at,
                until=ring.until,
                outcome=ring.outcome.value,
                rung=ring.rung,
                knock=ring.knock,
            )
        )


async def _write_holder(session: Session, call_id: UUID, before: Call, after: Call) -> None:
    if before.is_held and (not after.is_held or after.holder != before.holder):
        await session.execute(
            update(CallParticipant)
            .where(
                CallParticipant.call_id == call_id, CallParticipant.part == "holder", CallParticipant.left_at.is_(None)
            )
            .values(left_at=func.clock_timestamp())
            .execution_options(synchronize_session=False)
        )
    if after.is_held and (not before.is_held or after.holder != before.holder):
        await _participate(session, call_id, "holder", practitioner_id=after.holder)


async def _participate(session: Session, call_id: UUID, part: str, **who: UUID | None) -> None:
    await session.execute(insert(CallParticipant).values(call_id=call_id, part=part, **who))


async def _transition(
    session: Session,
    call_id: UUID,
    version: int,
    event: str,
    before: State | None,
    after: State,
    actor: str,
    actor_account: UUID | None,
    detail: dict[str, int] | None = None,
) -> None:
    await session.execute(
        insert(CallTransition).values(
            call_id=call_id,
            version=version,
            event=event,
            from_state=before.value if before else None,
            to_state=after.value,
            actor=actor,
            actor_account=actor_account,
            detail=detail or {},
        )
    )


def _detail(before: Call, after: Call) -> dict[str, int]:
    """What the story of a call says beside the states: which rung began, which priority it got."""
    detail: dict[str, int] = {}
    if after.rung != before.rung:
        detail["rung"] = after.rung
    if after.priority is not before.priority:
        detail["priority"] = int(after.priority)
    return detail


async def _tell(session: Session, call_id: UUID, version: int, before: Call, after: Call) -> None:
    concerned = {ring.practitioner for call in (before, after) for ring in call.live_rings}
    concerned |= {ring.practitioner for old, ring in zip(before.rings, after.rings, strict=False) if old != ring}
    concerned |= {one for call in (before, after) for one in (call.holder, call.offered_to) if one}
    await events.record(
        session, events.CallChanged(call_id, version, after.state.value, tuple(sorted(concerned, key=str)))
    )
