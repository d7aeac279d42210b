"""Who stands on a rung of the ladder, and claiming them for a call.

A claim never waits (SKIP LOCKED), so claims cannot deadlock. A knock takes nothing and locks nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from telehealth.accounts.models import Facility
from telehealth.db import Session
from telehealth.duty.claims import FREE, MAY_ANSWER, MISSED_TOO_OFTEN
from telehealth.duty.ladder import Whom
from telehealth.duty.models import Duty, FacilityNeighbour
from telehealth.duty.ringable import RINGABLE_FIRST


@dataclass(frozen=True)
class Reach:
    """Who stands on a rung, seen from one call."""

    whom: Whom
    province: str
    station: UUID  # of the commune where the patient is


def on_rung(reach: Reach) -> ColumnElement[bool]:
    """Stretches of duty that stand on it now, busy or free."""
    live = and_(Duty.province_code == reach.province, Duty.ended_at.is_(None))
    if reach.whom is not Whom.EVERYONE:
        live &= Duty.standby.is_(False)
    match reach.whom:
        case Whom.STATION:
            return live & (Duty.facility_id == reach.station)
        case Whom.NEIGHBOURS:
            near = select(FacilityNeighbour.neighbour_id).where(FacilityNeighbour.facility_id == reach.station)
            return live & Duty.facility_id.in_(near)
        case Whom.HOSPITAL:
            return live & Duty.facility_id.in_(select(Facility.id).where(Facility.kind == "hospital"))
        case Whom.PROVINCE | Whom.EVERYONE:
            return live


async def claim(
    session: Session, reach: Reach, call_id: UUID, exclude: Iterable[UUID], *, everybody: bool = False
) -> list[UUID]:
    """Claim for this call the free practitioner of the rung who was rung longest ago, or everybody free on it.

    Two claims at once never take the same person: rows are locked, rows locked by others are passed over, and a row
    that changed meanwhile is judged again by its own columns.
    """
    candidates = (
        select(Duty.id)
        .where(on_rung(reach), FREE, Duty.practitioner_id.not_in(list(exclude)), MAY_ANSWER)
        .order_by(
            RINGABLE_FIRST,
            Duty.missed_in_row >= MISSED_TOO_OFTEN,
            Duty.last_rung_at.asc().nulls_first(),
            Duty.started_at,
        )
        .limit(None if everybody else 1)
        .with_for_update(skip_locked=True)
        .cte("candidate")  # run once: as an IN (…) it may be run again for every row, and lock more than it limits
    )
    claimed = await session.scalars(
        update(Duty)
        .where(Duty.id == candidates.c.id)
        .values(engaged_call=call_id, last_rung_at=func.clock_timestamp())
        .returning(Duty.practitioner_id)
        .execution_options(synchronize_session=False)
    )
    return sorted(claimed, key=str)


async def knock(session: Session, reach: Reach, call_id: UUID, exclude: Iterable[UUID]) -> list[UUID]:
    """Whoever of the rung is busy (rung by another call, in one, or writing its note): an emergency knocks at their
    door and takes nothing from them. Somebody on the way home is left alone."""
    busy = or_(Duty.engaged_call.is_not(None), Duty.busy_until > func.clock_timestamp())
    other = or_(Duty.engaged_call.is_(None), Duty.engaged_call != call_id)
    found = await session.scalars(
        select(Duty.practitioner_id).where(
            on_rung(reach),
            busy,
            other,
            Duty.leaving_at.is_(None),
            Duty.practitioner_id.not_in(list(exclude)),
            MAY_ANSWER,
        )
    )
    return sorted(found, key=str)


async def stands_empty(session: Session, reach: Reach) -> bool:
    """Whether nobody at all stands on this rung, busy or free."""
    query = select(Duty.id).where(on_rung(reach), Duty.leaving_at.is_(None), MAY_ANSWER).limit(1)
    return await session.scalar(query) is None
