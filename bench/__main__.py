"""python -m bench: (a) signalling against a bare relay, (b) whole call cycles."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
import uvloop

from bench import night, stage
from bench.wire import Socket
from tests import cluster

PAIRS = 10
WINDOW = 8
SECONDS = 6.0
ROUNDS = 3
IDLE = 1000
PER_SIGN_IN = 20
"""Sockets one session may have."""
CYCLE_WORKERS = 8
CYCLE_SECONDS = 20.0

Send = Callable[[], Awaitable[dict[str, object]]]


async def acked_per_second(server: stage.Process, senders: list[Send], seconds: float) -> tuple[float, float]:
    """Each sender keeps WINDOW messages in flight. Returns acks a second, and acks a second of the server's own CPU
    time (what one core could do: the load generator shares the machine, and is part of the first figure)."""
    count, stop, cpu = 0, time.monotonic() + seconds, server.cpu_seconds()

    async def pump(send: Send) -> None:
        nonlocal count
        while time.monotonic() < stop:
            ack = await send()
            assert ack["ok"], ack
            count += 1

    await asyncio.gather(*(pump(send) for send in senders for _ in range(WINDOW)))
    return count / seconds, count / (server.cpu_seconds() - cpu)


def sender(socket: Socket, call: str, to: str) -> Send:
    message = {"call": call, "to": to, "generation": 1, "candidates": night.CANDIDATES}
    return lambda: socket.emit("signal", message)


async def floor_senders(http: aiohttp.ClientSession, url: str) -> list[Send]:
    sends = []
    for number in range(PAIRS):
        pair = [await Socket.connect(http, url) for _ in range(2)]
        for side, socket in enumerate(pair):
            await socket.emit("hello", f"peer-{number}-{side}")  # type: ignore[arg-type]
        sends += [sender(socket, "call", f"peer-{number}-{1 - side}") for side, socket in enumerate(pair)]
    return sends


async def doctors_on_duty(http: aiohttp.ClientSession, url: str, people: list[stage.Person]) -> dict[str, night.Doctor]:
    doctors = {}
    for person in people:
        doctor = await night.Doctor(person, http, url).start()
        async with http.get(url + "/api/me", headers=person.headers) as answer:
            doctors[(await answer.json())["practitioner"]["id"]] = doctor
    return doctors


async def real_senders(
    http: aiohttp.ClientSession, url: str, callers: list[stage.Person], doctors: dict[str, night.Doctor]
) -> list[Send]:
    sends = []
    for caller in callers[:PAIRS]:
        socket = await Socket.connect(http, url, caller.token)
        call, mine, theirs, doctor, _ = await night.connected(http, url, caller, socket, doctors)
        assert doctor.socket
        doctor.socket.deaf()  # the floor's sockets parse nothing either
        sends += [sender(socket, call, theirs), sender(doctor.socket, call, mine)]
    return sends


async def relays(folder: Path) -> None:
    """(a) acked relays a second, floor and real in turn; then memory per idle connection."""
    connector = aiohttp.TCPConnector(limit=0)
    async with (
        aiohttp.ClientSession(connector=connector) as http,
        stage.floor() as bare,
        stage.real(folder, PAIRS + IDLE // PER_SIGN_IN, PAIRS) as (server, callers, staff),
    ):
        doctors = await doctors_on_duty(http, server.url, staff)
        of_floor, of_real = (
            await floor_senders(http, bare.url),
            await real_senders(http, server.url, callers, doctors),
        )
        await acked_per_second(bare, of_floor, 1.0)
        await acked_per_second(server, of_real, 1.0)
        rounds = []
        for _ in range(ROUNDS):
            rounds.append(
                (await acked_per_second(server, of_real, SECONDS), await acked_per_second(bare, of_floor, SECONDS))
            )
        for number, what in enumerate(("acked relays a second", "acked relays a CPU second of the server")):
            ratio = statistics.median(real[number] / base[number] for real, base in rounds)
            print(f"(a) {what}, real / bare: {ratio:.2f} (aim >= 0.9)")
            for real, base in rounds:
                print(f"      real {real[number]:7.0f}   bare {base[number]:7.0f}   {real[number] / base[number]:.2f}")
        mine = await idle(http, server, [caller.token for caller in callers[PAIRS:]])
        base_memory = await idle(http, bare, [""])
        print(f"(a) memory per idle connection, real / bare: {mine / base_memory:.2f} (aim <= 1.25)")
        print(f"      real {mine / 1024:.1f} KiB   bare {base_memory / 1024:.1f} KiB   over {IDLE} connections")


async def idle(http: aiohttp.ClientSession, server: stage.Process, tokens: list[str]) -> float:
    """Bytes of resident memory a connection adds."""
    await asyncio.sleep(1)
    before = server.resident_bytes()
    sockets = [await Socket.connect(http, server.url, tokens[number % len(tokens)]) for number in range(IDLE)]
    await asyncio.sleep(2)
    grown = server.resident_bytes() - before
    await asyncio.gather(*(socket.close() for socket in sockets))
    return grown / IDLE


async def cycles(folder: Path) -> None:
    """(b) whole call cycles a second and what each costs."""
    connector = aiohttp.TCPConnector(limit=0)
    async with (
        aiohttp.ClientSession(connector=connector) as http,
        stage.real(folder, CYCLE_WORKERS, CYCLE_WORKERS) as (server, callers, staff),
    ):
        doctors = await doctors_on_duty(http, server.url, staff)
        sockets = [await Socket.connect(http, server.url, caller.token) for caller in callers]
        done, stop = 0, 0.0
        took: list[float] = []

        async def work(caller: stage.Person, socket: Socket) -> None:
            nonlocal done
            while time.monotonic() < stop:
                began = time.monotonic()
                await night.cycle(http, server.url, caller, socket, doctors)
                took.append(time.monotonic() - began)
                done += 1

        stop = time.monotonic() + 2
        await asyncio.gather(*map(work, callers, sockets))
        done, took[:] = 0, []
        began, cpu = time.monotonic(), server.cpu_seconds()
        stop = began + CYCLE_SECONDS
        await asyncio.gather(*map(work, callers, sockets))
        elapsed, spent = time.monotonic() - began, server.cpu_seconds() - cpu
        print(
            f"(b) whole call cycles a second: {done / elapsed:.1f} ({done} in {elapsed:.0f} s, {CYCLE_WORKERS} at once)"
        )
        print(
            f"      server CPU {1000 * spent / done:.1f} ms a cycle   median cycle {1000 * statistics.median(took):.0f} ms"
        )


def main() -> None:
    """Run all and print."""
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    running = cluster.start()
    try:
        for part in (relays, cycles):
            with tempfile.TemporaryDirectory() as folder:
                asyncio.run(part(Path(folder)))
    finally:
        running.stop()


if __name__ == "__main__":
    main()
