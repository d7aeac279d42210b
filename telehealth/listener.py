"""Hear the database's events: LISTEN on one connection, load each event by its id, hand it on in order.

The stream has holes whenever the connection is lost, and nothing is replayed: after any gap `on_gap` runs, and clients
refetch. A half-open connection (a cable pulled, a server frozen) is found by asking it something every few seconds.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from types import MappingProxyType

import psycopg
import structlog
from psycopg import sql
from sqlalchemy.exc import SQLAlchemyError

from telehealth import metrics
from telehealth.db import Database
from telehealth.events import CHANNEL, Event, load

QUIET = 5.0
"""Seconds without a notification after which the connection must prove that it lives."""
PATIENCE = 3.0
"""Seconds a connection may take to open or to answer."""
BACK_OFF = (0.05, 0.1, 0.25, 0.5, 1.0)
"""Seconds between attempts; the last one repeats."""
LOST = (psycopg.Error, SQLAlchemyError, OSError, TimeoutError)

OnEvent = Callable[[Event], Awaitable[None]]
OnGap = Callable[[], Awaitable[None]]
Bells = Mapping[str, Callable[[], None]]
NO_BELLS: Bells = MappingProxyType({})
log = structlog.get_logger(__name__)


async def listen(
    database: Database,
    on_event: OnEvent,
    on_gap: OnGap,
    listening: asyncio.Event | None = None,
    bells: Bells = NO_BELLS,
) -> None:
    """Run until cancelled. `listening` is set once the first LISTEN stands.

    bells: other notifications to hear, with nothing to load: name → what to do, also after a gap.
    """
    failures, gap = 0, False
    while True:
        try:
            async with _connection(database, bells) as connection:
                metrics.LISTENING.set(1)
                if listening is not None:
                    listening.set()
                if gap:
                    log.info("listener_back", attempt=failures)
                    await _guarded(on_gap(), "gap")
                    for ring in bells.values():
                        ring()
                failures = 0
                await _relay(database, connection, on_event, bells)
        except LOST as fault:
            log.warning("listener_lost", error=type(fault).__name__, attempt=failures)
        finally:
            metrics.LISTENING.set(0)
        gap = True
        metrics.LISTENER_GAPS.inc()
        await asyncio.sleep(BACK_OFF[min(failures, len(BACK_OFF) - 1)])
        failures += 1


@contextlib.asynccontextmanager
async def _connection(database: Database, bells: Bells) -> AsyncIterator[psycopg.AsyncConnection]:
    """A connection of its own, autocommit, already listening."""
    async with asyncio.timeout(PATIENCE):
        connection = await psycopg.AsyncConnection.connect(
            database.conninfo, autocommit=True, application_name="telehealth events"
        )
    try:
        async with asyncio.timeout(PATIENCE):
            for channel in (CHANNEL, *bells):
                await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        yield connection
    finally:
        with contextlib.suppress(*LOST):
            await connection.close()


async def _relay(database: Database, connection: psycopg.AsyncConnection, on_event: OnEvent, bells: Bells) -> None:
    """Hand on events until the connection is lost (raises one of LOST)."""
    while True:
        async for notice in connection.notifies(timeout=QUIET):
            if notice.channel in bells:
                bells[notice.channel]()
            else:
                await _hand_on(database, notice.payload, on_event)
        async with asyncio.timeout(PATIENCE):
            await connection.execute("SELECT 1")


async def _hand_on(database: Database, payload: str, on_event: OnEvent) -> None:
    """An event that cannot be loaded is a gap like any other: the fault goes up and the stream starts afresh."""
    if not payload.isdigit():
        return
    async with database.transaction() as session:
        event = await load(session, int(payload))
    if event is not None:
        metrics.EVENTS.labels(event.type).inc()
        await _guarded(on_event(event), event.type)


async def _guarded(work: Awaitable[None], type_: str) -> None:
    """A subscriber that fails, or hangs, must not end the stream for everybody else."""
    try:
        async with asyncio.timeout(2 * PATIENCE):
            await work
    except Exception:
        metrics.SUBSCRIBER_FAULTS.labels(type_).inc()
        log.exception("subscriber_failed", type=type_)
