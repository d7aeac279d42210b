"""Staff sign-in: login, password and TOTP, with tries that slow down and never lock out for good.

The same work and the same answer for an unknown login, a wrong password and a wrong code.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select, text

from telehealth import audit
from telehealth.accounts import devices, sessions, totp
from telehealth.accounts.models import Account, Device, PractitionerRole, SignInAttempt
from telehealth.accounts.passwords import hash_password
from telehealth.accounts.permissions import FITS, Audience
from telehealth.accounts.sealing import mac
from telehealth.db import Session
from telehealth.errors import Conflict, TooMany
from telehealth.settings import Settings

FREE_TRIES = 5
"""Failures within WINDOW after which each further try has to wait."""
WINDOW_MINUTES = 15
SLOWEST = 60
"""Seconds between tries at most: a stranger who keeps guessing slows a doctor down, but never shuts them out; and on a
browser where the doctor has signed in before, a stranger's tries do not count at all."""

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(encode(:key, 'hex'), 1))")
_FAILURES = text(
    """
    SELECT count(*) AS tries, coalesce(extract(epoch FROM now() - max(at)), 1e9)::float AS since
    FROM sign_in_attempt WHERE login_hmac = :key AND at > now() - make_interval(mins => :minutes)
    """
).bindparams(minutes=WINDOW_MINUTES)


@dataclass(frozen=True)
class Attempt:
    """What a try is judged by. account_id None: no such login."""

    key: bytes
    account_id: UUID | None
    password_hash: str | None
    totp_secret: str | None


@dataclass(frozen=True)
class Enrolled:
    """A new staff account and what its authenticator app scans, shown once."""

    account_id: UUID
    totp_uri: str


def wait_before(tries: int) -> int:
    """Seconds between the last failure and the next try, after so many failures: 0, then 5, 10, 20, 40, 60, 60 …"""
    return 0 if tries < FREE_TRIES else int(min(SLOWEST, 5 * 2 ** min(tries - FREE_TRIES, 10)))


async def begin(session: Session, settings: Settings, login: str, device: Device | None) -> Attempt:
    """Spend one try, before the password is looked at: tries sent at once are all counted. Raises TooMany."""
    login = login.casefold()
    account = await session.scalar(select(Account).where(Account.login == login, Account.disabled_at.is_(None)))
    known = device is not None and devices.is_known(device, account.id if account else None)
    key = mac(settings, "staff login", login, str(device.id) if device and known else "")
    await session.execute(_LOCK, {"key": key})
    failures = (await session.execute(_FAILURES, {"key": key})).one()
    wait = wait_before(failures.tries) - failures.since
    if wait > 0:
        raise TooMany(retry_after=max(1, round(wait)))
    session.add(SignInAttempt(login_hmac=key))
    await session.flush()
    if account is None:
        return Attempt(key, None, None, None)
    return Attempt(key, account.id, account.password_hash, account.totp_secret)


async def finish(session: Session, settings: Settings, attempt: Attempt, *, password_fits: bool, typed: str) -> bool:
    """Judge the code too. True: signed in, the tries are forgiven. False: commit, then refuse."""
    at: float = (await session.execute(text("SELECT extract(epoch FROM now())::float"))).scalar_one()
    if (
        not password_fits
        or attempt.account_id is None
        or not await totp.accept(session, settings, attempt.account_id, attempt.totp_secret, typed, at)
    ):
        await audit.write(
            session, "sign-in", "account", entity_id=attempt.account_id, allowed=False, reason="wrong-sign-in"
        )
        return False
    await session.execute(delete(SignInAttempt).where(SignInAttempt.login_hmac == attempt.key))
    return True


async def open_for(
    session: Session, account_id: UUID, audience: Audience, device_id: UUID | None
) -> sessions.Opened | None:
    """A session for this page, or None (audited) when no role of theirs opens it: commit, then refuse."""
    roles = await session.scalars(
        select(PractitionerRole.role).where(
            PractitionerRole.account_id == account_id, PractitionerRole.revoked_at.is_(None)
        )
    )
    if FITS[audience].isdisjoint(roles):
        await audit.write(
            session,
            "sign-in",
            "account",
            entity_id=account_id,
            account_id=account_id,
            allowed=False,
            reason="role-needed",
        )
        return None
    return await sessions.open_session(
        session, audience=audience, scope="full", account_id=account_id, device_id=device_id, proved=True
    )


async def enrol(session: Session, settings: Settings, *, login: str, display_name: str, password: str) -> Enrolled:
    """Make a staff account (no role yet). Hashing takes about 50 ms. Raises Conflict when the login is taken."""
    login = login.casefold()
    if await session.scalar(select(Account.id).where(Account.login == login)):
        raise Conflict("login-taken", "This login name is taken.")
    secret = totp.new_secret()
    account = Account(
        kind="staff",
        login=login,
        display_name=display_name,
        password_hash=hash_password(password),
        totp_secret=totp.sealed(settings, secret),
    )
    session.add(account)
    await session.flush()
    return Enrolled(account.id, totp.enrolment_uri(settings, login, secret))
