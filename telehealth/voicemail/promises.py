"""A message and its call-back: who leaves one is owed a call, and nothing else of their call changes."""

from uuid import UUID

from sqlalchemy import select

from telehealth import events
from telehealth.calls import aftermath, ledger
from telehealth.calls.models import CallRow
from telehealth.calls.states import Call
from telehealth.db import Session
from telehealth.duty.callbacks import OPEN
from telehealth.duty.models import Callback
from telehealth.voicemail.rules import Situation


async def situation(session: Session, row: CallRow, call: Call) -> Situation:
    """What the rules ask about this call."""
    return Situation(
        open=call.is_open,
        requested_at=call.requested_at,
        ended_at=call.ended_at,
        self_harm=call.self_harm,
        owed=await open_callback(session, row) is not None,
    )


async def open_callback(session: Session, row: CallRow) -> UUID | None:
    """The open call-back of this call, else one that the same caller asked for since."""
    own = await session.scalar(select(Callback.id).where(Callback.call_id == row.id, Callback.state.in_(OPEN)))
    if own is not None:
        return own
    same = (Callback.phone == row.caller_phone) & (Callback.phone_verified == row.caller_verified)
    if row.account_id is not None:
        same = same | (Callback.account_id == row.account_id)
    return await session.scalar(
        select(Callback.id)
        .where(same, Callback.state.in_(OPEN), Callback.created_at >= row.requested_at)
        .order_by(Callback.created_at.desc())
        .limit(1)
    )


async def promise(session: Session, call_id: UUID) -> UUID | None:
    """The call-back that a message now whole belongs to. A call nobody has answered yet gets one at once, and rings on;
    None when it was answered or withdrawn meanwhile."""
    row, call = await ledger.load(session, call_id)
    if call.is_open and await open_callback(session, row) is None:
        await aftermath.owe(session, row, call, call)
    found = await open_callback(session, row)
    if found is not None:
        state = await session.scalar(select(Callback.state).where(Callback.id == found))
        await events.record(session, events.CallbackChanged(found, state or "open"))
    return found
