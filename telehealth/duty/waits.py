"""Tonight: since when, how long callers waited, and the place of a new one. The estimate itself is duty.waiting."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import text

from telehealth.clock import now
from telehealth.db import Session
from telehealth.duty import claims
from telehealth.duty.waiting import Waited, place

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NIGHT, DAY = time(18), time(6)
LATEST = 200
"""Calls of tonight that are looked at: enough for the estimate, and bounded on the busiest night."""


def since(at: datetime) -> datetime:
    """The start of the present stretch: 18:00 for a night (it belongs to its start date), 06:00 for a day."""
    local = at.astimezone(ZONE)
    if local.time() >= NIGHT:
        return datetime.combine(local.date(), NIGHT, ZONE)
    if local.time() >= DAY:
        return datetime.combine(local.date(), DAY, ZONE)
    return datetime.combine(local.date() - timedelta(days=1), NIGHT, ZONE)


async def tonight(session: Session, province: str) -> list[Waited]:
    """The latest calls of the present stretch. Whoever hung up, or still waits, waited at least so long."""
    rows = await session.execute(
        text(
            "SELECT extract(epoch FROM coalesce(answered_at, ended_at, clock_timestamp()) - requested_at),"
            " answered_at IS NOT NULL, place, priority FROM call WHERE province_code = :province AND NOT outgoing"
            " AND place IS NOT NULL AND requested_at >= :since ORDER BY requested_at DESC LIMIT :latest"
        ),
        {"province": province, "since": since(now()), "latest": LATEST},
    )
    return [Waited(float(seconds), answered, at, priority) for seconds, answered, at, priority in rows]


async def place_now(session: Session, province: str) -> float:
    """The place of a call that is made now. Calls that ring have their doctors already: those are not free."""
    on_duty, free = await claims.counts(session, province)
    waiting = await session.scalar(
        text("SELECT count(*) FROM call WHERE province_code = :province AND state = 'waiting'"), {"province": province}
    )
    return place(waiting or 0, free, on_duty)
