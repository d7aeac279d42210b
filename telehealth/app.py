"""The composition root: settings → database → application. The only importer of the signalling server.

What runs beside the requests stands in `_background`; who hears which event in SUBSCRIBERS.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any

import structlog
from aiohttp import web

from signaling.server import Signalling
from telehealth import alerting, audit_seal, events, idempotency, listener, logs, metrics, openapi, timers
from telehealth.accounts import housekeeping
from telehealth.accounts.pace import PACE, Pace
from telehealth.accounts.tokens import Keyring
from telehealth.api import ROUTES
from telehealth.db import Database
from telehealth.demo_routes import DEMO_ROUTES
from telehealth.duty import devices
from telehealth.edge import forwarded, health, pages
from telehealth.edge.dispatch import add_routes
from telehealth.edge.headers import add_security_headers
from telehealth.edge.observe import observe
from telehealth.edge.origin import check_origin
from telehealth.edge.problems import answer_problems
from telehealth.endpoint import DATABASE, KEYRING, MAX_BODY, SETTINGS
from telehealth.notify import alerts, outbox
from telehealth.notify.routes import VAPID
from telehealth.notify.senders import Senders, senders_from
from telehealth.notify.vapid import Vapid
from telehealth.settings import Settings
from telehealth.storage.vault import VAULT, Vault, vault_from
from telehealth.voicemail import tidy

SIGNALLING = web.AppKey("signalling", Signalling)
TIDY_EVERY = 3600.0
"""Seconds between deletions of what is past its use."""

PICK_UP_AFTER = 1.0
"""Seconds before a background task that fell over is started again."""

log = structlog.get_logger(__name__)
EventSubscriber = Callable[[web.Application, events.Event], Awaitable[None]]


async def tell_sockets(app: web.Application, event: events.Event) -> None:
    """Whom it concerns and is connected to this process hears of it."""
    await app[SIGNALLING].tell(event)


SUBSCRIBERS: dict[type[events.Event], tuple[EventSubscriber, ...]] = {
    events.CallChanged: (tell_sockets,),
    events.MessagePosted: (tell_sockets,),
    events.PeersMoved: (tell_sockets,),
    events.DutyChanged: (tell_sockets,),
    events.CallbackChanged: (tell_sockets,),
    events.AlertChanged: (tell_sockets,),
    events.AdviceChanged: (tell_sockets,),
    events.SessionRevoked: (tell_sockets,),
}
"""Event → who hears it in every process. Each tells its own sockets; nothing here must be heard exactly once."""


def create_app(settings: Settings) -> web.Application:
    """The application of one process. Nothing runs and nobody is asked before it starts."""
    logs.configure(settings)
    app = web.Application(
        middlewares=[observe, forwarded.middleware(settings.trusted_proxies), answer_problems, check_origin],
        client_max_size=MAX_BODY,
    )
    app[SETTINGS] = settings
    app[DATABASE] = Database(settings.database_url)
    app[KEYRING] = Keyring.load(settings)
    app[PACE] = Pace()
    app[VAULT] = vault_from(settings)
    app[health.DRAINING] = asyncio.Event()
    app.on_response_prepare.append(add_security_headers)
    _add_sockets(app)
    _add_routes(app)
    app.cleanup_ctx.append(_database)
    outbox.attach(app, settings, app[DATABASE])
    app[VAPID] = Vapid.load(settings)
    app.cleanup_ctx.append(_background)
    return app


def _add_sockets(app: web.Application) -> None:
    app[SIGNALLING] = Signalling(app[SETTINGS], app[DATABASE], app[KEYRING])
    app[SIGNALLING].attach(app)
    app[health.DEGRADED] = app[SIGNALLING].degraded
    metrics.SOCKETS.set_function(lambda: app[SIGNALLING].stats()["sockets"])
    app.on_shutdown.append(_close_sockets)


def _add_routes(app: web.Application) -> None:
    routes = [*ROUTES, *DEMO_ROUTES] if app[SETTINGS].demo else ROUTES
    described = openapi.document(routes, app[SETTINGS].product_name)

    async def describe(_: web.Request) -> web.Response:
        return web.json_response(described)

    add_routes(app, routes)
    app.router.add_get("/api/openapi.json", describe)
    health.add_probes(app)
    if app[SETTINGS].demo:
        app.router.add_get("/metrics", health.metricz)
    pages.add_pages(app)


async def _database(app: web.Application) -> AsyncIterator[None]:
    yield
    await app[DATABASE].close()


async def _background(app: web.Application) -> AsyncIterator[None]:
    """Everything that runs as long as the process does. It stops before the database is closed."""
    database, settings = app[DATABASE], app[SETTINGS]
    listening = asyncio.Event()
    tasks = [
        asyncio.create_task(_keep_running(name, work), name=name)
        for name, work in {
            "listener": lambda: listener.listen(
                database, _on_event(app), app[SIGNALLING].refetch_all, listening, app[SIGNALLING].bells()
            ),
            "timers": lambda: timers.run(database),
            "alerting": lambda: alerting.Alerting(database, _senders(app)).run(),
            "audit_seal": lambda: audit_seal.seal_forever(database, settings),
            "tidy": lambda: _tidy_forever(database, app[KEYRING], app[VAULT]),
        }.items()
    ]
    with contextlib.suppress(TimeoutError):  # without a database we start all the same, and /readyz says so
        await asyncio.wait_for(listening.wait(), listener.PATIENCE)
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _senders(app: web.Application) -> Senders:
    return senders_from(app[SETTINGS], app[VAPID], app.get(outbox.SMS_SENDER))


async def _close_sockets(app: web.Application) -> None:
    await app[SIGNALLING].close()


def _on_event(app: web.Application) -> listener.OnEvent:
    async def on_event(event: events.Event) -> None:
        for subscriber in SUBSCRIBERS.get(type(event), ()):
            await subscriber(app, event)

    return on_event


async def _keep_running(name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Each of these runs for ever. One that falls over is picked up: without timers no second doctor would be rung.
    (The timers of a draining process end by themselves, and do nothing each time they are picked up.)"""
    while True:
        try:
            await work()
        except Exception:
            log.critical("background_task_died", type=name, exc_info=True)
        await asyncio.sleep(PICK_UP_AFTER)


async def _tidy_forever(database: Database, keyring: Keyring, vault: Vault) -> None:
    while True:
        await asyncio.sleep(TIDY_EVERY)
        keyring.renew()
        try:
            async with database.transaction() as session:
                await idempotency.forget_old(session)
                await housekeeping.forget_old(session)
                await alerts.forget_old(session)
                await devices.forget_old(session)
            await tidy.forget_abandoned(database, vault)
        except health.LOST as fault:
            log.warning("tidy_failed", exc_info=fault)
