"""What dies, and when; and the watch that measures how long it was away."""

import asyncio
import random
import time
from dataclasses import dataclass, field

import aiohttp

from tests.faults.house import House
from tests.faults.ledger import Ledger, Stretch, outages

BEAT = 0.1
"""Seconds between two heartbeats."""
SLOW = 0.5
"""Seconds without a heartbeat that are called an outage."""


@dataclass(frozen=True)
class Plan:
    """What to inject. Shares are of the night's expected length in seconds."""

    night: float
    kill_every: tuple[float, float] = (3.0, 6.0)
    """Seconds between a server's being back and the next kill -9."""
    postgres: tuple[tuple[float, str], ...] = ((0.3, "fast"), (0.65, "immediate"))
    redis_dead: tuple[float, ...] = (0.45,)
    redis_hung: tuple[float, ...] = ()
    redis_for: float = 4.0
    """Seconds it stays away."""


@dataclass
class Watch:
    """Heartbeats: somebody asks every server again and again whether callers may be sent to it."""

    doors: list[str]
    http: aiohttp.ClientSession
    beats: list[tuple[float, float, bool]] = field(default_factory=list)

    async def run(self) -> None:
        """Until cancelled. A beat is good when at least one server, and so the database behind it, said it is ready."""
        while True:
            asked = time.monotonic()
            good = await self._any()
            self.beats.append((asked, time.monotonic(), good))
            await asyncio.sleep(BEAT)

    async def _any(self) -> bool:
        asking = [asyncio.create_task(self._ready(door)) for door in self.doors]
        good = False
        for first in asyncio.as_completed(asking):
            good = good or await first
            if good:
                break
        for task in asking:
            task.cancel()
        return good

    async def _ready(self, door: str) -> bool:
        try:
            async with self.http.get(f"{door}/readyz", timeout=aiohttp.ClientTimeout(1)) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False

    def outages(self) -> list[Stretch]:
        """When there was no server to be had."""
        return outages(self.beats, SLOW)


@dataclass
class Injector:
    """Carries the plan out."""

    house: House
    plan: Plan
    http: aiohttp.ClientSession
    ledger: Ledger
    chance: random.Random

    async def run(self) -> None:
        """Until all is done, or cancelled."""
        for server in self.house.servers:
            self.ledger.note("night", "ready", door=server.url)
        await asyncio.gather(self._kills(), self._restarts(), self._redis())

    def _note(self, what: str, **said: str) -> None:
        self.ledger.note("night", "injected", "", 0.0, kind=what, **said)

    async def heal(self) -> None:
        """Everything is up again."""
        await asyncio.gather(*(server.ready(self.http) for server in self.house.servers))

    async def _kills(self) -> None:
        """The longer a start takes on this machine, the longer the next kill waits: starting must not eat all of it."""
        starting = 0.0
        while True:
            await asyncio.sleep(self.chance.uniform(*self.plan.kill_every) + 3 * starting)
            victim = self.chance.choice(self.house.servers)
            victim.kill()
            self._note("kill -9 of a server", door=victim.url)
            await asyncio.sleep(self.chance.uniform(0, 1))
            began = time.monotonic()
            await victim.ready(self.http)
            starting = time.monotonic() - began
            self.ledger.note("night", "ready", door=victim.url)

    async def _restarts(self) -> None:
        began = time.monotonic()
        for share, how in self.plan.postgres:
            await asyncio.sleep(began + share * self.plan.night - time.monotonic())
            await asyncio.to_thread(self.house.cluster.restart, how)
            self._note(f"PostgreSQL restarted ({how})")

    async def _redis(self) -> None:
        began, redis = time.monotonic(), self.house.redis
        for share in self.plan.redis_dead:
            await asyncio.sleep(began + share * self.plan.night - time.monotonic())
            redis.kill()
            self._note("Redis stopped")
            await asyncio.sleep(self.plan.redis_for)
            redis.start()
        for share in self.plan.redis_hung:
            await asyncio.sleep(began + share * self.plan.night - time.monotonic())
            redis.freeze(True)
            self._note("Redis hung (SIGSTOP)")
            await asyncio.sleep(self.plan.redis_for)
            redis.freeze(False)
