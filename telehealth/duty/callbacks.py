"""Call-backs: a promise to ring somebody, open until someone deals with it. The duty page lists them."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from telehealth import events
from telehealth.db import Session
from telehealth.duty.models import Callback
from telehealth.errors import Conflict, NotFound, TooMany

OPEN = ("open", "claimed")
CLAIM_LAPSES = timedelta(minutes=15)
"""A claim nobody finished may be taken over after this long (product rule)."""
PER_PHONE = 3
"""Open requests kept for one number; a further one renews nothing and is answered the same (product rule)."""
WAITING_STRANGERS = 500
"""Open requests from unverified numbers kept at once: the form needs no code, so it must not fill the table."""


async def ask(
    session: Session,
    *,
    province: str,
    phone: str,
    verified: bool,
    account_id: UUID | None = None,
    patient_id: UUID | None = None,
    name: str = "",
    reason: str = "",
) -> Callback:
    """Keep a request to be called back. A repeat from the same number within its open requests returns the newest.

    What strangers asked for under a number does not count against the family that has proved it.
    """
    mine = await session.scalars(
        select(Callback)
        .where(Callback.phone == phone, Callback.phone_verified == verified, Callback.state.in_(OPEN))
        .order_by(Callback.created_at.desc())
    )
    kept = mine.all()
    if len(kept) >= PER_PHONE:
        return kept[0]
    if not verified and await _strangers(session) >= WAITING_STRANGERS:
        raise TooMany("too-many", "Please telephone the station or 115.", retry_after=600)
    row = Callback(
        province_code=province,
        phone=phone,
        phone_verified=verified,
        account_id=account_id,
        patient_id=patient_id,
        name=name,
        reason=reason,
        source="request",
    )
    session.add(row)
    await session.flush()
    await events.record(session, events.CallbackChanged(row.id, "open"))
    return row


async def _strangers(session: Session) -> int:
    query = select(func.count()).where(Callback.state.in_(OPEN), Callback.phone_verified.is_(False))
    return await session.scalar(query) or 0


async def owe(
    session: Session,
    *,
    call_id: UUID,
    province: str,
    phone: str,
    verified: bool,
    account_id: UUID | None,
    patient_id: UUID | None,
    reason: str,
    source: str,
) -> None:
    """Keep a call-back for a call that went unanswered or dropped; once per call."""
    row = await session.execute(
        insert(Callback)
        .values(
            call_id=call_id,
            province_code=province,
            phone=phone,
            phone_verified=verified,
            account_id=account_id,
            patient_id=patient_id,
            reason=reason,
            source=source,
        )
        .on_conflict_do_nothing(index_elements=["call_id"], index_where=Callback.call_id.is_not(None))
        .returning(Callback.id)
    )
    kept = row.scalar_one_or_none()
    if kept:
        await events.record(session, events.CallbackChanged(kept, "open"))


async def settle(
    session: Session,
    *,
    call_id: UUID,
    account_id: UUID | None,
    phone: str,
    verified: bool,
    outcome: str,
    encounter_id: UUID | None,
    bedside_of: UUID | None = None,
) -> None:
    """Close what is owed to this caller: an answered call, or "Không cần nữa", settles it.

    bedside_of: the patient of a health worker's call. Its account and the station's number stand for many patients, so
    that only what is owed for this one is settled.

    A caller whose number is unproved settles only what was asked for without proof, and only by speaking to a
    clinician; what they withdraw is their own call's. A stranger who names another's number must not make that person's
    call-back disappear.
    """
    same_phone = Callback.phone == phone
    if bedside_of is not None:
        same_phone &= Callback.patient_id == bedside_of
        account_id = None
    if not verified:
        same_phone &= Callback.phone_verified.is_(False)
    whose = Callback.call_id == call_id
    if verified or outcome != "withdrawn":
        whose = or_(whose, same_phone)
    if account_id is not None:
        whose = or_(whose, Callback.account_id == account_id)
    rows = await session.execute(
        update(Callback)
        .where(whose, Callback.state.in_(OPEN))
        .values(
            state="cancelled" if outcome == "withdrawn" else "done",
            outcome=outcome,
            done_at=func.clock_timestamp(),
            encounter_id=encounter_id,
        )
        .returning(Callback.id, Callback.state)
        .execution_options(synchronize_session=False)
    )
    for callback_id, state in rows.all():
        await events.record(session, events.CallbackChanged(callback_id, state))


async def claim(session: Session, callback_id: UUID, province: str, practitioner_id: UUID) -> Callback:
    """Take a call-back: one guarded UPDATE, so of two who tap one wins. Taking one's own again is harmless."""
    lapsed = Callback.claimed_at < func.clock_timestamp() - CLAIM_LAPSES
    row = await session.execute(
        update(Callback)
        .where(
            Callback.id == callback_id,
            Callback.province_code == province,
            Callback.state.in_(OPEN),
            or_(Callback.state == "open", Callback.claimed_by == practitioner_id, lapsed),
        )
        .values(state="claimed", claimed_by=practitioner_id, claimed_at=func.clock_timestamp())
        .returning(Callback.id)
        .execution_options(synchronize_session=False)
    )
    if row.first() is None:
        found = await get(session, callback_id, province)
        raise Conflict("already-taken", "Somebody else deals with this call-back.", state=found.state)
    await events.record(session, events.CallbackChanged(callback_id, "claimed"))
    return await get(session, callback_id, province)


async def close(session: Session, callback_id: UUID, practitioner_id: UUID, encounter_id: UUID | None) -> None:
    """Done by telephone, by the one who claimed it."""
    row = await session.execute(
        update(Callback)
        .where(Callback.id == callback_id, Callback.state == "claimed", Callback.claimed_by == practitioner_id)
        .values(state="done", outcome="telephone", done_at=func.clock_timestamp(), encounter_id=encounter_id)
        .returning(Callback.id)
        .execution_options(synchronize_session=False)
    )
    if row.first() is None:
        raise Conflict("not-claimed", "Take this call-back first.")
    await events.record(session, events.CallbackChanged(callback_id, "done"))


async def put_back(session: Session, callback_id: UUID, practitioner_id: UUID) -> None:
    """Not reached: open again for whoever tries next."""
    await session.execute(
        update(Callback)
        .where(Callback.id == callback_id, Callback.state == "claimed", Callback.claimed_by == practitioner_id)
        .values(state="open", claimed_by=None, claimed_at=None)
        .execution_options(synchronize_session=False)
    )
    await events.record(session, events.CallbackChanged(callback_id, "open"))


async def get(session: Session, callback_id: UUID, province: str) -> Callback:
    """One call-back of this province; NotFound otherwise."""
    query = select(Callback).where(Callback.id == callback_id, Callback.province_code == province)
    row = await session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound("not-found", "No such call-back.")
    return row


async def pending(session: Session, province: str, limit: int = 100) -> list[Callback]:
    """What is open or claimed, oldest first. Where there are more than `limit`, numbers that are proved come before
    those anybody may have named: junk must not push a family off the page."""
    rows = await session.scalars(
        select(Callback)
        .where(Callback.province_code == province, Callback.state.in_(OPEN))
        .order_by(Callback.phone_verified.desc(), Callback.created_at)
        .limit(limit)
    )
    return sorted(rows.all(), key=lambda row: row.created_at)
