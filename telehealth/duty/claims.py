"""Going on and off duty, and claiming a practitioner for a call.

Lock order everywhere: the call first, then duty rows. A claim never waits (SKIP LOCKED), so claims cannot deadlock.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert

from telehealth import events
from telehealth.accounts.models import Facility, LoginSession, Practitioner, PractitionerRole
from telehealth.accounts.permissions import PERMISSIONS, Permission
from telehealth.db import Session
from telehealth.duty.models import Duty
from telehealth.errors import NotFound

ANSWERING = [role.value for role, may in PERMISSIONS.items() if Permission.ANSWER_CALLS in may]
_HAS_ROLE = exists().where(
    Practitioner.id == Duty.practitioner_id,
    PractitionerRole.account_id == Practitioner.account_id,
    PractitionerRole.facility_id == Duty.facility_id,
    PractitionerRole.role.in_(ANSWERING),
    PractitionerRole.revoked_at.is_(None),
)
_SIGNED_IN = exists().where(
    Practitioner.id == Duty.practitioner_id,
    LoginSession.account_id == Practitioner.account_id,
    LoginSession.audience == "doctor",
    LoginSession.revoked_at.is_(None),
)
MAY_ANSWER = and_(_HAS_ROLE, _SIGNED_IN)
"""What stands behind a duty row: whoever lost the role, or signed out everywhere, is rung no more and not counted."""


async def start(session: Session, practitioner_id: UUID, facility_id: UUID) -> None:
    """Go on duty; once on duty, again is harmless."""
    province = await session.scalar(select(Facility.province_code).where(Facility.id == facility_id))
    if province is None:
        raise NotFound("not-found", "No such facility.")
    row = await session.execute(
        insert(Duty)
        .values(practitioner_id=practitioner_id, facility_id=facility_id, province_code=province)
        .on_conflict_do_nothing(index_elements=["practitioner_id"], index_where=Duty.ended_at.is_(None))
        .returning(Duty.id)
    )
    if row.first():
        await events.record(session, events.DutyChanged(practitioner_id, on_duty=True))


async def stop(session: Session, practitioner_id: UUID) -> bool:
    """Go off duty unless engaged at this instant (then False: withdraw from the call first, and ask again)."""
    row = await session.execute(
        update(Duty)
        .where(Duty.practitioner_id == practitioner_id, Duty.ended_at.is_(None), Duty.engaged_call.is_(None))
        .values(ended_at=func.clock_timestamp())
        .returning(Duty.id)
    )
    if row.first():
        await events.record(session, events.DutyChanged(practitioner_id, on_duty=False))
        return True
    return await current(session, practitioner_id) is None


async def current(session: Session, practitioner_id: UUID) -> Duty | None:
    """The live stretch of duty, or None when off duty."""
    query = select(Duty).where(Duty.practitioner_id == practitioner_id, Duty.ended_at.is_(None))
    return await session.scalar(query.execution_options(populate_existing=True))


async def claim(session: Session, province: str, call_id: UUID, exclude: Iterable[UUID]) -> UUID | None:
    """Claim the free practitioner rung longest ago for this call; None when nobody is left.

    Two claims at once never take the same person: the row is locked, rows locked by others are passed over, and a
    row that changed meanwhile is judged again by its own columns.
    """
    candidate = (
        select(Duty.id)
        .where(
            Duty.province_code == province,
            Duty.ended_at.is_(None),
            Duty.engaged_call.is_(None),
            Duty.practitioner_id.not_in(list(exclude)),
            MAY_ANSWER,
        )
        .order_by(Duty.last_rung_at.asc().nulls_first(), Duty.started_at)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    return await session.scalar(
        update(Duty)
        .where(Duty.id == candidate)
        .values(engaged_call=call_id, last_rung_at=func.clock_timestamp())
        .returning(Duty.practitioner_id)
        .execution_options(synchronize_session=False)
    )


async def engage(session: Session, practitioner_id: UUID, call_id: UUID, province: str) -> bool:
    """Engage this practitioner with this call of this province; False when not on duty there, when the role behind the
    duty is lost, or when engaged with another call."""
    row = await session.execute(
        update(Duty)
        .where(
            Duty.practitioner_id == practitioner_id,
            Duty.province_code == province,
            Duty.ended_at.is_(None),
            (Duty.engaged_call.is_(None)) | (Duty.engaged_call == call_id),
            MAY_ANSWER,
        )
        .values(engaged_call=call_id)
        .returning(Duty.id)
        .execution_options(synchronize_session=False)
    )
    return row.first() is not None


async def release(session: Session, call_id: UUID, practitioners: Iterable[UUID]) -> None:
    """Free these practitioners from this call."""
    await session.execute(
        update(Duty)
        .where(Duty.engaged_call == call_id, Duty.practitioner_id.in_(list(practitioners)))
        .values(engaged_call=None)
        .execution_options(synchronize_session=False)
    )


async def counts(session: Session, province: str) -> tuple[int, int]:
    """(on duty, free) practitioners of a province now."""
    row = await session.execute(
        select(func.count(), func.count().filter(Duty.engaged_call.is_(None))).where(
            Duty.province_code == province, Duty.ended_at.is_(None), MAY_ANSWER
        )
    )
    on_duty, free = row.one()
    return on_duty, free


async def on_duty(session: Session, province: str) -> list[tuple[UUID, datetime, bool]]:
    """(practitioner, since, engaged) of everyone on duty, longest first."""
    rows = await session.execute(
        select(Duty.practitioner_id, Duty.started_at, Duty.engaged_call.is_not(None))
        .where(Duty.province_code == province, Duty.ended_at.is_(None), MAY_ANSWER)
        .order_by(Duty.started_at)
    )
    return [(practitioner, since, engaged) for practitioner, since, engaged in rows]
