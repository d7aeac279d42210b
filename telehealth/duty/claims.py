"""Duty rows: going on and off duty, being engaged with a call and being freed. Whom a call claims is in reach.py.

Lock order everywhere: the call first (of two, the smaller id), then duty rows.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from telehealth import events
from telehealth.accounts.models import Facility, LoginSession, Practitioner, PractitionerRole
from telehealth.accounts.permissions import PERMISSIONS, Permission
from telehealth.db import Session
from telehealth.duty.models import Duty
from telehealth.errors import Conflict, NotFound

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
FREE = and_(
    Duty.ended_at.is_(None),
    Duty.engaged_call.is_(None),
    Duty.leaving_at.is_(None),
    or_(Duty.busy_until.is_(None), Duty.busy_until <= func.clock_timestamp()),
)
"""May be rung now: the row's own columns only, so that a claim which waited for its lock judges them again."""
MISSED_TOO_OFTEN = 2
"""Missed rings in a row after which a practitioner is rung after all others (product rule); nobody is ever left out."""
MAY_ANSWER = and_(_HAS_ROLE, _SIGNED_IN)
"""What stands behind a duty row: whoever lost the role, or signed out everywhere, is rung no more and not counted."""


async def start(session: Session, practitioner_id: UUID, facility_id: UUID, *, standby: bool = False) -> None:
    """Go on duty, or on standby; once there, again is harmless, and duty takes the place of standby."""
    province = await session.scalar(select(Facility.province_code).where(Facility.id == facility_id))
    if province is None:
        raise NotFound("not-found", "No such facility.")
    row = await session.execute(
        insert(Duty)
        .values(practitioner_id=practitioner_id, facility_id=facility_id, province_code=province, standby=standby)
        .on_conflict_do_update(
            index_elements=["practitioner_id"],
            index_where=Duty.ended_at.is_(None),
            set_={"standby": standby, "leaving_at": None},
            where=or_(Duty.standby != standby, Duty.leaving_at.is_not(None)),
        )
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
        .values(engaged_call=call_id, busy_until=None)
        .returning(Duty.id)
        .execution_options(synchronize_session=False)
    )
    return row.first() is not None


async def move(session: Session, practitioner_id: UUID, call_id: UUID) -> None:
    """Engage a practitioner on duty with this call, whatever they were engaged with: an emergency takes them along, and
    from its end they come back to whom they left on hold."""
    await session.execute(
        update(Duty)
        .where(Duty.practitioner_id == practitioner_id, Duty.ended_at.is_(None))
        .values(engaged_call=call_id, busy_until=None)
        .execution_options(synchronize_session=False)
    )


async def release(
    session: Session, call_id: UUID, practitioners: Iterable[UUID], *, wrap_up: timedelta | None = None
) -> None:
    """Free these practitioners from this call; after one they held they write its note for so long."""
    writing = {} if wrap_up is None else {"busy_until": func.clock_timestamp() + wrap_up}
    await session.execute(
        update(Duty)
        .where(Duty.engaged_call == call_id, Duty.practitioner_id.in_(list(practitioners)))
        .values(engaged_call=None, **writing)
        .execution_options(synchronize_session=False)
    )


async def note_rings(session: Session, missed: Iterable[UUID], answered: Iterable[UUID]) -> list[UUID]:
    """Count missed rings in a row; an answer (or a decline: somebody is awake) starts the count anew. Returns those who
    have just missed too often."""
    awake, asleep = list(answered), list(missed)
    if awake:
        await _duty(session, awake, {"missed_in_row": 0})
    if not asleep:
        return []
    rows = await _duty(session, asleep, {"missed_in_row": Duty.missed_in_row + 1})
    return [practitioner for practitioner, count in rows if count == MISSED_TOO_OFTEN]


async def _duty(session: Session, practitioners: list[UUID], values: dict[str, Any]) -> list[tuple[UUID, int]]:
    rows = await session.execute(
        update(Duty)
        .where(Duty.practitioner_id.in_(practitioners), Duty.ended_at.is_(None))
        .values(values)
        .returning(Duty.practitioner_id, Duty.missed_in_row)
        .execution_options(synchronize_session=False)
    )
    return [(practitioner, count) for practitioner, count in rows]


async def leave_at(session: Session, practitioner_id: UUID, at: datetime | None) -> None:
    """No new calls from now on, off duty at this time; None: stays after all. Conflict('off-duty') when not on duty."""
    if not await _duty(session, [practitioner_id], {"leaving_at": at}):
        raise Conflict("off-duty", "Go on duty first.")
    await events.record(session, events.DutyChanged(practitioner_id, on_duty=True))


async def ready(session: Session, practitioner_id: UUID) -> None:
    """The note is written: may be rung again."""
    await _duty(session, [practitioner_id], {"busy_until": None})
    await events.record(session, events.DutyChanged(practitioner_id, on_duty=True))


async def leavers(session: Session) -> list[UUID]:
    """Whose time to leave has come and who are in no call."""
    due = Duty.leaving_at <= func.clock_timestamp()
    rows = await session.scalars(
        select(Duty.practitioner_id).where(Duty.ended_at.is_(None), Duty.engaged_call.is_(None), due)
    )
    return list(rows)


async def counts(session: Session, province: str) -> tuple[int, int]:
    """(on duty, free) practitioners of a province now; without those on standby."""
    row = await session.execute(
        select(func.count(), func.count().filter(FREE)).where(
            Duty.province_code == province, Duty.ended_at.is_(None), Duty.standby.is_(False), MAY_ANSWER
        )
    )
    on_duty, free = row.one()
    return on_duty, free


async def accounts(session: Session, province: str) -> list[UUID]:
    """The accounts of everyone on duty or on standby, longest first."""
    rows = await session.scalars(
        select(Practitioner.account_id)
        .join(Duty, Duty.practitioner_id == Practitioner.id)
        .where(Duty.province_code == province, Duty.ended_at.is_(None), MAY_ANSWER)
        .order_by(Duty.started_at)
    )
    return list(rows)


async def on_duty(session: Session, province: str) -> list[Duty]:
    """Everyone on duty or on standby, longest first."""
    rows = await session.scalars(
        select(Duty)
        .where(Duty.province_code == province, Duty.ended_at.is_(None), MAY_ANSWER)
        .order_by(Duty.started_at)
        .execution_options(populate_existing=True)
    )
    return list(rows)
