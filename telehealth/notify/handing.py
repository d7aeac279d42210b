"""The steps by which one alert leaves: taken, handed over, and what became of it. Each is guarded by the state seen.

The order makes death harmless: 'sending' is committed before anything leaves, so what a dead process left behind shows as
'unknown' and is never silently sent a second time; and the next attempt is planned in the same transaction.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import func, insert, select, update

from telehealth import events
from telehealth.db import Session
from telehealth.errors import NotFound
from telehealth.notify import alerts, subscriptions
from telehealth.notify.models import NOW, AlertRow
from telehealth.notify.sending import Channel, Handed, Purpose, Result

AGAIN_AFTER = timedelta(seconds=3)
"""How soon a failed push is tried again."""
TRIES = 3
"""Attempts of an alert that is not repeated by itself."""
LEFT_BEHIND = timedelta(seconds=60)
"""An alert handed over this long ago, and nothing written of it, is 'unknown': whoever held it has died. Longer than any
sender's timeout."""


async def next_due(session: Session) -> tuple[AlertRow, int] | None:
    """The pending alert due longest ago, locked, and how many seconds it has left (0: its time is over, in database
    time). Rows that another loop holds are passed over."""
    left = func.greatest(0, func.extract("epoch", AlertRow.expires_at - NOW))
    query = (
        select(AlertRow, left)
        .where(AlertRow.state == "pending", AlertRow.due_at <= NOW)
        .order_by(AlertRow.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    found = (await session.execute(query.execution_options(populate_existing=True))).first()
    return (found[0], int(found[1])) if found else None


async def drop(session: Session, alert_id: UUID, state: str, error: str) -> None:
    """Its turn came, and it is not handed over: too late ('expired') or not wanted ('cancelled')."""
    await _mark(session, alert_id, "pending", state=state, error=error, done_at=NOW)


async def hand(session: Session, row: AlertRow, left: int, outcome: str | None) -> Handed | None:
    """Mark it 'sending' and plan its repetition. None: somebody else has taken it, or its browser can be woken no more.

    Commit, then send: from here on a death shows as 'unknown' and never as a second, silent sending of this row.
    """
    token = secrets.token_urlsafe(32)
    if not await _mark(session, row.id, "pending", state="sending", handed_at=NOW, token_hash=hash_of(token)):
        return None
    browser = await subscriptions.live(session, row.subscription_id, row.account_id) if row.subscription_id else None
    if row.channel == "push" and browser is None:
        await _mark(session, row.id, "sending", state="failed", error="gone", done_at=NOW)
        return None
    if row.repeat_every is not None:
        await _again(session, row, row.repeat_every)
    return Handed(
        row.id,
        cast(Purpose, row.purpose),
        cast(Channel, row.channel),
        row.call_id,
        row.callback_id,
        outcome,
        left,
        token,
        browser,
        row.phone,
    )


async def done(session: Session, alert_id: UUID, result: Result) -> None:
    """Write what became of it. A receipt that was faster stays."""
    if await _mark(session, alert_id, "sending", state=result.state, error=result.error, done_at=NOW):
        await events.record(session, events.AlertChanged(alert_id, result.state))
    if result.state != "failed":
        return
    row = await session.get(AlertRow, alert_id, populate_existing=True)
    if row is not None and row.subscription_id:
        await subscriptions.note_failure(session, row.subscription_id, gone=result.gone)
        if result.gone:
            await alerts.cancel(session, AlertRow.subscription_id == row.subscription_id)
    if row is not None and result.again:
        await _sooner(session, row)


async def settle_left_behind(session: Session) -> int:
    """Alerts whose process died before it wrote what became of them: they may have left, and it is said so."""
    rows = await session.scalars(
        update(AlertRow)
        .where(AlertRow.state == "sending", AlertRow.handed_at < NOW - LEFT_BEHIND)
        .values(state="unknown", error="left-behind", done_at=NOW)
        .returning(AlertRow.id)
        .execution_options(synchronize_session=False)
    )
    found = list(rows)
    for alert_id in found:
        await events.record(session, events.AlertChanged(alert_id, "unknown"))
    return len(found)


# ---- what the browser says


def hash_of(token: str) -> bytes:
    """What we keep of a one-time token."""
    return hashlib.sha256(token.encode()).digest()


async def received(session: Session, token: str) -> None:
    """The browser has it. Again is harmless; NotFound for a token of nobody."""
    row = await by_token(session, token)
    done = await session.execute(
        update(AlertRow)
        .where(AlertRow.id == row.id, AlertRow.state.in_(("sending", "sent", "unknown")))
        .values(state="delivered", delivered_at=NOW, done_at=func.coalesce(AlertRow.done_at, NOW), error=None)
        .returning(AlertRow.id)
        .execution_options(synchronize_session=False)
    )
    if done.first():
        await events.record(session, events.AlertChanged(row.id, "delivered"))


async def by_token(session: Session, token: str) -> AlertRow:
    """The alert whose push carried this token; NotFound for a token of nobody."""
    row = await session.scalar(select(AlertRow).where(AlertRow.token_hash == hash_of(token)))
    if row is None:
        raise NotFound()
    return row


async def spend(session: Session, alert_id: UUID) -> bool:
    """Use the one answer a push may give; False when it is used, or its time is over."""
    done = await session.execute(
        update(AlertRow)
        .where(AlertRow.id == alert_id, AlertRow.answered_at.is_(None), AlertRow.expires_at > NOW)
        .values(answered_at=NOW)
        .returning(AlertRow.id)
        .execution_options(synchronize_session=False)
    )
    return done.first() is not None


# ---- inside


async def _mark(session: Session, alert_id: UUID, seen: str, **values: Any) -> bool:
    """The guard of every step: only from the state that was seen."""
    done = await session.execute(
        update(AlertRow)
        .where(AlertRow.id == alert_id, AlertRow.state == seen)
        .values(**values)
        .returning(AlertRow.id)
        .execution_options(synchronize_session=False)
    )
    return done.first() is not None


async def _again(session: Session, row: AlertRow, after: timedelta) -> None:
    """The next attempt, planned in the transaction that takes this one: it comes whatever becomes of this one."""
    copied = ("purpose", "account_id", "call_id", "ring", "callback_id", "channel", "subscription_id", "phone")
    values = {name: getattr(row, name) for name in (*copied, "repeat_every", "expires_at")}
    await session.execute(insert(AlertRow).values(attempt=row.attempt + 1, due_at=NOW + after, **values))


async def _sooner(session: Session, row: AlertRow) -> None:
    """A failure that may pass: the next attempt comes soon, made if none is planned."""
    same = [
        getattr(AlertRow, name).is_not_distinct_from(getattr(row, name))
        for name in ("purpose", "account_id", "call_id", "ring", "callback_id", "channel", "subscription_id")
    ]
    moved = await session.execute(
        update(AlertRow)
        .where(*same, AlertRow.state == "pending")
        .values(due_at=func.least(AlertRow.due_at, NOW + AGAIN_AFTER))
        .returning(AlertRow.id)
        .execution_options(synchronize_session=False)
    )
    if moved.first() is None and row.repeat_every is None and row.attempt < TRIES:
        await _again(session, row, AGAIN_AFTER)
