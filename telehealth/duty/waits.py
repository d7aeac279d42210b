"""Tonight: since when, and how long callers waited until an answer."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import text

from telehealth.clock import now
from telehealth.db import Session

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NIGHT, DAY = time(18), time(6)


def since(at: datetime) -> datetime:
    """The start of the present stretch: 18:00 for a night (it belongs to its start date), 06:00 for a day."""
    local = at.astimezone(ZONE)
    if local.time() >= NIGHT:
        return datetime.combine(local.date(), NIGHT, ZONE)
    if local.time() >= DAY:
        return datetime.combine(local.date(), DAY, ZONE)
    return datetime.combine(local.date() - timedelta(days=1), NIGHT, ZONE)


async def tonight(session: Session, province: str) -> list[float]:
    """Seconds from the tap to the answer, of calls answered in the present stretch."""
    rows = await session.execute(
        text(
            "SELECT extract(epoch FROM answered_at - requested_at) FROM call WHERE province_code = :province"
            " AND answered_at IS NOT NULL AND NOT outgoing AND requested_at >= :since"
        ),
        {"province": province, "since": since(now())},
    )
    return [float(seconds) for (seconds,) in rows]
