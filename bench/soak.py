"""python -m bench.soak --minutes N: whole calls for a long time; memory and sockets must not grow.

Prints a line a minute and ends with 1 when resident memory grew by more than a quarter after the first tenth of the
run, or a call failed.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

import aiohttp
import uvloop

from bench import night, stage
from bench.night import doctors_on_duty
from bench.wire import Socket
from tests import cluster

WORKERS = 4
GROWTH = 1.25


async def soak(folder: Path, minutes: float) -> bool:
    """Run; True when memory held."""
    async with (
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http,
        stage.real(folder, WORKERS, WORKERS) as (server, callers, staff),
    ):
        doctors = await doctors_on_duty(http, server.url, staff)
        stop = time.monotonic() + minutes * 60
        done = [0]

        async def work(caller: stage.Person) -> None:
            while time.monotonic() < stop:
                socket = await Socket.connect(http, server.url, caller.token)
                await night.cycle(http, server.url, caller, socket, doctors)
                await socket.close()
                done[0] += 1

        watching = asyncio.create_task(watch(server, done, minutes))
        await asyncio.gather(*map(work, callers))
        return await watching


async def watch(server: stage.Process, done: list[int], minutes: float) -> bool:
    """Note memory over the run; the first tenth warms up."""
    await asyncio.sleep(minutes * 6)
    first, began = server.resident_bytes(), time.monotonic()
    last = first
    while time.monotonic() - began < minutes * 54 - 1:
        await asyncio.sleep(min(60.0, minutes * 9))
        last = server.resident_bytes()
        print(f"{done[0]:7d} calls   {last / 2**20:.1f} MiB   x{last / first:.2f}", flush=True)
    return last <= first * GROWTH


def main() -> None:
    """Run and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    minutes = parser.parse_args().minutes
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    running = cluster.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            held = asyncio.run(soak(Path(folder), minutes))
    finally:
        running.stop()
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
