"""(f) A national peak: calls that begin at a steady rate whatever happens, beside thousands of idle connections."""

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import aiohttp

from bench import night, stage
from bench.claims import percentile
from bench.relays import PER_SIGN_IN
from bench.stage import Person
from bench.wire import Socket
from tests.redis_server import RedisServer

CALLERS, DOCTORS = 200, 60
PATIENCE = 30.0
"""Seconds after the last tap in which calls may still be finished."""


@dataclass
class Night:
    """What happened: taps and rings by call, and how calls came out."""

    taps: dict[str, float] = field(default_factory=dict)
    rings: dict[str, float] = field(default_factory=dict)
    seats: dict[str, asyncio.Future[str]] = field(default_factory=dict)
    done: int = 0
    failed: list[str] = field(default_factory=list)
    last: float = 0.0

    def seat(self, call: str) -> asyncio.Future[str]:
        """The caller's peer, once they sit in the call; the doctor may hear of it before the caller does."""
        return self.seats.setdefault(call, asyncio.get_running_loop().create_future())


async def peak(folder: Path, rate: float = 20.0, seconds: float = 60.0, idle: int = 2000, processes: int = 1) -> None:
    """`rate` taps a second for `seconds` with `idle` connections that only listen; prints tap → ring."""
    redis = RedisServer(folder) if processes > 1 else None
    if redis:
        redis.start()
    try:
        async with stage.installed(folder, CALLERS + -(-idle // PER_SIGN_IN), DOCTORS) as (house, families, staff):
            await _on(house, redis.url if redis else "", processes, families, staff, rate, seconds, idle)
    finally:
        if redis:
            redis.close()


async def _on(
    house: stage.House,
    redis: str,
    processes: int,
    families: list[Person],
    staff: list[Person],
    rate: float,
    seconds: float,
    idle: int,
) -> None:
    async with house.server(redis) as one, house.server(redis) if processes > 1 else _nothing() as other:
        servers = [one, other] if other else [one]
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
            night_now = Night()
            listening = [
                await Socket.connect(http, servers[n % len(servers)].url, families[CALLERS + n // PER_SIGN_IN].token)
                for n in range(idle)
            ]
            doctors = await night.doctors_on_duty(http, servers[-1].url, staff)
            answering = [asyncio.create_task(_answers(http, doctor, night_now)) for doctor in doctors.values()]
            cpu, began = sum(server.cpu_seconds() for server in servers), time.monotonic()
            await _taps(http, one.url, families[:CALLERS], night_now, rate, seconds)
            spent = sum(server.cpu_seconds() for server in servers) - cpu
            for task in answering:
                task.cancel()
            await asyncio.gather(*answering, return_exceptions=True)
            _report(night_now, rate, seconds, len(listening), processes, spent / (time.monotonic() - began))
            await asyncio.gather(*(socket.close() for socket in listening))


class _nothing:
    """No second server."""

    async def __aenter__(self) -> None:
        return None

    async def __aexit__(self, *_: object) -> None:
        return None


async def _taps(
    http: aiohttp.ClientSession, url: str, callers: list[Person], tonight: Night, rate: float, seconds: float
) -> None:
    """Each tap at its time, whether or not earlier calls have been answered."""
    free: asyncio.Queue[tuple[Person, Socket]] = asyncio.Queue()
    for caller in callers:
        free.put_nowait((caller, await Socket.connect(http, url, caller.token)))
    began, running = time.monotonic(), set[asyncio.Task[None]]()
    for number in range(int(rate * seconds)):
        await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
        task = asyncio.create_task(_call(http, url, free, tonight))
        running.add(task)
        task.add_done_callback(running.discard)
    await asyncio.wait(running or {asyncio.create_task(asyncio.sleep(0))}, timeout=PATIENCE)
    for task in running:
        task.cancel()
        tonight.failed.append("not finished")
    tonight.last = time.monotonic() - began


async def _call(
    http: aiohttp.ClientSession, url: str, free: asyncio.Queue[tuple[Person, Socket]], tonight: Night
) -> None:
    tapped = time.monotonic()
    caller, socket = await free.get()
    try:
        view = await night.post(http, url, "/api/calls", caller, {"relation": "self", "reason": "Sốt"})
        call, peer = view["id"], uuid4().hex
        tonight.taps[call] = tapped
        await socket.emit("call.join", {"call": call, "device": peer, "peer": peer})
        over = asyncio.get_running_loop().create_future()
        tonight.seats[call + " over"] = over
        tonight.seat(call).set_result(peer)
        await over
        tonight.done += 1
        free.put_nowait((caller, socket))
    except Exception as fault:
        tonight.failed.append(f"{type(fault).__name__}: {fault}"[:120])


async def _answers(http: aiohttp.ClientSession, doctor: night.Doctor, tonight: Night) -> None:
    """Takes whatever rings: seat, accept, offer, candidates, hang up."""
    while True:
        call = await doctor.rung.get()
        if call in tonight.rings:
            continue
        tonight.rings[call] = time.monotonic()
        try:
            theirs = await asyncio.wait_for(tonight.seat(call), PATIENCE)
            await doctor.seat(call)
            await night.post(http, doctor.url, f"/api/calls/{call}/accept", doctor.person, {"device": doctor.device})
            assert doctor.socket
            said = {"call": call, "to": theirs, "generation": 1}
            await night.signal(doctor.socket, {**said, "description": {"type": "offer", "sdp": night.SDP}})
            await night.signal(doctor.socket, {**said, "candidates": night.CANDIDATES})
            await night.post(http, doctor.url, f"/api/calls/{call}/hang-up", doctor.person, {})
            tonight.seats[call + " over"].set_result("")
        except Exception as fault:
            tonight.failed.append(f"doctor, {type(fault).__name__}: {fault}"[:120])


def _report(tonight: Night, rate: float, seconds: float, idle: int, processes: int, cores: float) -> None:
    waits = [tonight.rings[call] - tapped for call, tapped in tonight.taps.items() if call in tonight.rings]
    asked = int(rate * seconds)
    print(
        f"(f) national peak: {rate:g} taps a second for {seconds:g} s, {idle} idle connections, {processes} process(es)"
    )
    print(
        f"      finished {tonight.done} of {asked} calls, {tonight.done / tonight.last:.1f} a second (asked {rate:g})"
    )
    if waits:
        print(f"      tap → ring p50 {percentile(waits, 0.5):.2f} s   p99 {percentile(waits, 0.99):.2f} s")
    print(f"      servers used {cores:.2f} cores; {len(tonight.failed)} failed {sorted(set(tonight.failed))[:3] or ''}")
