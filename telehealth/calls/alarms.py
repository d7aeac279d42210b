"""What a change of a call means for alerts: whom to wake, what is not wanted any more, what to say where it was delivered.

`follow` runs in the transaction of every change of a call. `still_wanted` is asked again just before each alert leaves.
How long each step waits stands in the ladder that the call carries (duty/ladder.py: Waking).
"""

from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import select

from telehealth.accounts.models import Practitioner, PractitionerRole
from telehealth.calls import ledger
from telehealth.calls.states import Call, Ring
from telehealth.db import Session, one_at_a_time
from telehealth.duty.ladder import Waking
from telehealth.duty.models import Callback, Duty
from telehealth.notify import alerts
from telehealth.notify.alerts import Plan
from telehealth.notify.models import AlertRow
from telehealth.notify.sending import Purpose

SAID_FOR = timedelta(minutes=10)
"""How long "đã có bác sĩ nhận" is worth delivering to a phone that was offline."""
RINGING: tuple[Purpose, Purpose] = ("ring", "knock")
EMERGENCY = 3
PLAN_TRIES = 2

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Verdict:
    """Whether an alert is still wanted, and how the ring it speaks of ended (for "taken")."""

    wanted: bool
    outcome: str | None = None


async def follow(session: Session, change: ledger.Change) -> None:
    """The alerts that this change makes necessary or pointless. Whatever goes wrong here, the change itself stands."""
    for ring in change.rung:
        if ring in change.after.live_rings:
            await _apart(session, _wake, change.row.id, ring, change.after.ladder.waking)
    for ring in change.silenced:
        await _apart(session, _ring_over, change.row.id, ring)
    if change.before.offered_to != change.after.offered_to:
        await _apart(session, _offered, change)


async def _apart(session: Session, step: Callable[..., Awaitable[None]], *about: object) -> None:
    """One step by itself: an alarm that cannot be planned must stop neither the call nor the alarms of others. Tried
    twice, for a browser that was forgotten this instant, or a deadlock; without it the page rings all the same."""
    for _ in range(PLAN_TRIES):
        try:
            async with session.begin_nested():
                await step(session, *about)
            return
        except Exception as fault:
            log.error("alert_not_planned", error=type(fault).__name__)


async def still_wanted(session: Session, alert: AlertRow) -> Verdict:
    """Read the call (or the call-back) again: is this alert still true?"""
    if alert.call_id is not None and alert.purpose in (*RINGING, "taken", "handover"):
        _, call = await ledger.load(session, alert.call_id)
        return await _of_call(session, alert, call)
    if alert.purpose == "callback":
        return Verdict(await _callback_waits(session, alert.callback_id))
    return Verdict(True)


async def _of_call(session: Session, alert: AlertRow, call: Call) -> Verdict:
    person = await session.scalar(select(Practitioner.id).where(Practitioner.account_id == alert.account_id))
    if alert.purpose == "handover":
        return Verdict(call.offered_to is not None and call.offered_to == person)
    ring = next((ring for ring in call.rings if ring.number == alert.ring), None)
    if alert.purpose in RINGING:
        return Verdict(ring in call.live_rings)
    rings_again = any(live.practitioner == person for live in call.live_rings)
    return Verdict(ring is not None and not rings_again, ring.outcome.value if ring else None)


async def _callback_waits(session: Session, callback_id: UUID | None) -> bool:
    row = await session.get(Callback, callback_id, populate_existing=True) if callback_id else None
    return row is not None and row.state == "open" and row.acknowledged_at is None


async def _wake(session: Session, call_id: UUID, ring: Ring, waking: Waking) -> None:
    account = await _account(session, ring.practitioner)
    plan = Plan(ring.until - ring.rung_at, waking.push_every, waking.sms_after, waking.voice_after)
    await alerts.for_account(session, account, RINGING[ring.knock], plan, call_id=call_id, ring=ring.number)


async def _ring_over(session: Session, call_id: UUID, ring: Ring) -> None:
    """Nothing more of this ring leaves, and where it was shown the truth replaces it."""
    this = AlertRow.call_id == call_id, AlertRow.ring == ring.number, AlertRow.purpose.in_(RINGING)
    await alerts.cancel(session, *this)
    for account, browser in await alerts.browsers_reached(session, *this):
        await alerts.to_browser(session, account, browser, "taken", SAID_FOR, call_id=call_id, ring=ring.number)


async def _offered(session: Session, change: ledger.Change) -> None:
    """A colleague is asked to take the call over, or no longer."""
    call_id, ladder = change.row.id, change.after.ladder
    await alerts.cancel(session, AlertRow.call_id == call_id, AlertRow.purpose == "handover")
    if change.after.offered_to is not None:
        waking = ladder.waking
        plan = Plan(ladder.offer_for, waking.push_every, waking.sms_after, waking.voice_after)
        account = await _account(session, change.after.offered_to)
        await alerts.for_account(session, account, "handover", plan, call_id=call_id)


async def call_back_is_due(session: Session, row: Callback, accounts: Collection[UUID], waking: Waking) -> None:
    """Remind whoever answers for a call-back; what nothing wakes still stands on their page.

    One text and one telephone call speak for all that are due at the time, and numbers nobody has proved add nothing to
    them: the form for a call-back needs no code, and must not ring a telephone through the night. An emergency's is its own.
    """
    lasts = timedelta(seconds=row.remind_every)
    by_itself = row.priority == EMERGENCY or row.self_harm
    for account in [] if by_itself else sorted(accounts, key=str):
        await one_at_a_time(session, f"reminders {account}")  # two at once would each find nothing told
    for account in accounts:
        told = not by_itself and await alerts.told_lately(session, account, "callback", lasts, but=row.id)
        if told and not row.phone_verified:
            continue
        plan = Plan(lasts) if told else Plan(lasts, None, waking.sms_after, waking.voice_after)
        if not await alerts.for_account(session, account, "callback", plan, callback_id=row.id, call_id=row.call_id):
            await alerts.to_page(session, account, "callback", callback_id=row.id, call_id=row.call_id)


async def tell_managers(session: Session, call_id: UUID, asleep: Iterable[UUID], owner: UUID | None) -> None:
    """Two calls missed in a row: the managers of the place hear of it (where it has none, whoever owns the ladder's
    call-backs), by push where they are subscribed, else on the clinic's page. Nobody is taken off duty for it."""
    for practitioner in asleep:
        await _apart(session, _tell_managers_of, call_id, practitioner, owner)


async def _tell_managers_of(session: Session, call_id: UUID, practitioner: UUID, owner: UUID | None) -> None:
    for account in await _managers(session, practitioner) or ([owner] if owner else []):
        if not await alerts.for_account(session, account, "manager", Plan(SAID_FOR), call_id=call_id):
            await alerts.to_page(session, account, "manager", call_id=call_id)


async def _managers(session: Session, practitioner_id: UUID) -> list[UUID]:
    place = select(Duty.facility_id).where(Duty.practitioner_id == practitioner_id, Duty.ended_at.is_(None))
    rows = await session.scalars(
        select(PractitionerRole.account_id)
        .where(
            PractitionerRole.facility_id == place.scalar_subquery(),
            PractitionerRole.role == "manager",
            PractitionerRole.revoked_at.is_(None),
        )
        .distinct()
    )
    return list(rows)


async def _account(session: Session, practitioner_id: UUID) -> UUID:
    query = select(Practitioner.account_id).where(Practitioner.id == practitioner_id)
    return (await session.execute(query)).scalar_one()
