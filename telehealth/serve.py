"""Listen, wait to be told to stop, and stop in good order.

On SIGTERM or SIGINT: /readyz says 503 at once, so that no new caller is sent here, and nobody new is rung from here; after a
moment the listeners close, sockets are told, running requests get their answers, and the database is left last. All within
20 seconds.
"""

import asyncio
import signal
import ssl
from collections.abc import Callable

import structlog
from aiohttp import web

from telehealth.app import create_app
from telehealth.db import Database, serving_role_faults
from telehealth.edge.health import DRAINING, private_application
from telehealth.endpoint import DATABASE
from telehealth.settings import Settings

NOTICE = 3.0
"""Seconds between saying 'draining' and closing the door, for a balancer that looks every second."""
ALONE = 1.0
"""The same for a single process: nobody else rings meanwhile, so every second counts."""
GRACE = 10.0
"""Seconds a running request may still take."""
LIMIT = 18.0
"""Seconds after which the process goes, whatever still hangs."""

log = structlog.get_logger(__name__)


class RefusedToStart(Exception):
    """This process must not serve; the message says why, one sentence a line."""


async def run(settings: Settings, on_ready: Callable[[str], None] | None = None) -> None:
    """Serve until SIGTERM, SIGINT or cancellation. on_ready is told our own address, e.g. http://127.0.0.1:8080."""
    app = create_app(settings)
    runners = [_runner(app)]
    if not settings.demo:
        runners.append(_runner(private_application(app)))
    try:
        await _refuse_wrong_role(app[DATABASE])
        address = await _listen(runners, settings)
        log.info("listening", port=int(address.rpartition(":")[2]), scheme=address.partition(":")[0])
        if on_ready is not None:
            on_ready(address)
        await _told_to_stop()
        drain(app)
        log.info("draining")
        if not settings.demo:
            await asyncio.sleep(NOTICE if settings.redis_url else ALONE)
    finally:
        await _stop(runners)
        await app[DATABASE].close()  # also when it never came to listening, or a last scrape opened it again


def drain(app: web.Application) -> None:
    """Not ready from now on, and no new claims: what is running ends, and nobody new is rung by this process."""
    app[DRAINING].set()
    app[DATABASE].draining = True


async def _refuse_wrong_role(database: Database) -> None:
    """A superuser or owner voids the grants that keep the audit log whole. Raises RefusedToStart."""
    async with database.transaction() as session:
        faults = await serving_role_faults(session)
    if faults:
        raise RefusedToStart("\n".join(faults))


def _runner(app: web.Application) -> web.AppRunner:
    return web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=GRACE)


async def _listen(runners: list[web.AppRunner], settings: Settings) -> str:
    tls = _tls(settings)
    places = [(settings.host, settings.port, tls), (settings.metrics_host, settings.metrics_port, None)]
    for runner, (host, port, context) in zip(runners, places, strict=False):
        await runner.setup()
        await web.TCPSite(runner, host, port, ssl_context=context).start()
    host, port = runners[0].addresses[0][:2]
    shown = "localhost" if host in ("127.0.0.1", "::1", "0.0.0.0", "::") else host  # noqa: S104 - shown, not bound
    return f"{'https' if tls else 'http'}://{shown}:{port}"


def _tls(settings: Settings) -> ssl.SSLContext | None:
    if settings.tls_cert is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(settings.tls_cert, settings.tls_key)
    return context


async def _told_to_stop() -> None:
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    try:
        await told.wait()
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


async def _stop(runners: list[web.AppRunner]) -> None:
    """The private listener goes last, so that the probes see the draining to its end."""
    try:
        async with asyncio.timeout(LIMIT - NOTICE):
            for runner in runners:
                await runner.cleanup()
    except TimeoutError:
        log.error("stopped_late", seconds=LIMIT)
