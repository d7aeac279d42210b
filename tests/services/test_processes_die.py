"""Real processes: one is killed, one is told to stop under load, and no call and no kept message notices."""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import aiohttp
from sqlalchemy import func, select

from bench.wire import Socket
from telehealth.calls.models import CallRow, CallTransition, ChatMessage
from telehealth.db import Database
from telehealth.live.models import CallPeer, RelayLetter, ServerProcess
from telehealth.settings import Settings
from tests.people import Caller, Everyone, Staff, open_session, token_of
from tests.redis_server import RedisServer
from tests.serving import Serving, serving
from tests.signaling.raw import PATH, Raw

PATIENCE = 40.0
SOCKETS = 200
AT_MOST = 20.0
"""Seconds a process told to stop may take."""


@dataclass
class Person:
    """Somebody signed in, at no process in particular."""

    headers: dict[str, str]
    page: dict[str, str] = field(default_factory=lambda: {"device": f"device-{uuid4()}", "peer": f"peer-{uuid4()}"})

    @property
    def token(self) -> str:
        return self.headers["Authorization"].removeprefix("Bearer ")


@dataclass
class Night:
    """Two processes and their people."""

    http: aiohttp.ClientSession
    database: Database
    settings: Settings
    north: Serving
    south: Serving
    heard: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    """Peer → every signal its page has heard."""

    async def person(self, who: Staff | Caller) -> Person:
        token = token_of(self.settings, await open_session(self.database, who))
        return Person({"Authorization": f"Bearer {token}"})

    async def post(self, at: Serving, who: Person, path: str, body: Any) -> Any:
        headers = {**who.headers, "Idempotency-Key": str(uuid4())}
        async with self.http.post(at.address + path, json=body, headers=headers) as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json() if answer.status != 204 else None

    async def joins(self, at: Serving, who: Person, call: str) -> Socket:
        def listens(event: str, payload: Any) -> None:
            if event == "signal":
                self.heard[who.page["peer"]].append(payload)

        socket = await Socket.connect(self.http, at.address, who.token, listens)
        assert (await socket.emit("call.join", {"call": call, **who.page}))["ok"]
        return socket

    async def steps(self, call: str) -> list[str]:
        async with self.database.transaction() as session:
            query = select(CallTransition.event).where(CallTransition.call_id == UUID(call))
            return list(await session.scalars(query.order_by(CallTransition.version)))

    async def until(self, query: Any, wanted: Any) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                async with self.database.transaction() as session:
                    if await session.scalar(query) == wanted:
                        return
                await asyncio.sleep(0.1)


@asynccontextmanager
async def two_processes(
    settings: Settings, database: Database, redis_server: RedisServer, folder: Path
) -> AsyncIterator[Night]:
    chosen = settings.model_copy(update={"redis_url": redis_server.url})
    with serving(chosen, folder, 2) as (north, south):
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
            yield Night(http, database, settings, north, south)


async def in_a_call(night: Night, everyone: Everyone) -> tuple[str, Person, Socket, Person, Socket]:
    """chị Lan in the north, bác sĩ Bình in the south, talking."""
    lan, binh = await night.person(everyone.lan), await night.person(everyone.binh)
    await night.post(night.south, binh, "/api/duty/start", {"facility_id": None})
    call = (await night.post(night.north, lan, "/api/calls", {"relation": "child", "media": "video"}))["id"]
    await night.until(select(CallRow.state).where(CallRow.id == UUID(call)), "ringing")
    hers, his = await night.joins(night.north, lan, call), await night.joins(night.south, binh, call)
    await night.post(night.south, binh, f"/api/calls/{call}/accept", {"device": binh.page["device"]})
    return call, lan, hers, binh, his


