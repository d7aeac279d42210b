"""Login codes by SMS: asked for, limited per phone, entered.

Nothing here depends on whether the number has an account: the account is made when a code is entered.
A refused request is remembered all the same, so that a caller whom the limits keep out may still ring as a guest.
"""

import hmac
import secrets
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import Row, func, select, text

from telehealth.accounts.models import Account, Device, LoginCode, SmsMessage
from telehealth.accounts.sealing import mac
from telehealth.accounts.texting import Text, unaccented
from telehealth.db import Session
from telehealth.settings import Settings

LIFE = 300
"""Seconds a code lives."""
RESEND_AFTER = 30
"""Seconds before another code may be asked for, and before an unverified number may ring."""
TRIES = 5
PER_HOUR = 5
PER_DAY = 10
STRANGERS_DAY, STRANGERS_HOUR = 0.8, 0.25
"""Shares of the day's messages that browsers never verified for the number may use, in a day and in an hour: whoever
asks for codes to other people's numbers must not keep known families from signing in, nor anybody for a whole day."""

# A row with expires_at = created_at is a request that was refused: it proves the asking and is no code.
_RECENT = text(
    """
    SELECT count(*) FILTER (WHERE sent AND created_at > now() - interval '1 hour') AS hour,
           count(*) FILTER (WHERE sent) AS day,
           coalesce(extract(epoch FROM now() - max(created_at) FILTER (WHERE sent)), 1e9)::float AS last,
           coalesce(extract(epoch FROM now() - max(created_at) FILTER (WHERE sent AND device_id = :device_id)), 1e9)::float
               AS last_here,
           coalesce(extract(epoch FROM now() - max(created_at) FILTER (WHERE device_id = :device_id)), 1e9)::float
               AS asked_here,
           coalesce(extract(epoch FROM min(created_at) FILTER (WHERE sent AND created_at > now() - interval '1 hour')
               + interval '1 hour' - now()), 0)::float AS hour_frees
    FROM (SELECT created_at, device_id, expires_at > created_at AS sent FROM login_code
          WHERE phone = :phone AND created_at > now() - interval '1 day') recent
    """
)
_SMS_TODAY = text(
    """
    SELECT count(*) AS day, count(*) FILTER (WHERE created_at > now() - interval '1 hour') AS hour
    FROM sms_message WHERE state <> 'failed'
      AND created_at >= date_trunc('day', now() AT TIME ZONE 'Asia/Ho_Chi_Minh') AT TIME ZONE 'Asia/Ho_Chi_Minh'
    """
)
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
# The try is spent before the code is compared, in one guarded statement: a hundred guesses sent at once wait for the
# row one after the other, and the sixth finds tries = 5. Comparing first would let them all look at an unspent code.
SPEND_A_TRY = text(
    """
    UPDATE login_code SET tries = tries + 1
    WHERE phone = :phone AND device_id = :device_id AND used_at IS NULL AND expires_at > now() AND tries < :tries
    RETURNING id, code_hmac, tries
    """
)
# `used_at IS NULL` again: of two that typed the right code at once, the second has waited for the first's commit.
USE = text("UPDATE login_code SET used_at = now() WHERE id = :id AND used_at IS NULL RETURNING id")
_MAY_RING = text(
    """
    SELECT EXISTS (SELECT 1 FROM login_code WHERE phone = :phone AND device_id = :device_id AND used_at IS NULL
        AND created_at <= now() - make_interval(secs => :wait) AND created_at > now() - interval '1 hour')
    """
).bindparams(wait=RESEND_AFTER)


@dataclass(frozen=True)
class Asked:
    """What became of a request. `text` is to be sent after commit, and only then."""

    outcome: Literal["sent", "too-soon", "too-many", "unavailable"]
    retry_after: int = RESEND_AFTER  # seconds
    text: Text | None = None


@dataclass(frozen=True)
class Entered:
    """What became of a code as typed. Commit, then refuse: the try must stay spent."""

    outcome: Literal["right", "wrong", "none"]  # none: no live code to compare with
    tries_left: int = 0


