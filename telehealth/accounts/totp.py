"""Time-based one-time codes of staff (RFC 6238, 30 s steps), each step accepted once."""

import hmac
from uuid import UUID

import pyotp
from sqlalchemy import or_, update

from telehealth.accounts.models import Account
from telehealth.accounts.sealing import seal, unseal
from telehealth.db import Session
from telehealth.settings import Settings

STEP = 30
"""Seconds."""
DRIFT = 1
"""Steps by which a phone's clock may be off."""


def new_secret() -> str:
    """A fresh secret (base32), to be shown once as a QR code."""
    return pyotp.random_base32()


def enrolment_uri(settings: Settings, login: str, secret: str) -> str:
    """The otpauth:// address an authenticator app scans."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=settings.product_name)


def sealed(settings: Settings, secret: str) -> str:
    """The secret as kept at rest."""
    return seal(settings, "totp", secret)


def matching_step(secret: str, typed: str, at: float) -> int | None:
    """The step whose code was typed, within DRIFT of `at` (seconds since the epoch), or None. Compares them all."""
    generator, current = pyotp.TOTP(secret), int(at) // STEP
    steps = range(current - DRIFT, current + DRIFT + 1)
    hits = [step for step in steps if hmac.compare_digest(generator.at(step * STEP), typed)]
    return hits[-1] if hits else None


async def accept(
    session: Session, settings: Settings, account_id: UUID, kept: str | None, typed: str, at: float
) -> bool:
    """Take a code once: the guard refuses this step and any earlier one from then on, also to a twin at this moment."""
    secret = unseal(settings, "totp", kept) if kept else None
    step = matching_step(secret, typed, at) if secret else None
    if step is None:
        return False
    newer = or_(Account.totp_last_step.is_(None), Account.totp_last_step < step)
    taken = await session.scalar(
        update(Account).where(Account.id == account_id, newer).values(totp_last_step=step).returning(Account.id)
    )
    return taken is not None
