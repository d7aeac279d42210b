"""Sends text messages after commit, in tasks the app owns, and keeps what became of each in sms_message.

A message is tried once: its code lives five minutes, and a repeat would cost twice. What a dead process left behind as
pending becomes "unknown": it may have left.
"""

import asyncio
from collections.abc import AsyncIterator

import structlog
from aiohttp import web
from sqlalchemy import func, text, update
from sqlalchemy.exc import SQLAlchemyError

from telehealth.accounts.models import SmsMessage
from telehealth.accounts.texting import TEXTING, Text
from telehealth.db import Database
from telehealth.notify.sms import DemoInbox, SmsSender, sender_from
from telehealth.settings import Settings

SMS_SENDER = web.AppKey[SmsSender]("sms_sender")
DEMO_INBOX = web.AppKey("demo_inbox", DemoInbox)
AT_ONCE = 8
"""Messages on their way to the gateway at the same time."""
LAST_WORDS = 5.0
"""Seconds a stopping process gives the messages on their way."""

log = structlog.get_logger(__name__)


class Outbox:
    """The Texting of accounts: takes messages at once, sends them in the background."""

    def __init__(self, database: Database, sender: SmsSender | None) -> None:
        self._database = database
        self._sender = sender
        self._tasks: set[asyncio.Task[None]] = set()
        self._gate = asyncio.Semaphore(AT_ONCE)

    @property
    def available(self) -> bool:
        """Whether there is a sender at all."""
        return self._sender is not None

    def send_later(self, message: Text) -> None:
        """Take a committed message. Its task is held here: the event loop alone keeps no task alive."""
        task = asyncio.create_task(self._deliver(message), name=f"sms {message.sms_id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drained(self) -> None:
        """Wait until everything taken so far has a state."""
        await asyncio.gather(*self._tasks)

    async def settle_abandoned(self) -> None:
        """Mark what an earlier process left pending."""
        old = SmsMessage.created_at < func.now() - text("interval '1 minute'")
        async with self._database.transaction() as session:
            await session.execute(
                update(SmsMessage).where(SmsMessage.state == "pending", old).values(state="unknown", done_at=func.now())
            )

    async def close(self) -> None:
        """Give messages on their way a moment, then let go."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=LAST_WORDS)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._sender is not None:
            await self._sender.close()

    async def _deliver(self, message: Text) -> None:
        try:
            async with self._gate:
                state = await self._sender.send(message.phone, message.body) if self._sender else "failed"
            await self._note(message.sms_id, state)
            log.info("sms", sms=message.sms_id, state=state)
        except Exception as fault:  # a background task has nobody to raise to; the message itself must not be logged
            log.error("sms_lost", sms=message.sms_id, fault=type(fault).__name__)

    async def _note(self, sms_id: int, state: str) -> None:
        async with self._database.transaction() as session:
            await session.execute(
                update(SmsMessage)
                .where(SmsMessage.id == sms_id, SmsMessage.state == "pending")
                .values(state=state, done_at=func.now())
            )


def attach(app: web.Application, settings: Settings, database: Database) -> None:
    """Give the app its outbox (and, in the demo, the inbox); started and stopped with it."""
    sender = sender_from(settings)
    outbox = Outbox(database, sender)
    app[TEXTING] = outbox
    if sender is not None:
        app[SMS_SENDER] = sender
    if isinstance(sender, DemoInbox):
        app[DEMO_INBOX] = sender

    async def run(_: web.Application) -> AsyncIterator[None]:
        try:
            await outbox.settle_abandoned()
        except SQLAlchemyError as fault:  # the process starts without its database too, and says so in /readyz
            log.warning("sms_not_settled", fault=type(fault).__name__)
        yield
        await outbox.close()

    app.cleanup_ctx.append(run)
