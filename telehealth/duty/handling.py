"""Dealing with call-backs: take one, hand it over, acknowledge it, close it, put it back; and what time does to it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, or_, select, update

from telehealth import events
from telehealth.db import Session
from telehealth.duty import callbacks, task
from telehealth.duty.models import Callback
from telehealth.duty.task import Alarm, Task
from telehealth.duty.task_rows import database_now, moment, task_of
from telehealth.errors import Conflict, Denied

Step = Callable[[Task, datetime], tuple[Task, Alarm]]


async def claim(session: Session, callback_id: UUID, province: str, practitioner_id: UUID) -> Callback:
    """Take a call-back: one guarded UPDATE, so of two who tap one wins. Taking one's own again is harmless."""
    lapsed = Callback.alert_at < func.clock_timestamp()
    urgent = or_(Callback.priority == callbacks.EMERGENCY, Callback.self_harm)
    lapses = case((urgent, task.URGENT_CLAIM_LAPSES), else_=task.CLAIM_LAPSES)
    row = await session.execute(
        update(Callback)
        .where(
            Callback.id == callback_id,
            Callback.province_code == province,
            Callback.state.in_(callbacks.OPEN),
            or_(
                Callback.state == "open",
                Callback.claimed_by == practitioner_id,
                Callback.offered_to == practitioner_id,
                lapsed,
            ),
        )
        .values(
            state="claimed",
            claimed_by=practitioner_id,
            claimed_at=func.clock_timestamp(),
            alert_at=func.clock_timestamp() + lapses,
            offered_to=None,
        )
        .returning(Callback.id)
        .execution_options(synchronize_session=False)
    )
    if row.first() is None:
        found = await callbacks.get(session, callback_id, province)
        raise Conflict("already-taken", "Somebody else deals with this call-back.", state=found.state)
    await events.record(session, events.CallbackChanged(callback_id, "claimed"))
    return await callbacks.get(session, callback_id, province)


async def offer(session: Session, callback_id: UUID, by: UUID, to: UUID | None) -> None:
    """Ask another practitioner to take over what one has claimed (None: take the question back). It is theirs when they
    claim it, and until then it is the first one's. Conflict('not-claimed') for anybody else."""
    row = await session.execute(
        update(Callback)
        .where(Callback.id == callback_id, Callback.state == "claimed", Callback.claimed_by == by)
        .values(offered_to=to)
        .returning(Callback.id)
        .execution_options(synchronize_session=False)
    )
    if row.first() is None:
        raise Conflict("not-claimed", "Take this call-back first.")
    await events.record(session, events.CallbackChanged(callback_id, "claimed"))


async def decline_offer(session: Session, callback_id: UUID, practitioner_id: UUID) -> None:
    """No: it stays with whoever asked."""
    await session.execute(
        update(Callback)
        .where(Callback.id == callback_id, Callback.offered_to == practitioner_id)
        .values(offered_to=None)
        .execution_options(synchronize_session=False)
    )
    await events.record(session, events.CallbackChanged(callback_id, "claimed"))


async def acknowledge(
    session: Session, callback_id: UUID, province: str, account_id: UUID, *, handles: bool
) -> Callback:
    """ "I see to it", by its owner, its deputy or whoever handles call-backs: alarms are quiet until it is due. Again is
    harmless; of anybody else it is Denied('not-yours'), since it silences an alarm."""
    row = await callbacks.get(session, callback_id, province)
    if not handles and account_id not in (row.owner_account, row.deputy_account):
        raise Denied("not-yours", "Somebody else answers for this call-back.")
    await _move(
        session, row, lambda stands, now: (task.acknowledged(stands, now), task.QUIET), acknowledged_by=account_id
    )
    return await callbacks.get(session, callback_id, province)


async def tick(session: Session, callback_id: UUID) -> tuple[Callback, Alarm] | None:
    """What time does to it, and whom to alert; None when another process was faster."""
    row = await session.scalar(select(Callback).where(Callback.id == callback_id).with_for_update(skip_locked=True))
    if row is None or row.state not in callbacks.OPEN:
        return None
    alarm = await _move(session, row, task.ticked)
    return (row, alarm) if alarm is not None else None


async def due(session: Session, limit: int) -> list[UUID]:
    """Call-backs somebody must look at now, the longest due first."""
    rows = await session.scalars(
        select(Callback.id)
        .where(Callback.state.in_(callbacks.OPEN), Callback.alert_at <= func.clock_timestamp())
        .order_by(Callback.alert_at)
        .limit(limit)
    )
    return list(rows)


async def close(session: Session, callback_id: UUID, practitioner_id: UUID, encounter_id: UUID | None) -> None:
    """Done by telephone, by the one who claimed it."""
    row = await session.execute(
        update(Callback)
        .where(Callback.id == callback_id, Callback.state == "claimed", Callback.claimed_by == practitioner_id)
        .values(
            state="done", outcome="telephone", done_at=func.clock_timestamp(), encounter_id=encounter_id, alert_at=None
        )
        .returning(Callback.id)
        .execution_options(synchronize_session=False)
    )
    if row.first() is None:
        raise Conflict("not-claimed", "Take this call-back first.")
    await events.record(session, events.CallbackChanged(callback_id, "done"))


async def put_back(session: Session, callback_id: UUID, practitioner_id: UUID) -> None:
    """Not reached: open again for whoever tries next, due a little later."""
    mine = select(Callback).where(
        Callback.id == callback_id, Callback.state == "claimed", Callback.claimed_by == practitioner_id
    )
    row = await session.scalar(mine.with_for_update().execution_options(populate_existing=True))
    if row is not None:
        step: Step = lambda stands, now: (task.put_back(stands, now), task.QUIET)  # noqa: E731 - reads as the others
        await _move(session, row, step, attempts=row.attempts + 1)


async def not_reached(session: Session, account_id: UUID, practitioner_id: UUID) -> None:
    """A call back to this family ended without them: what its practitioner had claimed of theirs is open again."""
    mine = await session.scalars(
        select(Callback.id).where(
            Callback.account_id == account_id, Callback.state == "claimed", Callback.claimed_by == practitioner_id
        )
    )
    for callback_id in mine.all():
        await put_back(session, callback_id, practitioner_id)


async def _move(session: Session, row: Callback, step: Step, **more: Any) -> Alarm | None:
    """Apply a pure step by one UPDATE guarded by what was read; None when the row had moved on."""
    stands = task_of(row)
    after, alarm = step(stands, await database_now(session))
    if after == stands:
        return alarm
    freed = {"claimed_by": None, "offered_to": None} if after.state is task.State.OPEN else {}
    moved = await session.execute(
        update(Callback)
        .where(
            Callback.id == row.id,
            Callback.state == stands.state.value,
            Callback.alert_at.is_not_distinct_from(stands.alert_at),
        )
        .values(**moment(after), **freed, **more)
        .returning(Callback.id)
        .execution_options(synchronize_session=False)
    )
    if moved.first() is None:
        return None
    await events.record(session, events.CallbackChanged(row.id, after.state.value))
    return alarm
