"""The wire between processes: one Redis channel a process. At most once, and never the truth (that is PostgreSQL).

Redis may be dead, or hang without a word: a message waits for it a second at most, and none at all while it is known
to be away. The log says once that it went and once that it is back.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, Final
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from telehealth import metrics

PATIENCE: Final = 1.0
"""Seconds Redis may take over anything."""
BACK_OFF: Final = (0.1, 0.25, 0.5, 1.0)
"""Seconds between attempts to reach it again; the last one repeats."""
ASK_AFTER: Final = 1.0
"""Seconds of silence after which Redis must prove that it lives."""
LOST: Final = (RedisError, OSError, TimeoutError)

log = structlog.get_logger("signaling")


def channel(process_id: UUID) -> str:
    """Where a process listens."""
    return f"telehealth:process:{process_id}"


class Bus:
    """Sends to other processes and hears what is sent to this one, from start() to close()."""

    def __init__(self, url: str, process_id: UUID) -> None:
        self._url = url
        self._channel = channel(process_id)
        self._on_message: Callable[[bytes], None] | None = None
        self._redis: Redis | None = None
        self._task: asyncio.Task[None] | None = None
        self._said = False
        self.up = False

    def start(self, on_message: Callable[[bytes], None]) -> None:
        """Begin to listen."""
        self._on_message = on_message
        metrics.REDIS_UP.set(0)
        self._task = asyncio.create_task(self._run(), name="bus")

    async def close(self) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def send(self, process_id: UUID, messages: Sequence[bytes]) -> bool:
        """Whether the process was there to be told. Takes at most PATIENCE seconds, none while Redis is away."""
        if not self.up or self._redis is None:
            return False
        pipeline = self._redis.pipeline(transaction=False)
        for message in messages:
            pipeline.publish(channel(process_id), message)
        try:
            async with asyncio.timeout(PATIENCE):
                return all(await pipeline.execute())
        except LOST as fault:
            self._note_lost(fault)
            return False

    async def _run(self) -> None:
        failures = 0
        while True:
            was_up = False
            try:
                async with self._subscription() as pubsub:
                    was_up = True
                    self._note_up()
                    await self._listen(pubsub)
            except LOST as fault:
                self._note_lost(fault)
            failures = 0 if was_up else failures + 1
            await asyncio.sleep(BACK_OFF[min(failures, len(BACK_OFF) - 1)])

    @contextlib.asynccontextmanager
    async def _subscription(self) -> AsyncIterator[PubSub]:
        """A connection of its own that is known to listen."""
        self._redis = Redis.from_url(
            self._url,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),  # the library's own waits up to ten seconds between tries
            max_connections=50,
        )
        pubsub = self._redis.pubsub()
        try:
            async with asyncio.timeout(PATIENCE):
                await pubsub.subscribe(self._channel)
                await pubsub.get_message(timeout=PATIENCE)
            yield pubsub
        finally:
            self.up = False
            await _let_go(pubsub, self._redis)

    async def _listen(self, pubsub: PubSub) -> None:
        """Until Redis is lost (raises one of LOST), as this or a send finds out."""
        asked = False
        while self.up:
            message: dict[str, Any] | None = await pubsub.get_message(timeout=ASK_AFTER)
            if message is not None:
                asked = False
                if message["type"] == "message" and self._on_message is not None:
                    self._on_message(message["data"])
            elif asked:
                raise TimeoutError("no answer")
            else:
                asked = True
                await pubsub.ping()

    def _note_up(self) -> None:
        self.up = True
        metrics.REDIS_UP.set(1)
        if self._said:
            log.info("redis_back")
        self._said = False

    def _note_lost(self, fault: BaseException) -> None:
        self.up = False
        metrics.REDIS_UP.set(0)
        if not self._said:
            log.warning("redis_lost", error=type(fault).__name__)
        self._said = True


async def _let_go(pubsub: PubSub, redis: Redis) -> None:
    """Close what may hang or be closed already."""
    try:
        async with asyncio.timeout(PATIENCE):
            await pubsub.aclose()  # type: ignore[no-untyped-call]
            await redis.aclose()
    except LOST:
        pass
