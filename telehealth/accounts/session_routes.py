"""Sessions: kept alive, looked at, ended."""

from typing import cast

from aiohttp import web

from telehealth.accounts import cookies, devices, refresh, sessions, signing_in
from telehealth.accounts.permissions import Audience
from telehealth.accounts.shapes import Me, SessionList, SignedOut
from telehealth.accounts.tokens import AUDIENCES
from telehealth.endpoint import principal, settings, transaction
from telehealth.errors import NotFound, Unidentified


async def refresh_session(request: web.Request) -> web.Response:
    """POST /api/auth/{audience}/refresh: a new access token, and the refresh token's successor."""
    audience = _audience(request)
    token = cookies.refresh_token(request, audience)
    if token is None:
        raise Unidentified()
    result = None
    async with transaction(request) as session:
        refreshed = await refresh.rotate(session, settings(request), audience, token)
        if refreshed.session_id and refreshed.token:
            result = await signing_in.ready(session, refreshed.session_id, refreshed.token)
    if result is None:  # only now: a reuse has ended the session, and that must stay
        raise Unidentified("session-ended", "This sign-in has ended; please sign in again.")
    return signing_in.answer(request, result)


async def sign_out(request: web.Request) -> web.Response:
    """POST /api/auth/{audience}/sign-out: 204 also when there was nothing to end."""
    audience = _audience(request)
    token = cookies.refresh_token(request, audience)
    async with transaction(request) as session:
        session_id = await refresh.session_of(session, settings(request), audience, token) if token else None
        if session_id:
            await sessions.revoke(session, session_id, "sign-out")
    response = web.Response(status=204)
    cookies.drop_refresh(request, response, audience)
    return response


async def sign_out_everywhere(request: web.Request) -> SignedOut:
    """POST /api/auth/sign-out-everywhere: every session of the account ends, and every other phone needs a code again."""
    who = principal(request)
    async with transaction(request) as session:
        ended = await sessions.revoke_everywhere(session, who)
        if who.account_id:
            await devices.forget(session, who.account_id, keep=who.device_id)
    return SignedOut(sessions_ended=ended)


async def list_sessions(request: web.Request) -> SessionList:
    """GET /api/auth/sessions"""
    async with transaction(request) as session:
        return SessionList(sessions=await sessions.list_of(session, principal(request)))


async def read_me(request: web.Request) -> Me:
    """GET /api/me"""
    async with transaction(request) as session:
        return await signing_in.me(session, principal(request))


def _audience(request: web.Request) -> Audience:
    name = request.match_info["audience"]
    if name not in AUDIENCES:
        raise NotFound()
    return cast(Audience, name)
