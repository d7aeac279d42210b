"""From a line of the route table to an aiohttp handler: who asks → may they → what do they say → answer."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from aiohttp import web
from pydantic import BaseModel

from telehealth.accounts import sessions
from telehealth.accounts.permissions import Principal
from telehealth.edge.bodies import is_storable, read_shape
from telehealth.endpoint import KEYRING, PRINCIPAL, Route, transaction
from telehealth.errors import Invalid, Unidentified
from telehealth.idempotency import key_of

PATIENCE = 20.0
"""Seconds for a whole request. Past it something we need hangs (a frozen database), and the client is told so."""


def add_routes(app: web.Application, routes: Iterable[Route]) -> None:
    """Serve every line of the table."""
    for route in routes:
        app.router.add_route(route.method, route.path, dispatch(route))


def dispatch(route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The aiohttp handler of one route."""

    async def handle(request: web.Request) -> web.StreamResponse:
        async with asyncio.timeout(route.patience or PATIENCE):
            request[PRINCIPAL] = await _who(request, route)
            route.access.check(request[PRINCIPAL])
            _check_texts(request)
            if route.idempotent:
                key_of(request)
            said = [] if route.body is None else [await read_shape(request, route.body)]
            return _answer(route, await route.handler(request, *said))

    return handle


async def _who(request: web.Request, route: Route) -> Principal | None:
    """The principal of the bearer token. A public route serves everybody, so there a dead token is no token."""
    token = _bearer(request)
    if token is None:
        return None
    try:
        async with transaction(request) as session:
            return await sessions.authenticate(session, request.app[KEYRING], token)
    except Unidentified:
        if route.access.public:
            return None
        raise


def _bearer(request: web.Request) -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def _check_texts(request: web.Request) -> None:
    """What PostgreSQL cannot keep is refused in the query too, whichever handler reads it."""
    for text in (*request.query.keys(), *request.query.values(), *request.match_info.values()):
        if not is_storable(text):
            raise Invalid("invalid", "Text with NUL or half a character is refused.")


def _answer(route: Route, result: Any) -> web.StreamResponse:
    if isinstance(result, web.StreamResponse):
        return result
    if isinstance(result, BaseModel):
        return web.Response(
            body=result.model_dump_json().encode(), status=route.status, content_type="application/json"
        )
    return web.Response(status=204)
