"""A practitioner who is wanted by an emergency while another call has them."""

from uuid import UUID

from sqlalchemy import select

from telehealth.calls import aftermath, ledger, ringing
from telehealth.calls.models import CallRow
from telehealth.calls.states import Held, Priority, State, Withdrawn
from telehealth.db import Session
from telehealth.duty import claims


async def lock_both(session: Session, practitioner_id: UUID, call_id: UUID) -> UUID | None:
    """The other call this practitioner is engaged with, if any. It and the wanted one are locked, the smaller id first,
    so that two practitioners who change places cannot wait for each other."""
    duty = await claims.current(session, practitioner_id)
    other = duty.engaged_call if duty and duty.engaged_call != call_id else None
    if other is not None:
        both = select(CallRow.id).where(CallRow.id.in_((other, call_id))).order_by(CallRow.id)
        await session.execute(both.with_for_update(key_share=True))
    return other


async def emergency(session: Session, call_id: UUID) -> bool:
    """Whether this call is an emergency nobody has answered."""
    query = select(CallRow.id).where(
        CallRow.id == call_id,
        CallRow.priority == int(Priority.EMERGENCY),
        CallRow.state.in_((State.WAITING.value, State.RINGING.value)),
    )
    return await session.scalar(query) is not None


async def leave(session: Session, practitioner_id: UUID, other: UUID, wanted: UUID) -> None:
    """Free them from the other call for the wanted one: a caller they speak to goes on hold, a ring goes to the next."""
    _, call = await ledger.load(session, other)
    if call.state is State.CONNECTED and call.holder == practitioner_id:
        change = await ledger.change(session, other, Held(practitioner_id), actor="holder")
        await aftermath.follow(session, change)
    elif call.is_open:
        change = await ledger.change(session, other, Withdrawn(practitioner_id), actor="duty")
        await aftermath.follow(session, change)
        await ringing.ring_next(session, other)
    await claims.move(session, practitioner_id, wanted)
