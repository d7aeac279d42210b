"""Scenarios: each opens one socket, does harm for a while, and goes."""

import asyncio
import itertools
import random
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp

from signaling import limits
from tests.signaling.fuzz.frames import NOWHERE, Author, Place
from tests.signaling.fuzz.hostile import Hostile, Refused
from tests.signaling.fuzz.house import House
from tests.signaling.fuzz.report import Report
from tests.signaling.fuzz.witness import Witness

VOLLEYS = (1, 5, 20, 40)
"""Frames sent at once."""
ENOUGH = limits.MESSAGES[0] - 45
"""Frames after which an attacker that keeps the budget leaves."""
BAD = (0.15, 0.3, 0.5, 1.0)
"""Share of wrong frames; one socket keeps to one."""


@dataclass
class Gang:
    """All attackers of a run: members of ông Quý's call (a stolen phone, say) and guests without any call."""

    house: House
    report: Report
    witness: Witness
    members: "itertools.cycle[str]"
    guests: "itertools.cycle[str]"

    async def scenario(self, rng: random.Random) -> None:
        """One of them, by chance."""
        chosen: Callable[[random.Random], Awaitable[None]]
        (chosen,) = rng.choices([self.member, self.guest, self.flood, self.oversized], [58, 30, 10, 2])
        self.report.sockets[chosen.__name__] += 1
        try:
            await chosen(rng)
        except Refused as refusal:
            if "too-many" not in str(refusal):
                self.report.fault(f"a good token was refused: {refusal}")
            await asyncio.sleep(0.1)
        except TimeoutError:
            self.report.fault(f"{chosen.__name__}: neither an ack nor a close")

    async def member(self, rng: random.Random) -> None:
        """Valid and spoiled conversation inside its own call, and every way out of it."""
        hostile, author = await self._seated(rng)
        await self._converse(hostile, author, rng)

    async def guest(self, rng: random.Random) -> None:
        """Signed in, but in no call."""
        hostile = await Hostile.enter(self.house.night, self.report, next(self.guests), None)
        await self._converse(hostile, Author(rng, NOWHERE, self.witness.attacked, rng.choice(BAD)), rng)

    async def flood(self, rng: random.Random) -> None:
        """More at once than anybody may say: the budget closes it."""
        hostile, author = await self._seated(rng)
        author = Author(rng, self.witness.attackers, self.witness.attacked, bad=0)
        if await hostile.volley([author.frame() for _ in range(limits.MESSAGES[0] + 60)], author.probe()):
            self.report.fault("a flood was not closed")
        await hostile.raw.socket.close()

    async def oversized(self, rng: random.Random) -> None:
        """One frame past every limit."""
        hostile = await Hostile.enter(self.house.night, self.report, next(self.guests), None)
        self.report.sent["oversized"] += 1
        await hostile.raw.socket.send_str("427[" + "[" * (limits.FRAME + rng.randint(1, 9)))
        code = await hostile.raw.until_closed(30)
        self.report.closed(code, "an oversized frame")
        if code != aiohttp.WSCloseCode.MESSAGE_TOO_BIG:
            self.report.fault(f"an oversized frame closed with {code}")

    async def deaf(self, rng: random.Random) -> None:
        """Joins, then reads nothing while a friend talks to it: dropped, and the friend is told."""
        self.report.sockets["deaf"] += 1
        deaf, _ = await self._seated(rng, peer="peer-deaf-0001")
        _make_deaf(deaf)
        for _ in range(4):
            friend, author = await self._seated(rng)
            author = Author(rng, Place(self.witness.attackers_call, ("peer-deaf-0001",)), self.witness.attacked, bad=0)
            for _ in range(5):
                big = [author.big_offer() for _ in range(30)]
                if not await friend.volley(big, author.probe()) or friend.denied_last:
                    break
            await friend.raw.socket.close()
            if friend.denied_last:
                return
        self.report.fault("a client that does not read was not dropped")

    async def _seated(self, rng: random.Random, peer: str | None = None) -> tuple[Hostile, Author]:
        here = self.witness.attackers
        hostile = await Hostile.enter(self.house.night, self.report, next(self.members), here.call)
        author = Author(rng, here, self.witness.attacked, rng.choice(BAD))
        await hostile.volley([author.join(peer)], author.probe())
        return hostile, author

    async def _converse(self, hostile: Hostile, author: Author, rng: random.Random) -> None:
        said = 2
        while hostile.open and said < ENOUGH:
            frames = [author.frame() for _ in range(rng.choice(VOLLEYS))]
            said += len(frames) + 1
            await hostile.volley(frames, author.probe())
        await _leave(hostile, rng)


async def _leave(hostile: Hostile, rng: random.Random) -> None:
    """By the door, by the window, or with the line cut."""
    how = rng.choice(["close", "cut", "sign off"]) if hostile.open else "close"
    if how == "sign off":
        await hostile.raw.socket.send_str("41")
    if how == "cut":
        transport = hostile.raw.socket._response.connection.transport  # type: ignore[union-attr]
        transport.abort()  # type: ignore[union-attr]
    await hostile.raw.socket.close()


def _make_deaf(hostile: Hostile) -> None:
    transport = hostile.raw.socket._conn.transport  # type: ignore[union-attr]
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # type: ignore[union-attr]
    transport.pause_reading()  # type: ignore[union-attr]
