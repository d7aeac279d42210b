"""Handlers of a doctor's devices: what a page says of itself, the test alarm, and "Từ chối" on a notification."""

from datetime import timedelta

from aiohttp import web
from sqlalchemy import select

from telehealth import events
from telehealth.accounts.models import LoginSession, Practitioner
from telehealth.accounts.pace import keep_pace
from telehealth.calls import aftermath, alarms, ledger, ringing, service
from telehealth.calls.models import CallRow
from telehealth.calls.states import Declined
from telehealth.db import Session
from telehealth.duty import devices
from telehealth.duty.shapes import DeviceList, DeviceState, DeviceView, TestAlarm, TestAlarmSent
from telehealth.endpoint import principal, transaction
from telehealth.errors import Conflict, NotFound
from telehealth.notify import alerts, handing, subscriptions
from telehealth.notify.models import AlertRow, PushSubscription
from telehealth.notify.shapes import Receipt

TEST_LASTS = timedelta(seconds=60)


async def read_devices(request: web.Request) -> DeviceList:
    """GET /api/devices"""
    async with transaction(request) as session:
        return await _devices(session, request)


async def say_device(request: web.Request, body: DeviceState) -> DeviceList:
    """POST /api/devices: a page of a doctor is open, and may or may not make sound."""
    who = principal(request)
    account = service.clinician(who).account_id
    agent = request.headers.get("User-Agent", "")[:400]
    async with transaction(request) as session:
        await devices.seen(session, account, who.session_id, body.device, agent, can_sound=body.can_sound)
        return await _devices(session, request)


async def test_alarm(request: web.Request, body: TestAlarm) -> TestAlarmSent:
    """POST /api/duty/test-alarm: a real push to this browser; the page rings by itself."""
    who = principal(request)
    account = service.clinician(who).account_id
    async with transaction(request) as session:
        browsers = await subscriptions.live_of(session, account, who.session_id)
        await alerts.cancel(session, AlertRow.account_id == account, AlertRow.purpose == "test")
        for browser in browsers:
            await alerts.to_browser(session, account, browser, "test", TEST_LASTS)
        return TestAlarmSent(pushes=len(browsers))


async def test_heard(request: web.Request, body: TestAlarm) -> DeviceList:
    """POST /api/duty/test-alarm/heard: the doctor tapped "Tôi nghe thấy"."""
    who = principal(request)
    me = service.clinician(who)
    agent = request.headers.get("User-Agent", "")[:400]
    async with transaction(request) as session:
        await devices.seen(session, me.account_id, who.session_id, body.device, agent, can_sound=True)
        await devices.heard(session, me.account_id, me.practitioner_id, body.device)
        await events.record(session, events.DutyChanged(me.practitioner_id, on_duty=True))
        return await _devices(session, request)


async def declined(request: web.Request, body: Receipt) -> None:
    """POST /api/alerts/declined: "Từ chối" on a notification, without a session, by the push's one-time token."""
    await keep_pace(request)
    async with transaction(request) as session:
        await decline_by_token(session, body.token)


async def decline_by_token(session: Session, token: str) -> None:
    """Say no once. NotFound for a token of nobody, Conflict when it is used or the ring is over."""
    alert = await handing.by_token(session, token)
    if alert.call_id is None or alert.purpose not in alarms.RINGING or not await _may_still(session, alert):
        raise NotFound()
    # The call first, then what hangs on it: the one lock order.
    await session.execute(select(CallRow.id).where(CallRow.id == alert.call_id).with_for_update(key_share=True))
    if not (await alarms.still_wanted(session, alert)).wanted or not await handing.spend(session, alert.id):
        raise Conflict("ring-over", "This ring is over.")
    person = await session.scalar(select(Practitioner.id).where(Practitioner.account_id == alert.account_id))
    assert person is not None
    change = await ledger.change(
        session, alert.call_id, Declined(person), actor="practitioner", actor_account=alert.account_id
    )
    await aftermath.follow(session, change)
    await ringing.ring_next(session, alert.call_id)


async def _may_still(session: Session, alert: AlertRow) -> bool:
    """The sign-in that subscribed this browser must still live, and be this person's: a lost phone that was signed out
    declines nothing, nor does whoever uses it since."""
    return bool(
        await session.scalar(
            select(PushSubscription.id)
            .join(LoginSession, LoginSession.id == PushSubscription.session_id)
            .where(
                PushSubscription.id == alert.subscription_id,
                PushSubscription.account_id == alert.account_id,
                LoginSession.account_id == alert.account_id,
                LoginSession.revoked_at.is_(None),
            )
        )
    )


async def _devices(session: Session, request: web.Request) -> DeviceList:
    who = principal(request)
    account = service.clinician(who).account_id
    browsers = await devices.browsers_of(session, account)
    phone = await devices.has_phone(session, account)
    return DeviceList(
        devices=[
            DeviceView(
                session_id=one.session_id,
                name=one.name,
                current=one.session_id == who.session_id,
                can_sound=one.can_sound,
                push=one.push,
                confirmed_at=one.confirmed_at,
                last_seen_at=one.last_seen_at,
            )
            for one in browsers
        ],
        phone=phone,
        ringable=phone or any(one.can_sound or one.push for one in browsers),
    )
