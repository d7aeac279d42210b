"""When many unverified calls come at once: they share one doctor, so that families we know still reach the others.

Anybody may ring as "số chưa xác minh", and nothing about a number or an address tells a prank from an emergency. So no
such call is refused; but past FLOOD of them one doctor at a time is rung for any of them, and after the verified ones.
On an ordinary night this changes nothing.
"""

from sqlalchemy import func, select

from telehealth.calls.models import CallRow
from telehealth.db import Session, one_at_a_time

FLOOD = 5
"""Unverified calls in the queue of a province at once (product rule)."""


async def shares(session: Session, row: CallRow) -> bool:
    """Whether this call shares one doctor with the others of a flood, whatever it says of itself: an emergency, or the rung
    on which all are rung at once, would else let one prankster take every doctor from the families we know."""
    return not row.caller_verified and await is_on(session, row.province_code)


async def must_wait(session: Session, row: CallRow) -> bool:
    """Whether this call has to let others be rung first."""
    if row.caller_verified:
        return False
    if not await is_on(session, row.province_code):
        return False
    await one_at_a_time(session, f"flood {row.province_code}")  # two at once would each see nobody ringing
    _, ringing, verified_waiting = await _counted(session, row.province_code)
    return bool(ringing or verified_waiting)


async def is_on(session: Session, province: str) -> bool:
    """Whether so many unverified calls stand in the queue that verified ones pass them."""
    return (await _counted(session, province))[0] > FLOOD


async def _counted(session: Session, province: str) -> tuple[int, int, int]:
    """(unverified in the queue, unverified that ring, verified that wait)."""
    unverified = CallRow.caller_verified.is_(False)
    counted = await session.execute(
        select(
            func.count().filter(unverified),
            func.count().filter(unverified, CallRow.state == "ringing"),
            func.count().filter(CallRow.caller_verified, CallRow.state == "waiting"),
        ).where(CallRow.province_code == province, CallRow.state.in_(("waiting", "ringing")))
    )
    queued, ringing, verified_waiting = counted.one()
    return queued, ringing, verified_waiting
