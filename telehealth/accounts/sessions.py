"""Sessions: opened by a sign-in, asked of the database on every request, ended at once and everywhere.

Every ending records SessionRevoked in the same transaction, so that its sockets close when (and only if) it commits.
"""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Row, exists, func, select, text, update

from telehealth import audit, events
from telehealth.accounts.models import LoginSession, RefreshToken
from telehealth.accounts.permissions import Audience, Grant, Principal, Role, Scope, fits
from telehealth.accounts.shapes import SessionView
from telehealth.accounts.tokens import Keyring
from telehealth.db import Session
from telehealth.errors import Unidentified

PROOF_DAYS = 30
"""Days for which a code entered opens records; afterwards the session only rings."""

# One query for everything a request is judged by. The scope is judged here and now, so that reading records
# ends on its day even between two refreshes.
_WHO = text(
    """
    SELECT s.id, s.account_id, s.audience, s.guest_phone, s.device_id,
           CASE WHEN s.scope = 'full' AND s.audience = 'patient'
                     AND (s.proved_at IS NULL OR s.proved_at < now() - make_interval(days => :proof_days))
                THEN 'ring' ELSE s.scope END AS scope,
           coalesce(a.display_name, '') AS display_name, coalesce(a.phone, s.guest_phone) AS phone,
           coalesce(d.identified, true) AS identified, p.id AS practitioner_id,
           coalesce((SELECT jsonb_agg(jsonb_build_array(r.facility_id, r.role) ORDER BY r.granted_at, r.id)
                     FROM practitioner_role r WHERE r.account_id = s.account_id AND r.revoked_at IS NULL),
                    '[]'::jsonb) AS grants
    FROM login_session s
    LEFT JOIN account a ON a.id = s.account_id
    LEFT JOIN device d ON d.id = s.device_id
    LEFT JOIN practitioner p ON p.account_id = s.account_id
    WHERE s.id = :session_id AND s.revoked_at IS NULL AND a.disabled_at IS NULL
    """
).bindparams(proof_days=PROOF_DAYS)


@dataclass(frozen=True)
class Opened:
    """A session just opened or refreshed."""

    id: UUID
    account_id: UUID | None
    audience: Audience
    scope: Scope


async def authenticate(session: Session, keyring: Keyring, token: str, audience: Audience | None = None) -> Principal:
    """Who stands behind an access token: one query. audience: the only one accepted.

    Raises Unidentified when the token is not ours, its session has ended, or staff hold no role for their page any more.
    """
    claims = keyring.verify(token, audience)
    who = await principal_of(session, claims.session_id)
    if who.audience != claims.audience:
        raise Unidentified()
    return who


async def principal_of(session: Session, session_id: UUID) -> Principal:
    """The principal of a live session; Unidentified when it has ended."""
    row = (await session.execute(_WHO, {"session_id": session_id})).one_or_none()
    if row is None:
        raise Unidentified("session-ended", "This sign-in has ended; please sign in again.")
    who = _principal(row)
    if not fits(who.audience, who.grants):
        raise Unidentified("role-lost", "Your role for this page has ended.")
    return who


async def open_session(
    session: Session,
    *,
    audience: Audience,
    scope: Scope,
    account_id: UUID | None = None,
    device_id: UUID | None = None,
    guest_phone: str | None = None,
    proved: bool = False,
) -> Opened:
    """Start a session. proved: a code, or password and TOTP, was entered just now."""
    row = LoginSession(
        account_id=account_id,
        device_id=device_id,
        audience=audience,
        scope=scope,
        guest_phone=guest_phone,
        proved_at=func.now() if proved else None,
    )
    session.add(row)
    await session.flush()
    await audit.write(
        session, "sign-in", "session", entity_id=row.id, account_id=account_id, session_id=row.id, reason=scope
    )
    return Opened(row.id, account_id, audience, scope)


async def guest_of(session: Session, device_id: UUID, phone: str) -> Opened | None:
    """The live sign-in of this number as a guest on this browser: who asks again goes on with it, and with the call made
    in it. So one browser makes one unverified call at a time, not a hundred."""
    await session.execute(text("SELECT 1 FROM device WHERE id = :id FOR UPDATE"), {"id": device_id})
    mine = LoginSession.device_id == device_id, LoginSession.guest_phone == phone, LoginSession.revoked_at.is_(None)
    found = await session.scalar(select(LoginSession.id).where(*mine).order_by(LoginSession.id.desc()).limit(1))
    return Opened(found, None, "patient", "guest") if found else None


async def list_of(session: Session, who: Principal) -> list[SessionView]:
    """The live sessions of this account, newest use first; a guest has only this one."""
    rows = await session.scalars(
        select(LoginSession)
        .where(_mine(who), LoginSession.revoked_at.is_(None), _refreshable())
        .order_by(LoginSession.last_used_at.desc(), LoginSession.id)
    )
    return [
        SessionView(
            id=row.id,
            audience=cast(Audience, row.audience),
            created_at=row.created_at,
            last_used_at=row.last_used_at,
            current=row.id == who.session_id,
        )
        for row in rows
    ]


async def revoke(session: Session, session_id: UUID, why: str, *, by: UUID | None = None) -> int:
    """End one session; harmless when it has ended already. Returns how many ended."""
    return await _revoke(session, LoginSession.id == session_id, why, by)


async def revoke_everywhere(session: Session, who: Principal, why: str = "sign-out-everywhere") -> int:
    """End every session of this account on every browser, this one included. Returns how many ended."""
    return await _revoke(session, _mine(who), why, who.account_id)


async def revoke_audience(session: Session, account_id: UUID, audience: Audience, why: str, *, by: UUID | None) -> int:
    """End an account's sessions of one page (a role it stood on is lost). Returns how many ended."""
    return await _revoke(
        session, (LoginSession.account_id == account_id) & (LoginSession.audience == audience), why, by
    )


async def _revoke(session: Session, which: ColumnElement[bool], why: str, by: UUID | None) -> int:
    # The guard makes each ending happen once: two sign-outs at the same moment record one event.
    ended = (
        await session.execute(
            update(LoginSession)
            .where(which, LoginSession.revoked_at.is_(None))
            .values(revoked_at=func.now(), revoked_why=why)
            .returning(LoginSession.id)
        )
    ).scalars().all()  # fmt: skip
    for session_id in ended:
        await audit.write(session, "session.revoke", "session", entity_id=session_id, account_id=by, reason=why)
        await events.record(session, events.SessionRevoked(session_id=session_id))
    return len(ended)


def _mine(who: Principal) -> ColumnElement[bool]:
    if who.account_id is None:
        return LoginSession.id == who.session_id
    return LoginSession.account_id == who.account_id


def _refreshable() -> ColumnElement[bool]:
    return exists().where(RefreshToken.session_id == LoginSession.id, RefreshToken.expires_at > func.now())


def _principal(row: Row[Any]) -> Principal:
    return Principal(
        session_id=row.id,
        account_id=row.account_id,
        audience=row.audience,
        scope=row.scope,
        display_name=row.display_name,
        phone=row.phone,
        device_id=row.device_id,
        identified=row.identified,
        practitioner_id=row.practitioner_id,
        grants=tuple(Grant(UUID(facility_id), Role(role)) for facility_id, role in row.grants),
    )
