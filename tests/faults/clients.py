"""Clients as real ones behave: they ask again until they are answered, at the other server when one is gone, with the
same key; after every gap they look again and take their seat anew. Whatever they are told stands in the ledger."""

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import aiohttp
import socketio

from bench.stage import Person
from tests.faults.ledger import Ledger

PATIENCE = 60.0
"""Seconds a client tries before the run is given up: an outage longer than this is no outage but an end."""
LOOK_AGAIN = 6.0
"""Seconds between two looks when nothing is heard."""
KEPT = (
    "id",
    "version",
    "state",
    "end_reason",
    "viewer",
    "rings_until",
    "callback",
    "number",
    "code",
    "call_id",
    "holder_here",
)
WAKING = ("call.changed", "refetch")
"""What makes a page look again."""
QUIET = logging.getLogger("tests.faults.sockets")
QUIET.setLevel(logging.CRITICAL)
"""The client library logs each socket that a killed server leaves; the ledger has them."""
LOST = (aiohttp.ClientError, TimeoutError, OSError, socketio.exceptions.SocketIOError)


@dataclass(frozen=True)
class Answer:
    """What a server said at last."""

    status: int
    body: dict[str, Any]

    @property
    def ok(self) -> bool:
        """It was done."""
        return self.status < 300


@dataclass(frozen=True)
class World:
    """What all clients share: the servers' addresses, the ledger, chance."""

    doors: list[str]
    http: aiohttp.ClientSession
    ledger: Ledger
    chance: random.Random


class Client:
    """Somebody's HTTP side."""

    def __init__(self, name: str, person: Person, world: World) -> None:
        self.name, self.person, self.world = name, person, world
        self._door = world.chance.randrange(len(world.doors))

    @property
    def door(self) -> str:
        """The server it speaks to now."""
        return self.world.doors[self._door % len(self.world.doors)]

    def turn(self) -> None:
        """To the other server."""
        self._door += 1

    async def ask(self, method: str, path: str, body: dict[str, Any] | None = None, call: str = "") -> Answer:
        """One request, repeated with its key until some server answers it."""
        headers = {**self.person.headers, "Idempotency-Key": uuid4().hex}
        began, pause = time.monotonic(), 0.1
        while time.monotonic() - began < PATIENCE:
            try:
                answer = await self._try(method, path, body, headers, call)
                if answer.status < 500 or answer.body.get("code") == "nobody-on-duty":
                    return answer
            except LOST as fault:
                self.world.ledger.note(self.name, "no-answer", call, path=path, fault=type(fault).__name__)
            self.turn()
            await asyncio.sleep(pause * self.world.chance.uniform(0.5, 1.5))
            pause = min(pause * 2, 1.0)
        raise TimeoutError(f"{self.name}: {method} {path} was never answered")

    async def _try(
        self, method: str, path: str, body: dict[str, Any] | None, headers: dict[str, str], call: str
    ) -> Answer:
        sent, limit = time.monotonic(), aiohttp.ClientTimeout(15)
        async with self.world.http.request(method, self.door + path, json=body, headers=headers, timeout=limit) as got:
            told = await got.json() if got.status != 204 else {}
        told = told.get("call", told) or {}
        about = call or str(told.get("id", "")) if "state" in told else call
        said = {key: told[key] for key in KEPT if key in told}
        if "messages" in told:
            said["messages"] = [(one["number"], one["id"]) for one in told["messages"]]
        self.world.ledger.note(self.name, f"{method} {got.status}", about, sent, path=path, **said)
        return Answer(got.status, told)


class Page(Client):
    """A client with an open socket, and at most one seat."""

    def __init__(self, name: str, person: Person, world: World) -> None:
        super().__init__(name, person, world)
        self.device = uuid4().hex
        self.woken, self.called = asyncio.Event(), asyncio.Event()
        self._seat: str | None = None
        self._socket: socketio.AsyncClient | None = None
        self._living: asyncio.Task[None] | None = None

    def open(self) -> None:
        """The page is looked at: from now on it keeps a socket."""
        self._living = asyncio.create_task(self._live())

    async def goes(self) -> None:
        """Home, at the end of the night."""
        await self.close()

    async def close(self) -> None:
        """The page is gone, without a word."""
        if self._living is not None:
            self.world.ledger.note(self.name, "left", self._seat or "")
            self._living.cancel()
            await asyncio.gather(self._living, return_exceptions=True)
            self._living = None
        self._seat = None

    async def sit(self, call: str | None) -> None:
        """Take the seat in this call now and after every reconnection; None gives it up."""
        self._seat = call
        await self._join()

    async def until(
        self, call: str, fits: Callable[[dict[str, Any]], bool], within: float = PATIENCE
    ) -> dict[str, Any]:
        """Look at the call whenever something is heard, until the view fits. Raises TimeoutError."""
        began = time.monotonic()
        while time.monotonic() - began < within:
            self.woken.clear()
            answer = await self.ask("GET", f"/api/calls/{call}?device={self.device}", call=call)
            if not answer.ok or fits(answer.body):
                return answer.body
            await self.hears(self.woken)
        raise TimeoutError(f"call {call[-4:]} is still {answer.body.get('state')}")

    async def hears(self, what: asyncio.Event, within: float = LOOK_AGAIN) -> None:
        """Wait until something is heard, or it is time to look again."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                await what.wait()

    async def _live(self) -> None:
        pause = 0.1
        while True:
            socket = socketio.AsyncClient(
                reconnection=False,
                http_session=self.world.http,
                handle_sigint=False,
                logger=QUIET,
                engineio_logger=QUIET,
            )
            gone = asyncio.Event()
            socket.on("*", self._hear)
            socket.on("disconnect", lambda *_, gone=gone: gone.set())
            try:
                door = self.door
                await socket.connect(door, auth={"token": self.person.token}, transports=["websocket"], wait_timeout=5)
                self._socket, pause = socket, 0.1
                self.world.ledger.note(self.name, "connected", door=door)
                await self._join()
                self._wake("")
                await gone.wait()
                self.world.ledger.note(self.name, "socket-lost", self._seat or "")
            except LOST:
                pause = min(pause * 2, 1.0)
            finally:
                self._socket = None
                with contextlib.suppress(*LOST):
                    await socket.disconnect()
            self.turn()
            await asyncio.sleep(pause * self.world.chance.uniform(0.5, 1.5))

    async def _join(self) -> None:
        while self._seat is not None and self._socket is not None:
            call, body = self._seat, {"call": self._seat, "device": self.device, "peer": f"peer-{self.device}"}
            try:
                ack = await self._socket.call("call.join", body, timeout=8)
            except LOST:
                return
            said = {key: ack[key] for key in ("ok", "part", "code") if key in ack}
            self.world.ledger.note(self.name, "joined", call, **said)
            if ack.get("code") != "unavailable":
                return
            await asyncio.sleep(0.5)

    def _hear(self, event: str, *payload: Any) -> None:
        said = payload[0] if payload and isinstance(payload[0], dict) else {}
        if event in WAKING:
            self.world.ledger.note(self.name, f"heard {event}", str(said.get("call", "")), state=said.get("state"))
            self._wake(str(said.get("call", "")))

    def _wake(self, call: str) -> None:
        """News of the call one sits in, or of another (or of anything: after a gap)."""
        if call in ("", self._seat):
            self.woken.set()
        if call != self._seat or not call:
            self.called.set()
