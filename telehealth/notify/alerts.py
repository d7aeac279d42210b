"""The queue of attempts to reach people: rows with a due time, written in the transaction that made them necessary.

Nothing here knows calls or duty. What an alert is for, and whether it is still wanted, is decided in calls/alarms.py;
notify/handing.py has the steps by which one leaves, and telehealth/alerting.py takes what is due and hands it over.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, select, text, update

from telehealth.accounts.models import Practitioner
from telehealth.db import Session
from telehealth.notify import subscriptions
from telehealth.notify.models import NOW, AlertRow
from telehealth.notify.sending import Purpose

HANDED = ("sending", "sent", "delivered", "unknown")
"""States of an alert that may have reached the person."""
KEPT_DAYS = 90


@dataclass(frozen=True)
class Plan:
    """When each channel begins, and when all of it is pointless. None: not by this channel (or not repeated)."""

    lasts: timedelta
    push_every: timedelta | None = None
    sms_after: timedelta | None = None
    voice_after: timedelta | None = None


async def for_account(
    session: Session,
    account_id: UUID,
    purpose: Purpose,
    plan: Plan,
    *,
    call_id: UUID | None = None,
    ring: int | None = None,
    callback_id: UUID | None = None,
) -> int:
    """Plan to reach this person: a push to each of their browsers now (and again), then a text, then a telephone call.

    Returns how many rows were written; 0 means that nothing of theirs can be woken.
    """
    about = {"purpose": purpose, "call_id": call_id, "ring": ring, "callback_id": callback_id}
    rows: list[dict[str, Any]] = [
        {"channel": "push", "subscription_id": one, "repeat_every": plan.push_every}
        for one in await subscriptions.live_of(session, account_id)
    ]
    phone = await session.scalar(select(Practitioner.phone).where(Practitioner.account_id == account_id))
    for channel, after in (("sms", plan.sms_after), ("voice", plan.voice_after)):
        if phone and after is not None and after < plan.lasts:
            rows.append({"channel": channel, "phone": phone, "due_at": NOW + after})
    for row in rows:
        await _insert(session, account_id, plan.lasts, **about, **row)
    return len(rows)


async def to_browser(
    session: Session, account_id: UUID, subscription_id: UUID, purpose: Purpose, lasts: timedelta, **about: Any
) -> UUID:
    """One push to one browser, now."""
    return await _insert(
        session, account_id, lasts, purpose=purpose, channel="push", subscription_id=subscription_id, **about
    )


async def to_page(session: Session, account_id: UUID, purpose: Purpose, **about: Any) -> UUID:
    """A row for the page alone: nothing leaves, whoever opens the page reads it."""
    return await _insert(session, account_id, timedelta(0), purpose=purpose, channel="page", state="sent", **about)


async def _insert(session: Session, account_id: UUID, lasts: timedelta, **values: Any) -> UUID:
    row = insert(AlertRow).values(account_id=account_id, expires_at=NOW + lasts, **values).returning(AlertRow.id)
    made: UUID = (await session.execute(row)).scalar_one()
    return made


async def told_lately(session: Session, account_id: UUID, purpose: Purpose, lasts: timedelta, *, but: UUID) -> bool:
    """Whether this person has been told of something like it within this time, or is about to be; but: the call-back
    whose own alerts do not count."""
    query = select(AlertRow.id).where(
        AlertRow.account_id == account_id,
        AlertRow.purpose == purpose,
        AlertRow.callback_id != but,
        AlertRow.state.in_(("pending", *HANDED)),
        AlertRow.created_at > NOW - lasts,
    )
    return await session.scalar(query.limit(1)) is not None


async def cancel(session: Session, *which: ColumnElement[bool]) -> None:
    """What is still pending of these is not wanted any more."""
    await session.execute(
        update(AlertRow)
        .where(*which, AlertRow.state == "pending")
        .values(state="cancelled", done_at=NOW)
        .execution_options(synchronize_session=False)
    )


async def browsers_reached(session: Session, *which: ColumnElement[bool]) -> list[tuple[UUID, UUID]]:
    """(account, browser) of pushes that may stand on a screen now."""
    rows = await session.execute(
        select(AlertRow.account_id, AlertRow.subscription_id)
        .where(*which, AlertRow.channel == "push", AlertRow.state.in_(HANDED), AlertRow.subscription_id.is_not(None))
        .distinct()
    )
    return [(account, cast(UUID, browser)) for account, browser in rows]


async def forget_old(session: Session) -> None:
    """Delete what nobody asks about any more: the numbers are personal data."""
    old = AlertRow.created_at < func.now() - text(f"interval '{KEPT_DAYS} days'")
    await session.execute(delete(AlertRow).where(old).execution_options(synchronize_session=False))
    await subscriptions.forget_dead(session)
