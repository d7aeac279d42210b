"""Defects that the verdict must find. Each replaces one thing in a serving process before it serves."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update

from telehealth import timers
from telehealth.calls import ledger
from telehealth.calls.models import CallRow
from telehealth.calls.states import Call
from telehealth.db import Database, Session
from telehealth.duty import reach as duty_reach
from telehealth.duty.claims import FREE
from telehealth.duty.models import Duty
from telehealth.duty.reach import Reach, on_rung


def no_guarded_update() -> None:
    """Calls are written without asking whether they are still as they were read. (What else would catch it goes too:
    the transition's unique version and the holder's unique row.)"""

    async def unguarded(session: Session, call_id: UUID, seen: int, after: Call) -> bool:
        await asyncio.sleep(0.05)
        values = {**ledger._values(after), "version": CallRow.version + 1}
        await session.execute(
            update(CallRow).where(CallRow.id == call_id).values(values).execution_options(synchronize_session=False)
        )
        return True

    async def nothing(*_: Any, **__: Any) -> None:
        return None

    ledger._guarded_update = unguarded
    ledger._transition = nothing
    ledger._write_holder = nothing


def no_claim_guard() -> None:
    """Whom to ring is read and then written: no lock, nothing passed over, nothing looked at again."""

    async def claim(
        session: Session, reach: Reach, call_id: UUID, exclude: Iterable[UUID], *, everybody: bool = False
    ) -> list[UUID]:
        free = select(Duty.id).where(on_rung(reach), FREE, Duty.practitioner_id.not_in(list(exclude)))
        chosen = list(await session.scalars(free.order_by(Duty.last_rung_at.asc().nulls_first(), Duty.started_at)))
        await asyncio.sleep(0.05)
        claimed = await session.scalars(
            update(Duty)
            .where(Duty.id.in_(chosen if everybody else chosen[:1]))
            .values(engaged_call=call_id, last_rung_at=func.clock_timestamp())
            .returning(Duty.practitioner_id)
            .execution_options(synchronize_session=False)
        )
        return sorted(claimed, key=str)

    duty_reach.claim = claim


def no_deadline_column() -> None:
    """Timers live in the process that took the call: it alone runs them, as long as it lives."""
    mine: set[UUID] = set()
    open_call, due = ledger.open_call, timers._due_calls

    async def opened(*args: Any, **named: Any) -> Any:
        row = await open_call(*args, **named)
        mine.add(row.id)
        return row

    async def remembered(database: Database) -> Any:
        return [call_id for call_id in await due(database) if call_id in mine]

    ledger.open_call = opened
    timers._due_calls = remembered


DEFECTS: dict[str, Callable[[], None]] = {
    "no_guarded_update": no_guarded_update,
    "no_claim_guard": no_claim_guard,
    "no_deadline_column": no_deadline_column,
}
