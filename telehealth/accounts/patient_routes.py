"""Patients sign in: by a code, by a phone verified before, or as an unverified number."""

from aiohttp import web
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from telehealth.accounts import codes, cookies, devices, sessions, signing_in
from telehealth.accounts.models import Account, Device
from telehealth.accounts.pace import keep_pace
from telehealth.accounts.phones import normalize
from telehealth.accounts.shapes import CodeEntry, CodeRequest, CodeSent, GuestEntry
from telehealth.accounts.texting import TEXTING
from telehealth.db import Session
from telehealth.endpoint import settings, transaction
from telehealth.errors import Denied, DomainError, Invalid, TooMany, Unavailable, Unidentified


async def request_code(request: web.Request, body: CodeRequest) -> web.Response:
    """POST /api/auth/code: the same answer for a known and an unknown number."""
    await keep_pace(request)
    texting = request.app[TEXTING]
    phone = _mobile(request, body.phone)
    async with transaction(request) as session:
        seen = await devices.find_or_make(session, settings(request), cookies.device(request))
        asked = await codes.ask(session, settings(request), phone, seen.device, can_send=texting.available)
    if asked.text:
        texting.send_later(asked.text)
        answer = cookies.answer(CodeSent(phone=phone), 202)
    else:
        answer = _refused(asked)
    cookies.put_device(request, answer, seen)
    return answer


async def enter_code(request: web.Request, body: CodeEntry) -> web.Response:
    """POST /api/auth/code/verify"""
    await keep_pace(request)
    phone, result = _mobile(request, body.phone), None
    async with transaction(request) as session:
        device = await devices.find(session, settings(request), cookies.device(request))
        entered = await codes.enter(session, settings(request), phone, device, body.code)
        if entered.outcome == "right":
            result = await _sign_in(session, request, phone, device)
    if entered.outcome == "wrong":  # only now: raised inside, the spent try would be rolled back
        raise Invalid("wrong-code", "This is not the code we sent.", tries_left=entered.tries_left)
    if entered.outcome == "none":
        raise Invalid("no-code", "There is no code to compare with; please ask for a new one.")
    if result is None:
        raise Denied("account-closed", "This account has been closed; please call the station.")
    return signing_in.answer(request, result)


async def known_device(request: web.Request) -> web.Response:
    """POST /api/auth/device: a phone verified within 12 months rings without a code."""
    async with transaction(request) as session:
        device = await devices.find(session, settings(request), cookies.device(request))
        account = await devices.account_that_rings(session, device)
        if device is None or account is None:
            raise Unidentified("unknown-device", "This phone has not been verified here.")
        opened = await sessions.open_session(
            session, audience="patient", scope="ring", account_id=account.id, device_id=device.id
        )
        result = await signing_in.start(session, request, opened, devices.Seen(device))
    return signing_in.answer(request, result)


async def guest(request: web.Request, body: GuestEntry) -> web.Response:
    """POST /api/auth/guest: the code has not come after 30 s; ring as "số chưa xác minh", opening no record."""
    await keep_pace(request)
    phone = _mobile(request, body.phone)
    async with transaction(request) as session:
        device = await devices.find(session, settings(request), cookies.device(request))
        if device is None or not await codes.may_ring_unverified(session, phone, device):
            raise Denied("code-first", "Please ask for a code first and wait 30 seconds.", wait=codes.RESEND_AFTER)
        opened = await sessions.guest_of(session, device.id, phone) or await sessions.open_session(
            session, audience="patient", scope="guest", guest_phone=phone, device_id=device.id
        )
        result = await signing_in.start(session, request, opened, devices.Seen(device))
    return signing_in.answer(request, result)


async def _sign_in(
    session: Session, request: web.Request, phone: str, device: Device | None
) -> signing_in.Ready | None:
    """The number is proved: its account (made now for a new number) and a full session. None: the account is closed."""
    await session.execute(insert(Account).values(kind="patient", phone=phone).on_conflict_do_nothing())
    account = (await session.scalars(select(Account).where(Account.phone == phone).with_for_update())).one()
    if account.disabled_at is not None:
        return None
    idle = bool(await session.scalar(select(devices.is_idle()).where(Account.id == account.id)))
    seen = await devices.verified(session, settings(request), device, account, idle=idle)
    await session.execute(update(Account).where(Account.id == account.id).values(verified_at=func.now()))
    opened = await sessions.open_session(
        session, audience="patient", scope="full", account_id=account.id, device_id=seen.device.id, proved=True
    )
    return await signing_in.start(session, request, opened, seen)


def _mobile(request: web.Request, phone: str) -> str:
    return normalize(phone, settings(request).sms_countries, mobile=True)


def _refused(asked: codes.Asked) -> web.Response:
    """A refusal that carries the device cookie: without it a caller refused at first sight could not ring as a guest.
    (An error raised has no place for a cookie.)"""
    fault: DomainError
    if asked.outcome == "unavailable":
        fault, status = Unavailable("sms-unavailable", "We cannot send a code just now; you can still ring."), 503
    else:
        fault, status = TooMany(asked.outcome, retry_after=asked.retry_after), 429
    return cookies.refusal(fault, status)
