"""(a) Signalling against a bare relay: acks a second, and memory per idle connection."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp

from bench import night, stage
from bench.night import doctors_on_duty
from bench.wire import Socket

PAIRS = 10
WINDOW = 8
PER_SIGN_IN = 20
"""Sockets one session may have."""

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


async def relays(folder: Path, seconds: float = 6.0, rounds: int = 3, connections: int = 1000) -> None:
    """(a) acked relays a second, floor and real in turn; then memory per idle connection."""
    connector = aiohttp.TCPConnector(limit=0)
    async with (
        aiohttp.ClientSession(connector=connector) as http,
        stage.floor() as bare,
        stage.real(folder, PAIRS + connections // PER_SIGN_IN, PAIRS) as (server, callers, staff),
    ):
        doctors = await doctors_on_duty(http, server.url, staff)
        of_floor, of_real = (
            await floor_senders(http, bare.url),
            await real_senders(http, server.url, callers, doctors),
        )
        await acked_per_second(bare, of_floor, 1.0)
        await acked_per_second(server, of_real, 1.0)
        measured = []
        for _ in range(rounds):
            measured.append(
                (await acked_per_second(server, of_real, seconds), await acked_per_second(bare, of_floor, seconds))
            )
        for number, what in enumerate(("acked relays a second", "acked relays a CPU second of the server")):
            ratio = statistics.median(real[number] / base[number] for real, base in measured)
            print(f"(a) {what}, real / bare: {ratio:.2f} (aim >= 0.9)")
            for real, base in measured:
                print(f"      real {real[number]:7.0f}   bare {base[number]:7.0f}   {real[number] / base[number]:.2f}")
        mine = await idle(http, server, [caller.token for caller in callers[PAIRS:]], connections)
        base_memory = await idle(http, bare, [""], connections)
        print(f"(a) memory per idle connection, real / bare: {mine / base_memory:.2f} (aim <= 1.25)")
        print(f"      real {mine / 1024:.1f} KiB   bare {base_memory / 1024:.1f} KiB   over {connections} connections")


async def idle(http: aiohttp.ClientSession, server: stage.Process, tokens: list[str], count: int) -> float:
    """Bytes of resident memory a connection adds."""
    await asyncio.sleep(1)
    before = server.resident_bytes()
    sockets = [await Socket.connect(http, server.url, tokens[number % len(tokens)]) for number in range(count)]
    await asyncio.sleep(2)
    grown = server.resident_bytes() - before
    await asyncio.gather(*(socket.close() for socket in sockets))
    return grown / count
