"""From an opened session to what the browser gets: an access token, who they are, and the refresh cookie."""

from dataclasses import dataclass
from uuid import UUID

from aiohttp import web

from telehealth.accounts import cookies, devices, directory, refresh, sessions
from telehealth.accounts.permissions import Principal
from telehealth.accounts.shapes import Me, SignedIn
from telehealth.accounts.tokens import LIFE
from telehealth.db import Session
from telehealth.endpoint import keyring, settings


@dataclass(frozen=True)
class Ready:
    """A sign-in that is complete once its transaction has committed."""

    who: Principal
    me: Me
    refresh_token: str
    seen: devices.Seen | None = None


async def start(session: Session, request: web.Request, opened: sessions.Opened, seen: devices.Seen | None) -> Ready:
    """Begin the refresh chain of a session just opened."""
    token = await refresh.first_token(session, settings(request), opened.id)
    return await ready(session, opened.id, token, seen)


async def ready(session: Session, session_id: UUID, token: str, seen: devices.Seen | None = None) -> Ready:
    """Gather what the answer holds while the transaction is open. Raises Unidentified when the session has ended."""
    who = await sessions.principal_of(session, session_id)
    return Ready(who, await me(session, who), token, seen)


def answer(request: web.Request, result: Ready) -> web.Response:
    """The answer, after commit."""
    who = result.who
    token = keyring(request).sign(
        session_id=who.session_id,
        subject=str(who.account_id or who.session_id),
        audience=who.audience,
        scope=who.scope,
    )
    response = cookies.answer(SignedIn(access_token=token, expires_in=LIFE, me=result.me))
    cookies.put_refresh(request, response, who.audience, result.refresh_token)
    if result.seen:
        cookies.put_device(request, response, result.seen)
    return response


async def me(session: Session, who: Principal) -> Me:
    """Who is signed in, as they see themselves."""
    roles = await directory.role_views(session, [who.account_id]) if who.account_id else {}
    practitioner = await directory.practitioner_view(session, who.practitioner_id) if who.practitioner_id else None
    return Me(
        account_id=who.account_id,
        audience=who.audience,
        scope=who.scope,
        display_name=who.display_name,
        phone=who.phone,
        identified=who.identified,
        practitioner=practitioner,
        roles=[role for held in roles.values() for role in held],
    )