async def ask(session: Session, settings: Settings, phone: str, device: Device, *, can_send: bool) -> Asked:
    """Make a code for the phone (E.164), to be entered on this device, unless a limit says otherwise."""
    await session.execute(_LOCK, {"name": f"login code {phone}"})  # so that the limits hold for requests at once
    recent = (await session.execute(_RECENT, {"phone": phone, "device_id": device.id})).one()
    refused = await _refusal(session, settings, phone, device, recent, can_send)
    if refused is None:
        return Asked("sent", text=await _issue(session, settings, phone, device.id))
    if recent.asked_here > 10 * 60:
        await _note_request(session, phone, device.id)
    return refused


async def enter(session: Session, settings: Settings, phone: str, device: Device | None, code: str) -> Entered:
    """Compare a code with the live ones asked for on this device. At most one entry of a code is ever "right"."""
    if device is None:
        return Entered("none")
    which = {"phone": phone, "device_id": device.id, "tries": TRIES}
    rows = (await session.execute(SPEND_A_TRY, which)).all()
    if not rows:
        return Entered("none")
    typed = _hmac(settings, phone, device.id, code)
    for row in rows:
        if hmac.compare_digest(row.code_hmac, typed):
            won = (await session.execute(USE, {"id": row.id})).scalar_one_or_none()
            return Entered("right" if won else "none")
    return Entered("wrong", tries_left=max(TRIES - row.tries for row in rows))


async def may_ring_unverified(session: Session, phone: str, device: Device | None) -> bool:
    """Whether a code for this phone was asked for here at least 30 s ago (and within the hour) and was not used."""
    if device is None:
        return False
    return bool(await session.scalar(_MAY_RING, {"phone": phone, "device_id": device.id}))


async def _refusal(
    session: Session, settings: Settings, phone: str, device: Device, recent: Row[tuple[float, ...]], can_send: bool
) -> Asked | None:
    known = await _is_known(session, phone, device)
    last = recent.last_here if known else recent.last
    if last < RESEND_AFTER:
        return Asked("too-soon", retry_after=max(1, round(RESEND_AFTER - last)))
    if not known and recent.day >= PER_DAY:
        return Asked("too-many", retry_after=6 * 3600)
    if not known and recent.hour >= PER_HOUR:
        return Asked("too-many", retry_after=max(1, round(recent.hour_frees)))
    if not can_send or not await within_budget(session, settings, known):
        return Asked("unavailable")
    return None


async def _is_known(session: Session, phone: str, device: Device) -> bool:
    """Whether a code for this phone's account was entered on this browser before."""
    if device.account_id is None or device.verified_at is None:
        return False
    return bool(await session.scalar(select(Account.phone == phone).where(Account.id == device.account_id)))


async def within_budget(session: Session, settings: Settings, known: bool) -> bool:
    """Whether one more message may leave today; strangers have a share of the day only."""
    await session.execute(_LOCK, {"name": "sms budget"})
    sent = (await session.execute(_SMS_TODAY)).one()
    budget = settings.sms_daily_budget
    if known:
        return bool(sent.day < budget)
    return bool(sent.day < budget * STRANGERS_DAY and sent.hour < budget * STRANGERS_HOUR)


async def _issue(session: Session, settings: Settings, phone: str, device_id: UUID) -> Text:
    code = f"{secrets.randbelow(10**6):06d}"
    life = text(f"interval '{LIFE} seconds'")
    hashed = _hmac(settings, phone, device_id, code)
    sms = SmsMessage(phone=phone, kind="login_code")
    session.add(LoginCode(phone=phone, device_id=device_id, code_hmac=hashed, expires_at=func.now() + life))
    session.add(sms)
    await session.flush()
    return Text(sms.id, phone, wording(settings, code))


async def _note_request(session: Session, phone: str, device_id: UUID) -> None:
    no_code = secrets.token_bytes(32)
    session.add(LoginCode(phone=phone, device_id=device_id, code_hmac=no_code, expires_at=func.now(), tries=TRIES))
    await session.flush()


def wording(settings: Settings, code: str) -> str:
    """The message: short and unaccented. Its last line lets the phone fill the code in on our page only."""
    words = f"{unaccented(settings.product_name)}: ma dang nhap {code}, dung trong 5 phut. Khong dua ma nay cho ai."
    host = settings.public_url.removeprefix("https://").rstrip("/")
    return f"{words}\n\n@{host} #{code}" if host != settings.public_url and "/" not in host else words


def _hmac(settings: Settings, phone: str, device_id: UUID, code: str) -> bytes:
    return mac(settings, "login code", phone, str(device_id), code)
