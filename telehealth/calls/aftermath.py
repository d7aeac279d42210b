"""What a change of a call implies elsewhere: practitioners freed, encounters opened, call-backs owed or settled.

All in the transaction of the change itself, so that nothing of it can be lost on the way.
"""

from uuid import UUID

from sqlalchemy import func, select, update

from telehealth.accounts.models import Practitioner
from telehealth.calls import alarms, ledger
from telehealth.calls.callers import station_of
from telehealth.calls.models import CallRow
from telehealth.calls.states import Call, EndReason, Outcome, Priority
from telehealth.db import Session
from telehealth.duty import callbacks, claims, handling
from telehealth.duty.models import Duty
from telehealth.records import service as records


async def wake_waiting(session: Session, province: str) -> None:
    """Somebody became free: calls that found nobody look again now, the oldest first.

    A call whose row is locked is being looked at by somebody else this instant, and looks again after RETRY: waiting for
    it here, with another call locked, could wait in a circle.
    """
    asleep = (
        select(CallRow.id)
        .where(CallRow.province_code == province, CallRow.state == "waiting", CallRow.next_ring_at > func.now())
        .with_for_update(skip_locked=True, key_share=True)
    )
    await session.execute(
        update(CallRow)
        .where(CallRow.id.in_(asleep))
        .values(next_ring_at=func.clock_timestamp(), deadline=func.clock_timestamp())
        .execution_options(synchronize_session=False)
    )


async def follow(session: Session, change: ledger.Change) -> None:
    """What a change implies outside the call: duty freed, encounter opened or finished, call-backs owed or settled,
    people woken or let sleep."""
    if change.before == change.after:
        return
    await _note_rings(session, change)
    if change.freed:
        await _free(session, change)
        await wake_waiting(session, change.row.province_code)
    if change.answered or change.after.callback:
        # The row was read before it was locked: the family may have said for whom, or why, in between.
        await session.refresh(change.row)
    if change.answered:
        await open_encounter(session, change.row, change.after)
    if change.after.ended_at and change.ended and await records.encounter_of_call(session, change.row.id):
        await records.finish(session, change.row.id, change.after.ended_at)
    if change.after.callback and not change.before.callback:
        await owe(session, change.row, change.before, change.after)
    if _ranked(change.before) != _ranked(change.after):
        await callbacks.rank(session, change.row.id, int(change.after.priority), self_harm=change.after.self_harm)
    if change.after.end_reason is EndReason.NOT_REACHED and change.row.account_id and change.before.holder:
        await handling.not_reached(session, change.row.account_id, change.before.holder)
    await alarms.follow(session, change)


def _ranked(call: Call) -> tuple[Priority, bool]:
    return call.priority, call.self_harm


async def _note_rings(session: Session, change: ledger.Change) -> None:
    missed = [ring.practitioner for ring in change.silenced if ring.outcome is Outcome.MISSED and not ring.knock]
    awake = (Outcome.ACCEPTED, Outcome.DECLINED)
    answered = [ring.practitioner for ring in change.silenced if ring.outcome in awake]
    asleep = await claims.note_rings(session, missed, answered)
    await alarms.tell_managers(session, change.row.id, asleep, change.after.ladder.last_resort.owner)


async def _free(session: Session, change: ledger.Change) -> None:
    """Whoever held it to its end writes the note; whoever left another caller on hold goes back to them first."""
    held = change.before.holder if change.before.is_held and change.ended else None
    rung = change.freed - {held}
    await claims.release(session, change.row.id, rung)
    if held is not None:
        await claims.release(session, change.row.id, [held], wrap_up=change.after.ladder.wrap_up)
    for practitioner in change.freed:
        waits = await _on_hold(session, practitioner)
        if waits is not None:
            await claims.move(session, practitioner, waits)


async def _on_hold(session: Session, practitioner: UUID) -> UUID | None:
    """The caller this practitioner left last for an emergency, if they speak to nobody else now."""
    speaks = select(CallRow.id).where(CallRow.holder_id == practitioner, CallRow.state == "connected")
    if await session.scalar(speaks) is not None:
        return None
    query = select(CallRow.id).where(CallRow.holder_id == practitioner, CallRow.state == "on_hold")
    return await session.scalar(query.order_by(CallRow.on_hold_since.desc()).limit(1))


async def caller_reached(session: Session, call_id: UUID) -> None:
    """The caller took a seat in a held call: a clinician speaks to them, so what was owed is settled."""
    row, call = await ledger.load(session, call_id)
    if call.is_held and call.holder:
        encounter = await open_encounter(session, row, call)
        await settle(session, row, "new_call", encounter)


async def open_encounter(session: Session, row: CallRow, call: Call) -> UUID | None:
    """The draft encounter of an answered call, unique on the call. An outgoing call has one once the caller came."""
    if call.answered_at is None or (call.outgoing and call.caller_lost_at is not None):
        return None
    holder = await session.get_one(Practitioner, call.holder)
    facility = await session.scalar(
        select(Duty.facility_id).where(Duty.practitioner_id == holder.id).order_by(Duty.started_at.desc()).limit(1)
    )
    encounter = await records.open_draft(
        session,
        call_id=row.id,
        patient_id=row.patient_id,
        practitioner_id=holder.id,
        facility_id=facility or row.facility_id,
        channel=row.media,
        who_speaks=row.relation,
        caller_account=row.account_id,
        started_at=call.answered_at,
    )
    if call.caller_lost_at is None:
        await settle(session, row, "new_call", encounter)
    return encounter


async def owe(session: Session, row: CallRow, before: Call, after: Call) -> None:
    """Keep a call-back for this call, once. before: as it was, to know who was speaking when it dropped."""
    dropped = after.end_reason is EndReason.DROPPED
    await callbacks.owe(
        session,
        call_id=row.id,
        province=row.province_code,
        phone=row.caller_phone,
        verified=row.caller_verified,
        account_id=row.account_id,
        patient_id=row.patient_id,
        reason=row.reason,
        source="dropped" if dropped else "unanswered",
        priority=int(after.priority),
        self_harm=after.self_harm,
        for_practitioner=before.holder if dropped else None,
        resort=after.ladder.last_resort,
    )


async def settle(session: Session, row: CallRow, outcome: str, encounter_id: UUID | None) -> None:
    await callbacks.settle(
        session,
        call_id=row.id,
        account_id=row.account_id,
        phone=row.caller_phone,
        verified=row.caller_verified,
        outcome=outcome,
        encounter_id=encounter_id,
        patient_id=row.patient_id,
        **await _bedside(session, row),
    )


async def _bedside(session: Session, row: CallRow) -> dict[str, UUID]:
    """A health worker's call settles what is owed for its patient, or, without one, nothing but itself."""
    if await station_of(session, row) is None:
        return {}
    return {"bedside_of": row.patient_id or row.id}  # no patient bears a call's id
