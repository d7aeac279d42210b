"""Browsers that can be woken: made by a sign-in, ended with it, or when the push service knows them no more."""

from base64 import urlsafe_b64decode
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert

from telehealth.accounts.models import LoginSession
from telehealth.accounts.permissions import Principal
from telehealth.db import Session
from telehealth.errors import Invalid, Unidentified
from telehealth.notify import endpoints
from telehealth.notify.models import NOW, PushSubscription
from telehealth.notify.sending import Subscription
from telehealth.notify.shapes import NewSubscription
from telehealth.settings import Settings

PER_ACCOUNT = 10
"""Browsers woken for one person; a further one replaces the oldest (product rule)."""

SIGNED_IN = exists().where(
    LoginSession.id == PushSubscription.session_id,
    LoginSession.account_id == PushSubscription.account_id,
    LoginSession.revoked_at.is_(None),
)
LIVE = PushSubscription.gone_at.is_(None) & SIGNED_IN
"""A subscription dies with the sign-in behind it: a lost phone that was signed out is woken no more."""


async def keep(session: Session, settings: Settings, who: Principal, new: NewSubscription) -> UUID:
    """Remember this browser; again is harmless. A browser that changed hands is its present user's alone."""
    if who.account_id is None:
        raise Unidentified()
    endpoints.check(new.endpoint, loopback=settings.push_loopback)
    _check_keys(new)
    values = {
        "account_id": who.account_id,
        "session_id": who.session_id,
        "device": new.device,
        "p256dh": new.keys.p256dh,
        "auth": new.keys.auth,
        "language": new.language,
        "gone_at": None,
        "failed_at": None,
    }
    row = insert(PushSubscription).values(endpoint=new.endpoint, **values)
    kept: UUID = (
        await session.execute(
            row.on_conflict_do_update(index_elements=["endpoint"], set_=values).returning(PushSubscription.id)
        )
    ).scalar_one()
    await _drop_oldest(session, who.account_id)
    return kept


async def drop(session: Session, who: Principal, endpoint: str) -> None:
    """Forget this browser; somebody else's, or none, is left alone."""
    await session.execute(
        update(PushSubscription)
        .where(PushSubscription.endpoint == endpoint, PushSubscription.account_id == who.account_id)
        .values(gone_at=NOW)
    )


async def live_of(session: Session, account_id: UUID, session_id: UUID | None = None) -> list[UUID]:
    """The browsers of an account that can be woken now; session_id: only those of one sign-in."""
    query = select(PushSubscription.id).where(PushSubscription.account_id == account_id, LIVE)
    if session_id is not None:
        query = query.where(PushSubscription.session_id == session_id)
    return list(await session.scalars(query.order_by(PushSubscription.created_at)))


async def live(session: Session, subscription_id: UUID, account_id: UUID) -> Subscription | None:
    """One browser, if it can still be woken, and still for this person: what was planned for whoever sat there before must
    not ring for the next."""
    its = PushSubscription.id == subscription_id, PushSubscription.account_id == account_id
    row = await session.scalar(select(PushSubscription).where(*its, LIVE))
    return Subscription(row.id, row.endpoint, row.p256dh, row.auth, row.language) if row else None


async def note_failure(session: Session, subscription_id: UUID, *, gone: bool) -> None:
    """A push did not go through; gone: the push service knows this browser no more."""
    values = {"failed_at": NOW, "gone_at": NOW} if gone else {"failed_at": NOW}
    await session.execute(update(PushSubscription).where(PushSubscription.id == subscription_id).values(**values))


async def forget_dead(session: Session) -> None:
    """Delete what is gone, and what belonged to a sign-in that has ended."""
    await session.execute(delete(PushSubscription).where(~LIVE).execution_options(synchronize_session=False))


async def _drop_oldest(session: Session, account_id: UUID) -> None:
    kept = (
        select(PushSubscription.id)
        .where(PushSubscription.account_id == account_id, PushSubscription.gone_at.is_(None))
        .order_by(PushSubscription.created_at.desc())
        .limit(PER_ACCOUNT)
    )
    await session.execute(
        update(PushSubscription)
        .where(
            PushSubscription.account_id == account_id,
            PushSubscription.gone_at.is_(None),
            PushSubscription.id.not_in(kept),
        )
        .values(gone_at=func.now())
        .execution_options(synchronize_session=False)
    )


def _check_keys(new: NewSubscription) -> None:
    """A P-256 point and 16 bytes; anything else could never be woken."""
    try:
        point, secret = _bytes(new.keys.p256dh), _bytes(new.keys.auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        fits = len(point) == 65 and len(secret) == 16
    except ValueError:
        fits = False
    if not fits:
        raise Invalid("push-keys", "These are not a browser's keys.", field="keys")


def _bytes(text: str) -> bytes:
    bare = text.rstrip("=")
    return urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