async def test_killed_in_mid_call_the_caller_goes_on_at_the_other_process(
    settings: Settings, database: Database, everyone: Everyone, redis_server: RedisServer, tmp_path: Path
) -> None:
    async with two_processes(settings, database, redis_server, tmp_path) as night:
        call, lan, _, binh, his = await in_a_call(night, everyone)
        night.north.kill()
        again = await night.joins(night.south, lan, call)
        offer = {"call": call, "to": lan.page["peer"], "generation": 1, "candidates": [None]}
        assert await his.emit("signal", offer) == {"ok": True}
        await night.until(select(func.count()).select_from(ServerProcess), 1)  # the dead one is buried
        await asyncio.sleep(3)
        assert not [step for step in await night.steps(call) if step.startswith("Seat")], "no gap in any seat"
        await again.close()
        await night.until(select(CallRow.caller_lost_at.is_not(None)).where(CallRow.id == UUID(call)), True)


async def test_killed_with_nobody_coming_back_the_others_judge_its_seats(
    settings: Settings, database: Database, everyone: Everyone, redis_server: RedisServer, tmp_path: Path
) -> None:
    async with two_processes(settings, database, redis_server, tmp_path) as night:
        call, *_ = await in_a_call(night, everyone)
        night.north.kill()
        began = time.monotonic()
        await night.until(select(CallRow.caller_lost_at.is_not(None)).where(CallRow.id == UUID(call)), True)
        assert time.monotonic() - began > 5, "not before its silence proves it dead"
        await night.until(select(func.count()).select_from(CallPeer), 1)


# ---- told to stop, under load


@dataclass
class Load:
    """What was answered, and what was kept."""

    statuses: Counter[str] = field(default_factory=Counter)
    acked: list[str] = field(default_factory=list)
    over: bool = False


async def keeps_writing(night: Night, at: Serving, who: Person, call: str, load: Load) -> None:
    """Chat, one message after the other; a message counts once the answer says that it is kept."""
    while not load.over:
        message = str(uuid4())
        body = {"id": message, "body": "Mẹ em vẫn sốt"}
        try:
            url = f"{at.address}/api/calls/{call}/messages"
            async with night.http.post(url, json=body, headers=who.headers) as answer:
                load.statuses[str(answer.status)] += 1
                if answer.status < 300:
                    load.acked.append(message)
        except aiohttp.ClientError as refused:
            load.statuses[type(refused).__name__] += 1
            if isinstance(refused, aiohttp.ClientConnectorError):
                return  # the door is closed
        await asyncio.sleep(0.02)


async def keeps_reading(night: Night, at: Serving, load: Load) -> None:
    while not load.over:
        try:
            async with night.http.get(at.address + "/api/status") as answer:
                load.statuses[str(answer.status)] += 1
        except aiohttp.ClientConnectorError:
            return
        except aiohttp.ClientError as refused:
            load.statuses[type(refused).__name__] += 1
        await asyncio.sleep(0.02)


async def a_page(night: Night, at: Serving, token: str, few: asyncio.Semaphore) -> Raw:
    """A page that only listens. A few at a time: a socket has five seconds to say who asks."""
    async with few:
        raw = Raw(await night.http.ws_connect(at.address + PATH))
        assert (await raw.greet(token)).startswith("40{")
        return raw


