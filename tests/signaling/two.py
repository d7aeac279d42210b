"""Two processes of one installation, as two whole applications over one database, and people on either."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp.test_utils import TestServer

from signaling.server import Signalling
from telehealth.app import SIGNALLING
from telehealth.db import Database
from telehealth.settings import Settings
from tests.conftest import client_of, running
from tests.people import Everyone
from tests.signaling.night import PATIENCE, Night, Page, Person, night_of, page_on


@dataclass
class Two:
    """`night` speaks HTTP to the north; pages may sit on either."""

    night: Night
    south: TestServer

    @property
    def north(self) -> TestServer:
        return self.night.server

    @property
    def everyone(self) -> Everyone:
        return self.night.everyone

    async def page(self, server: TestServer, who: Person, life_of: Page | None = None) -> Page:
        """A page of this person on this process."""
        return await page_on(server, self.night, who, life_of)

    async def ringing(self) -> tuple[str, Page, Page]:
        """chị Lan, in the north, rings bác sĩ Bình, in the south; both joined, and each knows of the other."""
        await self.night.on_duty(self.everyone.binh)
        lan = await self.page(self.north, self.everyone.lan)
        binh = await self.page(self.south, self.everyone.binh)
        call = await self.night.call(self.everyone.lan)
        await binh.hears("call.changed", call=call, state="ringing")
        assert (await lan.join(call))["ok"]
        there = {"peer": lan.peer, "device": lan.device, "part": "caller"}
        assert await binh.join(call) == {"ok": True, "part": "rung", "peers": [there]}
        await lan.hears("call.peer", peer=binh.peer, present=True)
        return call, lan, binh


def signalling(server: TestServer) -> Signalling:
    """The signalling part of one of them."""
    return server.app[SIGNALLING]


async def until(true: Callable[[], bool]) -> None:
    """Wait for a condition."""
    async with asyncio.timeout(PATIENCE):
        while not true():
            await asyncio.sleep(0.02)


@asynccontextmanager
async def two_of(settings: Settings, database: Database, everyone: Everyone) -> AsyncIterator[Two]:
    """Both, listening; with Redis between them when the settings name one."""
    async with (
        running(settings) as north,
        running(settings) as south,
        client_of(north) as http,
        night_of(north, http, database, settings, everyone) as night,
    ):
        for server in (north, south):
            await until(lambda server=server: not signalling(server).degraded())
        yield Two(night, south)
