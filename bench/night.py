"""Whole calls against a running server: ring, negotiate, accept, note, hang up; everything through the front door."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp

from bench.stage import Person
from bench.wire import Socket

SDP = "v=0\r\n" + "a=candidate-like line of a session description\r\n" * 120
"""About the size of a browser's offer (6 KB)."""
CANDIDATES = [
    {"candidate": f"candidate:{n} 1 udp 2122260223 192.0.2.{n} 5000 typ host", "sdpMid": "0"} for n in range(3)
]
BATCHES = 10
TRIES = 250


@dataclass
class Doctor:
    """A doctor on duty with one open page: takes every call that rings."""

    person: Person
    http: aiohttp.ClientSession
    url: str
    device: str = field(default_factory=lambda: uuid4().hex)
    socket: Socket | None = None
    rung: asyncio.Queue[str] = field(default_factory=asyncio.Queue)

    async def start(self) -> "Doctor":
        """Connect, and go on duty."""
        self.socket = await Socket.connect(self.http, self.url, self.person.token, self._hear)
        await post(self.http, self.url, "/api/duty/start", self.person, {})
        return self

    def _hear(self, event: str, payload: dict[str, Any]) -> None:
        if event == "call.changed" and payload["state"] == "ringing":
            self.rung.put_nowait(payload["call"])

    async def seat(self, call: str) -> str:
        """Take the seat of the one who is rung; returns the peer."""
        assert self.socket
        peer = uuid4().hex
        ack = await self.socket.emit("call.join", {"call": call, "device": self.device, "peer": peer})
        assert ack["ok"], ack
        return peer


async def post(
    http: aiohttp.ClientSession, url: str, path: str, who: Person, body: dict[str, Any], method: str = "POST"
) -> dict[str, Any]:
    """One request of the API; raises when it is refused."""
    async with http.request(method, url + path, json=body, headers=who.headers) as answer:
        result = await answer.json() if answer.status != 204 else {}
        if answer.status >= 400:
            raise RuntimeError(f"{path}: {answer.status} {result.get('code')}")
        return dict(result)


async def doctors_on_duty(http: aiohttp.ClientSession, url: str, people: list[Person]) -> dict[str, Doctor]:
    """All of them with one open page, by practitioner id."""
    doctors = {}
    for person in people:
        doctor = await Doctor(person, http, url).start()
        async with http.get(url + "/api/me", headers=person.headers) as answer:
            doctors[(await answer.json())["practitioner"]["id"]] = doctor
    return doctors


async def connected(
    http: aiohttp.ClientSession, url: str, caller: Person, socket: Socket, doctors: dict[str, Doctor]
) -> tuple[str, str, str, Doctor, dict[str, Any]]:
    """Ring, take seats, accept. Returns (call, caller's peer, doctor's peer, doctor, the doctor's view)."""
    view = await post(http, url, "/api/calls", caller, {"relation": "self", "reason": "Sốt"})
    call, rung = view["id"], view["ringing"]
    assert rung, "nobody was free to ring"
    doctor = doctors[rung["id"]]
    peer = uuid4().hex
    ack = await socket.emit("call.join", {"call": call, "device": peer, "peer": peer})
    assert ack["ok"], ack
    while await asyncio.wait_for(doctor.rung.get(), 20) != call:
        pass
    theirs = await doctor.seat(call)
    held = await post(http, doctor.url, f"/api/calls/{call}/accept", doctor.person, {"device": doctor.device})
    return call, peer, theirs, doctor, held


async def signal(socket: Socket, message: dict[str, Any]) -> None:
    """Send until the other's seat is known here. At another process it is known a moment later, and a page waits to be
    told; this asks again."""
    for _ in range(TRIES):
        ack = await socket.emit("signal", message)
        if ack["ok"]:
            return
        if ack["code"] != "not-in-call":
            break
        await asyncio.sleep(0.02)
    raise RuntimeError(f"not relayed: {ack}")


async def cycle(
    http: aiohttp.ClientSession, url: str, caller: Person, socket: Socket, doctors: dict[str, Doctor]
) -> None:
    """One whole call: request, ring, accept, offer and answer, 10 candidate batches, draft note, hang-up."""
    call, mine, theirs, doctor, held = await connected(http, url, caller, socket, doctors)
    assert doctor.socket
    offer = {"call": call, "to": theirs, "generation": 1, "description": {"type": "offer", "sdp": SDP}}
    answer = {"call": call, "to": mine, "generation": 1, "description": {"type": "answer", "sdp": SDP}}
    await signal(socket, offer)
    await signal(doctor.socket, answer)
    for number in range(BATCHES):
        sender, to = (socket, theirs) if number % 2 else (doctor.socket, mine)
        await signal(sender, {"call": call, "to": to, "generation": 1, "candidates": CANDIDATES})
    note = {"version": 1, "subjective": "Sốt 39", "objective": "", "assessment": "", "plan": "", "advice": "Uống nước"}
    await post(http, doctor.url, f"/api/encounters/{held['encounter_id']}/note", doctor.person, note, "PUT")
    await post(http, doctor.url, f"/api/calls/{call}/hang-up", doctor.person, {})
