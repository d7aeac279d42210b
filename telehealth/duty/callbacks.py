"""Call-backs: a promise to ring somebody, open until someone deals with it. The duty page lists them.

What time does to them is in task.py, what people do with them in handling.py.
"""

from uuid import UUID

from sqlalchemy import and_, case, false, func, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert

from telehealth import events
from telehealth.db import Session
from telehealth.duty import task
from telehealth.duty.ladder import LastResort
from telehealth.duty.models import Callback
from telehealth.duty.task_rows import columns, database_now
from telehealth.errors import NotFound, TooMany

OPEN = ("open", "claimed")
EMERGENCY = 3
"""calls.states.Priority.EMERGENCY, as the column has it."""
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
    resort: LastResort,
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
        **columns(task.made(await database_now(session), resort, at_once=False), resort),
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
    priority: int,
    self_harm: bool,
    for_practitioner: UUID | None,
    resort: LastResort,
) -> None:
    """Keep a call-back for a call that went unanswered or dropped: one to a call, opened again when what had settled it
    did not last."""
    now = await database_now(session)
    promise = {
        "phone": phone,
        "phone_verified": verified,
        "account_id": account_id,
        "patient_id": patient_id,
        "reason": reason,
        "source": source,
        "priority": priority,
        "self_harm": self_harm,
        "for_practitioner": for_practitioner,
        **columns(task.made(now, resort, at_once=priority == EMERGENCY or self_harm), resort),
    }
    over = {"done_at": None, "outcome": None, "encounter_id": None, "claimed_by": None, "acknowledged_by": None}
    row = await session.execute(
        insert(Callback)
        .values(call_id=call_id, province_code=province, **promise)
        .on_conflict_do_update(
            index_elements=["call_id"],
            index_where=Callback.call_id.is_not(None),
            set_={**promise, **over},
            where=Callback.state.not_in(OPEN),
        )
        .returning(Callback.id)
        .execution_options(populate_existing=True)
    )
    kept = row.scalar_one_or_none()
    if kept:
        await events.record(session, events.CallbackChanged(kept, "open"))


async def rank(session: Session, call_id: UUID, priority: int, *, self_harm: bool) -> None:
    """What is owed for this call already is as urgent as the call has become; for an emergency it is due, and somebody is
    alerted, at once."""
    now = func.clock_timestamp()
    at_once = priority == EMERGENCY or self_harm
    sooner = {"due_at": func.least(Callback.due_at, now), "acknowledged_at": None} if at_once else {}
    looks = case((Callback.state == "open", now), else_=Callback.alert_at)
    ranked = await session.scalars(
        update(Callback)
        .where(
            Callback.call_id == call_id,
            Callback.state.in_(OPEN),
            or_(Callback.priority != priority, Callback.self_harm != self_harm),
        )
        .values(priority=priority, self_harm=self_harm, **sooner, **({"alert_at": looks} if at_once else {}))
        .returning(Callback.id)
        .execution_options(synchronize_session=False)
    )
    for callback_id in ranked.all():
        await events.record(session, events.CallbackChanged(callback_id, "open"))


async def settle(
    session: Session,
    *,
    call_id: UUID,
    account_id: UUID | None,
    phone: str,
    verified: bool,
    outcome: str,
    encounter_id: UUID | None,
    patient_id: UUID | None,
    bedside_of: UUID | None = None,
) -> None:
    """Close what is owed to this caller: an answered call, or "Không cần nữa", settles it.

    "Không cần nữa" is said of one patient (patient_id; None: not told): what is owed for another of the family stays.

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
    theirs = []
    if verified or outcome != "withdrawn":
        theirs.append(same_phone)
    if account_id is not None:
        theirs.append(Callback.account_id == account_id)
    about = or_(Callback.patient_id.is_(None), Callback.patient_id == patient_id) if outcome == "withdrawn" else true()
    whose = or_(Callback.call_id == call_id, and_(or_(false(), *theirs), about))
    rows = await session.execute(
        update(Callback)
        .where(whose, Callback.state.in_(OPEN))
        .values(
            state="cancelled" if outcome == "withdrawn" else "done",
            outcome=outcome,
            done_at=func.clock_timestamp(),
            encounter_id=encounter_id,
            alert_at=None,
        )
        .returning(Callback.id, Callback.state)
        .execution_options(synchronize_session=False)
    )
    for callback_id, state in rows.all():
        await events.record(session, events.CallbackChanged(callback_id, state))


async def get(session: Session, callback_id: UUID, province: str) -> Callback:
    """One call-back of this province; NotFound otherwise."""
    query = select(Callback).where(Callback.id == callback_id, Callback.province_code == province)
    row = await session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound("not-found", "No such call-back.")
    return row


async def pending(session: Session, province: str, limit: int = 100) -> list[Callback]:
    """What is open or claimed, the most urgent first, then the oldest. Where there are more than `limit`, numbers that are proved come before
    those anybody may have named: junk must not push a family off the page."""
    rows = await session.scalars(
        select(Callback)
        .where(Callback.province_code == province, Callback.state.in_(OPEN))
        .order_by(Callback.priority.desc(), Callback.phone_verified.desc(), Callback.created_at)
        .limit(limit)
    )
    return sorted(rows.all(), key=lambda row: (-row.priority, row.created_at))
