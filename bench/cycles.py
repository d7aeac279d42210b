"""(b) Whole call cycles a second, and what each costs: at one process, and through two processes with Redis."""

import asyncio
import statistics
import time
from pathlib import Path

import aiohttp

from bench import night, stage
from bench.night import doctors_on_duty
from bench.wire import Socket
from tests.redis_server import RedisServer

WORKERS = 8


async def cycles(folder: Path, seconds: float = 20.0) -> None:
    """At one process."""
    async with stage.real(folder, WORKERS, WORKERS) as (server, callers, staff):
        await measure("(b) whole call cycles a second", [server], callers, staff, seconds)


async def through_two(folder: Path, seconds: float = 20.0) -> None:
    """Families at one process, doctors at the other; what passes between them goes through Redis."""
    redis = RedisServer(folder)
    redis.start()
    try:
        async with (
            stage.installed(folder, WORKERS, WORKERS) as (house, callers, staff),
            house.server(redis.url) as one,
            house.server(redis.url) as other,
        ):
            await measure("(e) call cycles a second through two processes", [one, other], callers, staff, seconds)
    finally:
        redis.close()


async def measure(
    what: str, servers: list[stage.Process], callers: list[stage.Person], staff: list[stage.Person], seconds: float
) -> None:
    """So many whole calls at once for so long; the last server is the doctors'."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        url = servers[0].url
        doctors = await doctors_on_duty(http, servers[-1].url, staff)
        sockets = [await Socket.connect(http, url, caller.token) for caller in callers]
        took: list[float] = []
        stop = time.monotonic() + 2

        async def work(caller: stage.Person, socket: Socket) -> None:
            while time.monotonic() < stop:
                began = time.monotonic()
                await night.cycle(http, url, caller, socket, doctors)
                took.append(time.monotonic() - began)

        await asyncio.gather(*map(work, callers, sockets))
        took.clear()
        began, cpu = time.monotonic(), sum(server.cpu_seconds() for server in servers)
        stop = began + seconds
        await asyncio.gather(*map(work, callers, sockets))
        elapsed, spent = time.monotonic() - began, sum(server.cpu_seconds() for server in servers) - cpu
        print(f"{what}: {len(took) / elapsed:.1f} ({len(took)} in {elapsed:.0f} s, {len(callers)} at once)")
        print(
            f"      server CPU {1000 * spent / len(took):.1f} ms a cycle   median {1000 * statistics.median(took):.0f} ms"
        )
