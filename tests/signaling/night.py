"""A night at the sockets: the running application, pages of real people, and real calls between them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp
import socketio
from aiohttp.test_utils import TestServer

from signaling.server import Signalling
from telehealth.app import SIGNALLING
from telehealth.db import Database
from telehealth.settings import Settings
from tests.people import Caller, Everyone, Staff, open_session, token_of

PATIENCE = 20.0
"""Seconds a message may take to arrive. Generous: it only decides when a test gives up."""
Person = Staff | Caller | None


@dataclass
class Page:
    """One browser page with an open socket."""

    client: socketio.AsyncClient
    device: str
    peer: str
    heard: list[tuple[str, Any]] = field(default_factory=list)
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    async def say(self, name: str, *args: Any) -> Any:
        """Send a message and return its ack."""
        return await self.client.call(name, args if len(args) != 1 else args[0], timeout=PATIENCE)

    async def join(self, call: str, **other: str) -> Any:
        """call.join with this page's device and peer."""
        return await self.say("call.join", {"call": call, "device": self.device, "peer": self.peer, **other})

    async def offer(self, call: str, to: "Page | str", sdp: str = "v=0\r\n") -> Any:
        """An offer to another page."""
        peer = to.peer if isinstance(to, Page) else to
        body = {"call": call, "to": peer, "generation": 1, "description": {"type": "offer", "sdp": sdp}}
        return await self.say("signal", body)

    def all(self, name: str) -> list[Any]:
        """Every message of this name heard so far."""
        return [payload for event, payload in self.heard if event == name]

    async def hears(self, name: str, **members: Any) -> Any:
        """The first message of this name with these members; waits for it."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for payload in self.all(name):
                    if all(payload.get(key) == value for key, value in members.items()):
                        return payload
                await asyncio.sleep(0.01)

    async def close(self) -> None:
        """The page goes away."""
        await self.client.disconnect()


@dataclass
class Night:
    """One running application and the people around it."""

    server: TestServer
    http: aiohttp.ClientSession
    database: Database
    settings: Settings
    everyone: Everyone
    pages: list[Page] = field(default_factory=list)
    sessions: dict[Any, dict[str, str]] = field(default_factory=dict)

    @property
    def signalling(self) -> Signalling:
        """The server's signalling part."""
        return self.server.app[SIGNALLING]

    @property
    def url(self) -> str:
        """Where the server listens."""
        return str(self.server.make_url("/"))

    async def token(self, who: Person, **options: Any) -> str:
        """A fresh sign-in's access token."""
        return token_of(self.settings, await open_session(self.database, who, **options))

    async def page(self, who: Person, token: str | None = None) -> Page:
        """A page of this person, connected. The same person's pages share one sign-in unless a token is given."""
        token = token or (await self.headers(who))["Authorization"].removeprefix("Bearer ")
        number = len(self.pages) + 1
        page = Page(socketio.AsyncClient(reconnection=False), f"device-{number:04}", f"peer-{number:06}")
        listen(page)
        self.pages.append(page)
        await page.client.connect(self.url, auth={"token": token}, transports=["websocket"], wait_timeout=PATIENCE)
        return page

    async def headers(self, who: Person) -> dict[str, str]:
        """The headers of this person's requests; one sign-in each."""
        key = who.account_id if who else None
        if key not in self.sessions:
            self.sessions[key] = {"Authorization": f"Bearer {await self.token(who)}"}
        return self.sessions[key]

    async def post(self, who: Person, path: str, body: dict[str, Any] | None = None) -> Any:
        """POST as this person; the answer must be a success."""
        headers = {**await self.headers(who), "Idempotency-Key": str(uuid4())}
        async with self.http.post(path, json=body, headers=headers) as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json() if answer.status != 204 else None

    async def on_duty(self, *staff: Staff) -> None:
        """These go on duty, in this order."""
        for one in staff:
            await self.post(one, "/api/duty/start", {"facility_id": None})

    async def call(self, who: Person, **body: Any) -> str:
        """This person rings; the call's id."""
        answer = await self.post(who, "/api/calls", {"relation": "child", "media": "video", **body})
        return str(answer["id"])

    async def ringing(self) -> tuple[str, Page, Page]:
        """chị Lan rings and bác sĩ Bình's page rings: (call, her page, his page), both joined."""
        await self.on_duty(self.everyone.binh)
        lan, binh = await self.page(self.everyone.lan), await self.page(self.everyone.binh)
        call = await self.call(self.everyone.lan)
        await binh.hears("call.changed", call=call, state="ringing")
        assert (await lan.join(call))["ok"]
        assert (await binh.join(call))["ok"]
        return call, lan, binh

    async def accept(self, who: Staff, call: str, page: Page) -> None:
        """This doctor answers on this page."""
        await self.post(who, f"/api/calls/{call}/accept", {"device": page.device})

    async def other_call(self) -> tuple[str, Page, Page]:
        """A second call of the same night, of ông Quý with bác sĩ Thu, both joined."""
        await self.on_duty(self.everyone.thu)
        quy, thu = await self.page(self.everyone.quy), await self.page(self.everyone.thu)
        call = await self.call(self.everyone.quy)
        await thu.hears("call.changed", call=call, state="ringing")
        assert (await quy.join(call))["ok"]
        assert (await thu.join(call))["ok"]
        return call, quy, thu


async def page_on(server: TestServer, night: Night, who: Person, life_of: Page | None = None) -> Page:
    """A page of this person on another server of the same installation; the same page as `life_of`, if given."""
    token = (await night.headers(who))["Authorization"].removeprefix("Bearer ")
    number = len(night.pages) + 1
    page = Page(socketio.AsyncClient(reconnection=False), f"device-{number:04}", f"peer-{number:06}")
    if life_of is not None:
        page.device, page.peer = life_of.device, life_of.peer
    listen(page)
    night.pages.append(page)
    auth = {"token": token, "device": page.device}
    await page.client.connect(str(server.make_url("/")), auth=auth, transports=["websocket"], wait_timeout=PATIENCE)
    return page


def listen(page: Page) -> None:
    """Keep everything the server says."""

    def keep(event: str, *payload: Any) -> None:
        page.heard.append((event, payload[0] if len(payload) == 1 else payload))

    page.client.on("*", keep)
    page.client.on("disconnect", lambda *_: page.closed.set())


@asynccontextmanager
async def night_of(
    server: TestServer, http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> AsyncIterator[Night]:
    """The night, and everybody home afterwards."""
    night = Night(server, http, database, settings, everyone)
    try:
        yield night
    finally:
        for page in night.pages:
            await page.close()