async def test_told_to_stop_under_load_it_goes_in_20_seconds_and_loses_nothing(
    settings: Settings, database: Database, everyone: Everyone, redis_server: RedisServer, tmp_path: Path
) -> None:
    """200 sockets and running requests: 503 at once, no new ring from here, every socket told 1001, every kept message kept."""
    async with two_processes(settings, database, redis_server, tmp_path) as night:
        call, lan, hers, binh, his = await in_a_call(night, everyone)
        load, few = Load(), asyncio.Semaphore(8)
        tokens = [(await night.person(everyone.quy)).token for _ in range(SOCKETS // 20)]
        opened = [a_page(night, night.north, tokens[number % len(tokens)], few) for number in range(SOCKETS)]
        closing = [asyncio.create_task(raw.until_closed(3 * PATIENCE)) for raw in await asyncio.gather(*opened)]
        work = [asyncio.create_task(keeps_writing(night, night.north, lan, call, load)) for _ in range(3)]
        work += [asyncio.create_task(keeps_reading(night, night.north, load)) for _ in range(3)]
        await asyncio.sleep(1)

        began = time.monotonic()
        night.north.told_to_stop()
        await until_draining(night)
        status = await asyncio.to_thread(night.north.wait, AT_MOST)
        took = time.monotonic() - began
        load.over = True
        await asyncio.gather(*work)

        print(  # noqa: T201 - the measured figure
            f"SIGTERM with {SOCKETS} sockets: gone after {took:.1f} s; answers {dict(load.statuses)}"
        )
        assert status == 0 and took < AT_MOST
        assert await asyncio.gather(*closing) == [aiohttp.WSCloseCode.GOING_AWAY] * SOCKETS
        assert not [status for status in load.statuses if status.startswith("5") and status != "503"]
        assert len(load.acked) > 20
        async with night.database.transaction() as session:
            kept = {str(one) for one in await session.scalars(select(ChatMessage.id))}
        assert set(load.acked) <= kept
        again = await night.joins(night.south, lan, call)
        assert (
            await his.emit("signal", {"call": call, "to": lan.page["peer"], "generation": 1, "candidates": [None]})
        )["ok"]
        assert not [step for step in await night.steps(call) if step.startswith("Seat")], "the call felt nothing"
        await again.close()


async def until_draining(night: Night) -> None:
    """The balancer's view."""
    async with asyncio.timeout(5):
        while True:
            async with night.http.get(night.north.address + "/readyz") as answer:
                if answer.status == 503:
                    assert await answer.json() == {"status": "draining"}
                    return
            await asyncio.sleep(0.05)


# ---- Redis hangs


async def test_redis_hangs_and_two_processes_connect_caller_and_doctor_all_the_same(
    settings: Settings, database: Database, everyone: Everyone, redis_server: RedisServer, tmp_path: Path
) -> None:
    """Stopped before the call is made, woken in mid-call: it rings, they negotiate in order, and it ends."""
    async with two_processes(settings, database, redis_server, tmp_path) as night:
        redis_server.hang()
        call, lan, hers, binh, his = await in_a_call(night, everyone)
        ends = {hers: binh, his: lan}
        await negotiate(night, call, ends, 1)
        redis_server.go_on()
        await until_both_have_redis(night)
        await negotiate(night, call, ends, 2)
        await night.post(night.north, lan, f"/api/calls/{call}/hang-up", {})
        await night.until(select(CallRow.state).where(CallRow.id == UUID(call)), "ended")
        await night.until(select(func.count()).select_from(RelayLetter), 0)
    logs = [process.log.read_text() for process in (night.north, night.south)]
    assert [(log.count("redis_lost"), log.count("redis_back")) for log in logs] == [(1, 1), (1, 1)]


async def negotiate(night: Night, call: str, ends: dict[Socket, Person], generation: int) -> None:
    """Offer, answer and candidates, both ways; each hears all of it in order and once."""
    said: list[Any] = [{"description": {"type": "offer", "sdp": "v=0"}}]
    said += [{"candidates": [None] * count} for count in (1, 2, 3)]
    for socket, receiver in ends.items():
        for message in said:
            told = {"call": call, "to": receiver.page["peer"], "generation": generation, **message}
            assert await socket.emit("signal", told) == {"ok": True}
    async with asyncio.timeout(PATIENCE):
        while any(len(night.heard[one.page["peer"]]) < generation * len(said) for one in ends.values()):
            await asyncio.sleep(0.05)
    await asyncio.sleep(2)  # what is told twice would have come
    for receiver in ends.values():
        heard = [one for one in night.heard[receiver.page["peer"]] if one["generation"] == generation]
        assert [{name: one[name] for name in one if name in ("description", "candidates")} for one in heard] == said


async def until_both_have_redis(night: Night) -> None:
    """As /readyz says."""
    async with asyncio.timeout(PATIENCE):
        for process in (night.north, night.south):
            while True:
                async with night.http.get(process.address + "/readyz") as answer:
                    if "degraded" not in await answer.json():
                        break
                await asyncio.sleep(0.1)
