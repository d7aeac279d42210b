"""Is it alive, may it be sent callers, what does it count.

/healthz asks nothing of anybody: a restart does not mend a lost database. /readyz says 503 while the database cannot be
reached, while its tables are older than this program, and from the moment the process was told to stop.
"""

import asyncio
from collections.abc import Callable
from functools import cache

import structlog
from aiohttp import web
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from telehealth import metrics, migrate
from telehealth.calls.models import CallRow
from telehealth.db import Database
from telehealth.duty.models import Duty
from telehealth.endpoint import DATABASE

DRAINING = web.AppKey("draining", asyncio.Event)
"""Set once the process was told to stop."""
DEGRADED: web.AppKey[Callable[[], bool]] = web.AppKey("degraded")
"""Whether the wire to other processes is down."""
PATIENCE = 2.0
"""Seconds the database may take to answer a probe."""
STATES = ("waiting", "ringing", "connected", "on_hold")
LOST = (SQLAlchemyError, OSError, TimeoutError)

log = structlog.get_logger(__name__)


@cache
def newest_migration() -> str | None:
    """The head of migrations/."""
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS).replace("%", "%%"))
    return ScriptDirectory.from_config(config).get_current_head()


async def healthz(_: web.Request) -> web.Response:
    """The process answers."""
    return web.json_response({"status": "alive"})


async def readyz(request: web.Request) -> web.Response:
    """Callers may be sent here; otherwise 503 with the reason. Without Redis calls ring on, so that is only said."""
    fault = await unready(request.app)
    told = {"status": fault or "ready"}
    if request.app[DEGRADED]() and not fault:
        told["degraded"] = "redis unreachable"
    return web.json_response(told, status=503 if fault else 200)


async def unready(app: web.Application) -> str | None:
    """Why no caller should be sent here, or None."""
    if app[DRAINING].is_set():
        return "draining"
    try:
        async with asyncio.timeout(PATIENCE):
            version = await _version(app[DATABASE])
    except LOST:
        return "database unreachable"
    return None if version == newest_migration() else "database not migrated"


async def metricz(request: web.Request) -> web.Response:
    """Prometheus' text format. The live gauges are asked of the database at each scrape."""
    try:
        async with asyncio.timeout(PATIENCE):
            await count_live(request.app[DATABASE])
    except LOST as fault:
        log.warning("metrics_without_database", exc_info=fault)
    return web.Response(body=metrics.render(), headers={"Content-Type": metrics.CONTENT_TYPE})


async def count_live(database: Database) -> None:
    """Set the gauges of live calls and of doctors on duty."""
    async with database.transaction() as session:
        by_state = await session.execute(
            select(CallRow.state, func.count()).where(CallRow.state != "ended").group_by(CallRow.state)
        )
        calls = {str(row[0]): int(row[1]) for row in by_state}
        on_duty = await session.scalar(select(func.count()).select_from(Duty).where(Duty.ended_at.is_(None)))
    for state in STATES:
        metrics.CALLS.labels(state).set(calls.get(state, 0))
    metrics.ON_DUTY.set(on_duty or 0)


def add_probes(app: web.Application) -> None:
    """/healthz and /readyz on the main listener."""
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)


def private_application(main: web.Application) -> web.Application:
    """What the private listener serves outside demo mode: /metrics, and the probes once more."""
    app = web.Application()
    app[DATABASE] = main[DATABASE]
    app[DRAINING] = main[DRAINING]
    app[DEGRADED] = main[DEGRADED]
    add_probes(app)
    app.router.add_get("/metrics", metricz)
    return app


async def _version(database: Database) -> str | None:
    async with database.transaction() as session:
        version: str | None = await session.scalar(text("SELECT version_num FROM alembic_version"))
    return version
