"""One loop that wakes people: takes what is due in database time, asks again whether it is wanted, hands it over, writes
what became of it. Any process may run it.

    transaction 1: lock the alert (SKIP LOCKED) → read the call again → 'sending', and the next attempt planned
    no transaction: the sender
    transaction 2: 'sent' | 'failed' | 'unknown'

A death between the two leaves 'sending', which any process turns into 'unknown' a minute later. One sender that hangs
holds one place of AT_ONCE and no lock.
"""

import asyncio

import structlog
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from telehealth.calls import alarms
from telehealth.db import Database, Session
from telehealth.notify import handing
from telehealth.notify.models import AlertRow
from telehealth.notify.senders import Senders
from telehealth.notify.sending import Handed, Result

PERIOD = 0.5
"""Seconds between looks."""
AT_ONCE = 32
"""Alerts on their way at the same time, in one process."""
HANDS = 4
"""Of these so many are taken from the queue side by side."""
LAST_WORDS = 5.0
"""Seconds a stopping process gives what is on its way."""
WRITE_TRIES = 5

log = structlog.get_logger(__name__)


class Alerting:
    """The loop of one process."""

    def __init__(self, database: Database, senders: Senders) -> None:
        self._database = database
        self._senders = senders
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Run until cancelled."""
        try:
            while True:
                try:
                    await self.run_once()
                except (OperationalError, OSError) as fault:
                    log.warning("alerting.database_lost", error=type(fault).__name__)
                await asyncio.sleep(PERIOD)
        finally:
            await self._close()

    async def run_once(self) -> int:
        """Hand over everything that is due now. Returns how many alerts had their turn."""
        async with self._database.transaction() as session:
            await handing.settle_left_behind(session)
        return sum(await asyncio.gather(*(self._take_all() for _ in range(HANDS))))

    async def _take_all(self) -> int:
        turns = 0
        while await self._one():
            turns += 1
        return turns

    async def drained(self) -> None:
        """Wait until everything handed over so far has a state."""
        await asyncio.gather(*self._tasks)

    async def _one(self) -> bool:
        """Take one alert, with a free place to hand it over at once. False: nothing is due."""
        await self._gate.acquire()
        handed: Handed | None = None
        try:
            found, handed = await self._take()
        finally:
            if handed is None:
                self._gate.release()
        if handed is not None:
            task = asyncio.create_task(self._deliver(handed), name="alert")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return found

    async def _take(self) -> tuple[bool, Handed | None]:
        """(whether one was due, the one to hand over if it is still wanted)."""
        async with self._database.transaction() as session:
            due = await handing.next_due(session)
            if due is None:
                return False, None
            row, left = due
            if left == 0:
                await handing.drop(session, row.id, "expired", "too-late")
                return True, None
            verdict = await _judged(session, row)
            if not verdict.wanted:
                await handing.drop(session, row.id, "cancelled", "not-wanted")
                return True, None
            return True, await handing.hand(session, row, left, verdict.outcome)

    async def _deliver(self, handed: Handed) -> None:
        try:
            result = await self._hand(handed)
            await self._write(handed, result)
            log.info("alert", type=f"{handed.purpose}.{handed.channel}", state=result.state, code=result.error)
        except SQLAlchemyError as fault:  # 'unknown' will be written by whoever looks next
            log.error("alert_not_written", error=type(fault).__name__)
        finally:
            self._gate.release()

    async def _hand(self, handed: Handed) -> Result:
        try:
            return await self._senders.hand(handed)
        except Exception as fault:  # a sender that breaks its word; the alert itself must not be logged
            log.error("alert_sender_failed", error=type(fault).__name__)
            return Result("unknown", "sender-failed")

    async def _write(self, handed: Handed, result: Result) -> None:
        """The database may be away for a moment; what became of an alert is worth some patience."""
        for attempt in range(1, WRITE_TRIES + 1):
            try:
                async with self._database.transaction() as session:
                    await handing.done(session, handed.id, result)
                return
            except OperationalError:
                if attempt == WRITE_TRIES:
                    raise
                await asyncio.sleep(attempt)

    async def _close(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=LAST_WORDS)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._senders.close()


async def _judged(session: Session, row: AlertRow) -> alarms.Verdict:
    """Whether it is still wanted. One that cannot be judged leaves all the same: it must not stand in the way of those
    behind it, and waking somebody for nothing is the smaller harm."""
    try:
        async with session.begin_nested():
            return await alarms.still_wanted(session, row)
    except (OperationalError, OSError):
        raise
    except Exception as fault:
        log.error("alert_not_judged", error=type(fault).__name__)
        return alarms.Verdict(True)
