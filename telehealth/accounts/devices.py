"""Browsers we have seen, by a long-lived cookie of which we keep only the HMAC.

A row is one browser for one account, from the moment a code was entered there. Phones are shared, so another
account on the same browser is another row; numbers are recycled, so a row says whether it may see older records.
"""

import secrets
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select, text, update

from telehealth.accounts.models import Account, Device
from telehealth.accounts.sealing import mac
from telehealth.db import Session
from telehealth.settings import Settings

COOKIE_DAYS = 400
"""Days a browser keeps the cookie (browsers cap it there)."""
RING_MONTHS = 12
"""Months for which a phone that was verified rings without a new code."""
IDLE_MONTHS = 6
"""Months of silence after which carriers may have given the number to somebody else."""


@dataclass(frozen=True)
class Seen:
    """A browser and the cookie to (re)send it; None keeps the one it has."""

    device: Device
    cookie: str | None = None


async def find(session: Session, settings: Settings, cookie: str | None) -> Device | None:
    """The device behind a cookie."""
    if not cookie:
        return None
    found: Device | None = await session.scalar(select(Device).where(Device.secret_hmac == _hmac(settings, cookie)))
    return found


async def find_or_make(session: Session, settings: Settings, cookie: str | None) -> Seen:
    """The device behind a cookie, or a new one that belongs to nobody yet."""
    device = await find(session, settings, cookie)
    return Seen(device) if device else await _make(session, settings)


async def verified(
    session: Session, settings: Settings, device: Device | None, account: Account, *, idle: bool
) -> Seen:
    """A code for the account was entered here.

    A browser known for this account keeps its row. Any other gets a new row and a new cookie (a cookie planted
    beforehand is worth nothing), dated now, so that on a recycled number "older than the device" hides everything
    of the former owner. It is unidentified when the account was idle, or when it still has an unidentified device:
    a second browser of the new owner sees no more than the first.
    """
    if device and is_known(device, account.id):
        await session.execute(update(Device).where(Device.id == device.id).values(verified_at=func.now()))
        return Seen(device)
    doubtful = idle or await _has_unidentified(session, account.id)
    if idle:
        await forget(session, account.id, keep=None)
    return await _make(session, settings, account.id, identified=not doubtful)


async def remember_staff(session: Session, settings: Settings, device: Device | None, account_id: UUID) -> Seen:
    """Staff signed in here with password and TOTP: their tries are counted apart from a stranger's."""
    if device and (device.account_id is not None):
        return Seen(device)  # theirs, or a shared browser that stays whose it is
    return await _make(session, settings, account_id, identified=True)


def is_known(device: Device | None, account_id: UUID | None) -> bool:
    """Whether a code (or a staff sign-in) for this account was entered on this browser."""
    if device is None or account_id is None:
        return False
    return device.account_id == account_id and device.verified_at is not None


def is_idle() -> ColumnElement[bool]:
    """Whether an account has been silent long enough for its number to be somebody else's."""
    return Account.last_active_at < func.now() - text(f"interval '{IDLE_MONTHS} months'")


async def account_that_rings(session: Session, device: Device | None) -> Account | None:
    """Whose phone this is, if it was verified recently enough to ring without a code."""
    if device is None:
        return None
    found: Account | None = await session.scalar(
        select(Account).join(Device, Device.account_id == Account.id).where(
            Device.id == device.id,
            Device.verified_at > func.now() - text(f"interval '{RING_MONTHS} months'"),
            Account.kind == "patient",
            Account.disabled_at.is_(None),
        )
    )  # fmt: skip
    return found


async def forget(session: Session, account_id: UUID, *, keep: UUID | None) -> None:
    """The account's devices need a code again, except `keep`."""
    await session.execute(
        update(Device).where(Device.account_id == account_id, Device.id.is_distinct_from(keep)).values(verified_at=None)
    )


async def identify(session: Session, account_id: UUID) -> None:
    """The account's devices may see what is older than they are."""
    await session.execute(update(Device).where(Device.account_id == account_id).values(identified=True))


async def _has_unidentified(session: Session, account_id: UUID) -> bool:
    unidentified = exists().where(Device.account_id == account_id, Device.identified.is_(False))
    return bool(await session.scalar(select(unidentified)))


async def _make(
    session: Session, settings: Settings, account_id: UUID | None = None, *, identified: bool = True
) -> Seen:
    cookie = secrets.token_urlsafe(32)
    device = Device(
        secret_hmac=_hmac(settings, cookie),
        account_id=account_id,
        verified_at=func.now() if account_id else None,
        identified=identified,
    )
    session.add(device)
    await session.flush()
    return Seen(device, cookie)


def _hmac(settings: Settings, cookie: str) -> bytes:
    return mac(settings, "device", cookie)
