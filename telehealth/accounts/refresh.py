"""Refresh tokens: rotated on every use, so that a stolen one is noticed.

The successor of a token is derived from it (HMAC under our secret), not drawn. So the previous token can be answered
with the same successor for 60 s after its rotation: an answer lost on the way, or two tabs waking together, is no theft.
Coming back later than that, it ends the session. Only HMACs of tokens are kept.

      T0 ──rotated──▶ T1 ──rotated──▶ T2 (head)
       └─ again within GRACE: the head; later: reuse, the session ends
"""

import base64
import secrets
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import delete, func, select, text

from telehealth import audit
from telehealth.accounts import sessions
from telehealth.accounts.models import LoginSession, RefreshToken
from telehealth.accounts.permissions import Audience
from telehealth.accounts.sealing import mac
from telehealth.db import Session
from telehealth.settings import Settings

GRACE = 60
"""Seconds for which the previous token still gets the same successor."""
LIFE_DAYS = 30
"""Days an unused chain lives; every rotation starts them anew."""
GUEST_LIFE_DAYS = 1
_HOPS = 64

# The guard `rotated_at IS NULL` is what makes one of two racing tabs the rotator; the other waits for the row and
# then finds it rotated. Without it both insert a successor, or a thief's second use passes for the first.
ROTATE = text(
    """
    UPDATE refresh_token t SET rotated_at = now()
    FROM login_session s
    WHERE t.token_hmac = :token_hmac AND t.rotated_at IS NULL AND t.expires_at > now()
      AND s.id = t.session_id AND s.revoked_at IS NULL AND s.audience = :audience
    RETURNING t.session_id
    """
)
_FIND = text(
    """
    SELECT t.session_id, t.rotated_at IS NOT NULL AS rotated,
           t.rotated_at > now() - make_interval(secs => :grace) AS recent
    FROM refresh_token t JOIN login_session s ON s.id = t.session_id
    WHERE t.token_hmac = :token_hmac AND s.revoked_at IS NULL AND s.audience = :audience
    """
).bindparams(grace=GRACE)
_KEEP = text(
    """
    INSERT INTO refresh_token (token_hmac, session_id, expires_at)
    SELECT :token_hmac, id, now() + make_interval(days => CASE scope WHEN 'guest' THEN :guest_days ELSE :days END)
    FROM login_session WHERE id = :session_id
    ON CONFLICT (token_hmac) DO NOTHING
    """
).bindparams(days=LIFE_DAYS, guest_days=GUEST_LIFE_DAYS)
# Sliding on also lets the right to read records lapse, and shows that the account is in use.
_TOUCH = text(
    """
    WITH used AS (
        UPDATE login_session SET last_used_at = now(),
               scope = CASE WHEN scope = 'full' AND audience = 'patient'
                                 AND (proved_at IS NULL OR proved_at < now() - make_interval(days => :proof_days))
                            THEN 'ring' ELSE scope END
        WHERE id = :session_id RETURNING account_id, device_id)
    , seen AS (UPDATE device SET last_seen_at = now() FROM used WHERE device.id = used.device_id)
    UPDATE account SET last_active_at = now() FROM used WHERE account.id = used.account_id
    """
).bindparams(proof_days=sessions.PROOF_DAYS)


@dataclass(frozen=True)
class Refreshed:
    """What became of a refresh token. `token` is the next one; None unless `outcome` is "ok"."""

    outcome: Literal["ok", "unknown", "reused"]
    session_id: UUID | None = None
    token: str | None = None


async def first_token(session: Session, settings: Settings, session_id: UUID) -> str:
    """The first refresh token of a new session."""
    token = secrets.token_urlsafe(32)
    await _keep(session, settings, token, session_id)
    await session.execute(_TOUCH, {"session_id": session_id})
    return token


async def rotate(session: Session, settings: Settings, audience: Audience, token: str) -> Refreshed:
    """Exchange a token for its successor. On "reused" the session has been ended: commit, then refuse."""
    which: dict[str, object] = {"token_hmac": _hmac(settings, token), "audience": audience}
    session_id = (await session.execute(ROTATE, which)).scalar_one_or_none()
    if session_id is not None:
        successor = _successor(settings, token)
        await _keep(session, settings, successor, session_id)
        await session.execute(_TOUCH, {"session_id": session_id})
        return Refreshed("ok", session_id, successor)
    return await _again(session, settings, token, which)


async def session_of(session: Session, settings: Settings, audience: Audience, token: str) -> UUID | None:
    """The live session whose chain this token belongs to, for signing out."""
    found: UUID | None = await session.scalar(
        select(LoginSession.id)
        .join(RefreshToken, RefreshToken.session_id == LoginSession.id)
        .where(
            RefreshToken.token_hmac == _hmac(settings, token),
            LoginSession.revoked_at.is_(None),
            LoginSession.audience == audience,
        )
    )
    return found


async def forget_expired(session: Session) -> None:
    """Delete links that can neither refresh nor betray a reuse any more."""
    await session.execute(delete(RefreshToken).where(RefreshToken.expires_at < func.now()))


async def _again(session: Session, settings: Settings, token: str, which: dict[str, object]) -> Refreshed:
    """A token that could not be rotated: unknown or expired, a recent repeat, or a reuse."""
    row = (await session.execute(_FIND, which)).one_or_none()
    if row is None or not row.rotated:
        return Refreshed("unknown")
    if row.recent:
        return Refreshed("ok", row.session_id, await _head(session, settings, token))
    await audit.write(
        session, "refresh.reuse", "session", entity_id=row.session_id, session_id=row.session_id, allowed=False,
        reason="a rotated refresh token came back",
    )  # fmt: skip
    await sessions.revoke(session, row.session_id, "refresh-reuse")
    return Refreshed("reused", row.session_id)


async def _head(session: Session, settings: Settings, token: str) -> str:
    """The successor, or where that too has been rotated meanwhile, the end of the chain: a browser must never be left
    holding a token whose next use would look like theft."""
    for _ in range(_HOPS):
        token = _successor(settings, token)
        row = await session.get(RefreshToken, _hmac(settings, token), populate_existing=True)
        if row is None or row.rotated_at is None:
            return token
    return token


async def _keep(session: Session, settings: Settings, token: str, session_id: UUID) -> None:
    await session.execute(_KEEP, {"token_hmac": _hmac(settings, token), "session_id": session_id})


def _hmac(settings: Settings, token: str) -> bytes:
    return mac(settings, "refresh token", token)


def _successor(settings: Settings, token: str) -> str:
    return base64.urlsafe_b64encode(mac(settings, "refresh successor", token)).rstrip(b"=").decode()
