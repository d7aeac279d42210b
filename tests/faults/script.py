"""Families and doctors at their pages, playing the stories."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any
from uuid import uuid4

from tests.faults.clients import LOOK_AGAIN, Page, World
from tests.faults.stories import Night, Story

TALK = 2
"""Messages each side writes in a call."""


async def talk(page: Page, call: str, story: Story, part: str) -> None:
    """Write a few messages, reading on from the last number known; then wait for the other, and read the rest."""
    cursor = 0
    for number in range(TALK):
        message = {"id": str(uuid4()), "body": f"{part} {number}"}
        page.world.ledger.note(page.name, "writes", call, id=message["id"])
        if not (await page.ask("POST", f"/api/calls/{call}/messages", message, call=call)).ok:
            break
        cursor = await read(page, call, cursor)
    story.written.add(part)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(8):
            while len(story.written) < 2:
                await asyncio.sleep(0.1)
    await read(page, call, cursor)


async def read(page: Page, call: str, after: int) -> int:
    """The chat after a number; returns the last number read."""
    answer = await page.ask("GET", f"/api/calls/{call}/messages?after={after}", call=call)
    return max([after, *(int(one["number"]) for one in answer.body.get("messages", ()))])


class Family(Page):
    """A caller's page. Plays one story after the other."""

    def __init__(self, number: int, person: Any, world: World, night: Night) -> None:
        super().__init__(f"family {number}", person, world)
        self.phone = f"+8491{number:07d}"
        self.night = night

    async def plays(self, story: Story) -> None:
        """Ring, do what the story says, and see that the call comes to its end."""
        try:
            await self._play(story)
        except TimeoutError as fault:
            self.world.ledger.note(self.name, "gave-up", fault=f"{story.kind.name}: {fault}")
            await self.close()

    async def _play(self, story: Story) -> None:
        body = {"relation": "child", "reason": story.title, "media": "audio"}
        self.open()
        call = str((await self.ask("POST", "/api/calls", body)).body["id"])
        self.world.ledger.note(self.name, "story", call, kind=story.kind.name)
        await self.sit(call)
        await getattr(self, f"_{story.kind.family}")(call, story)
        await self.close()
        await self.until(call, lambda view: view["state"] == "ended")  # an account has one live call

    async def _talks(self, call: str, story: Story) -> None:
        view = await self.until(call, lambda view: view["state"] in ("connected", "ended"))
        if view.get("state") == "connected":
            await talk(self, call, story, "family")
            await self.until(call, lambda view: view["state"] == "ended")

    async def _waits(self, call: str, story: Story) -> None:
        await self.until(call, lambda view: view["state"] == "ended")

    async def _early(self, call: str, story: Story) -> None:
        await asyncio.sleep(0.3)
        await self._hang_up(call)

    async def _late(self, call: str, story: Story) -> None:
        await asyncio.sleep(4)
        await self._hang_up(call)

    async def _enough(self, call: str, story: Story) -> None:
        await asyncio.sleep(4)
        await self._hang_up(call, no_longer_needed=True)

    async def _leaves(self, call: str, story: Story) -> None:
        await asyncio.sleep(1)
        await self.close()

    async def _drops(self, call: str, story: Story) -> None:
        await self.until(call, lambda view: view["state"] in ("connected", "ended"))
        await asyncio.sleep(0.5)
        await self.close()
        await self.until(call, lambda view: view["state"] == "ended")
        self.open()
        self.night.waiting[self.phone] = story
        with contextlib.suppress(TimeoutError):
            await self._is_called_back(story)
        self.night.waiting.pop(self.phone, None)

    async def _is_called_back(self, story: Story) -> None:
        async with asyncio.timeout(15):
            while not (view := (await self.ask("GET", "/api/calls/current")).body).get("id"):
                self.called.clear()
                await self.hears(self.called, 1)
        call = str(view["id"])
        await self.sit(call)
        story.written.clear()
        await talk(self, call, story, "family")
        await self.until(call, lambda view: view["state"] == "ended")

    async def _hang_up(self, call: str, **body: bool) -> None:
        self.world.ledger.note(self.name, "hangs-up", call, **body)
        await self.ask("POST", f"/api/calls/{call}/hang-up", body, call=call)


class Doctor(Page):
    """A doctor's page: rung, it does what the story says; a call-back that a family waits for it makes."""

    def __init__(self, number: int, person: Any, world: World, night: Night, *, hospital: bool) -> None:
        super().__init__(f"doctor {number}", person, world)
        self.night, self.hospital = night, hospital
        self._seen: set[tuple[str, str]] = set()
        self._taken: set[str] = set()
        self._deeds: set[asyncio.Task[None]] = set()

    async def works(self, desk: bool) -> None:
        """On duty for the whole night."""
        self.open()
        await self.ask("POST", "/api/duty/start", {"facility_id": None})
        while True:
            self.called.clear()
            view = (await self.ask("GET", f"/api/calls/current?device={self.device}")).body
            ring = (str(view.get("id")), str(view.get("rings_until")))
            if view.get("viewer") == "rung" and ring not in self._seen:
                self._seen.add(ring)
                self._do(self._rung(ring[0], self.night.of(view)))
            if self.night.offers:
                await self._takes_over()
            if desk and self.night.waiting:
                await self._calls_back()
            await self.hears(self.called, 1.0 if desk else LOOK_AGAIN)

    async def goes(self) -> None:
        """Home: nothing of this page runs on."""
        for deed in self._deeds:
            deed.cancel()
        await asyncio.gather(*self._deeds, return_exceptions=True)
        await super().goes()

    def _do(self, deed: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._tries(deed))
        self._deeds.add(task)
        task.add_done_callback(self._deeds.discard)

    async def _tries(self, deed: Coroutine[Any, Any, None]) -> None:
        try:
            await deed
        except TimeoutError as fault:
            self.world.ledger.note(self.name, "gave-up", fault=str(fault))

    async def _rung(self, call: str, story: Story) -> None:
        deed = story.next_deed(self.hospital)
        await asyncio.sleep(self.world.chance.uniform(0.05, 0.3))
        if deed == "decline":
            await self.ask("POST", f"/api/calls/{call}/decline", {"reason": "bận"}, call=call)
        elif deed != "silent":
            await self._answers(call, story, deed)

    async def _answers(self, call: str, story: Story, deed: str) -> None:
        await self.sit(call)
        if deed == "together":
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(6):
                    await story.gathered.wait()
        answer = await self.ask("POST", f"/api/calls/{call}/accept", {"device": self.device}, call=call)
        if not answer.ok:
            return
        if deed == "vanish":
            await asyncio.sleep(0.5)
            await self.close()
            await asyncio.sleep(10)
            self.open()
        elif story.kind.family == "drops":
            await self.until(call, lambda view: view["state"] != "connected")
        elif not (deed == "hand over" and await self._handed_over(call, story)):
            await self._speaks(call, story)

    async def _handed_over(self, call: str, story: Story) -> bool:
        """Ask a free colleague; whether one has taken it."""
        colleagues = (await self.ask("GET", "/api/duty")).body["colleagues"]
        free = [one["practitioner"]["id"] for one in colleagues if not one["engaged"]]
        if not free:
            return False
        self.world.ledger.note(self.name, "offers", call)
        self.night.offers[call] = story
        to = {"practitioner_id": self.world.chance.choice(free)}
        await self.ask("POST", f"/api/calls/{call}/handover", to, call=call)
        view = await self.until(call, lambda view: view["viewer"] != "holder" or not view["handover_to"])
        self.night.offers.pop(call, None)
        return view.get("viewer") != "holder"

    async def _takes_over(self) -> None:
        call = str((await self.ask("GET", "/api/duty")).body.get("offered_call"))
        story = self.night.offers.get(call)
        if story is None or call in self._taken:
            return
        self._taken.add(call)
        answer = await self.ask("POST", f"/api/calls/{call}/handover/accept", {"device": self.device}, call=call)
        if answer.ok:
            await self.sit(call)
            self._do(self._speaks(call, story))

    async def _calls_back(self) -> None:
        for one in (await self.ask("GET", "/api/callbacks")).body.get("callbacks", ()):
            story = self.night.waiting.pop(one["phone"], None)
            if story is None:
                continue
            started = await self.ask("POST", f"/api/callbacks/{one['id']}/call", {"device": self.device})
            if not started.ok:
                self.night.waiting[one["phone"]] = story
                continue
            call = str(started.body["call_id"])
            self.world.ledger.note(self.name, "calls-back", call)
            await self.sit(call)
            self._do(self._speaks(call, story))

    async def _speaks(self, call: str, story: Story) -> None:
        await talk(self, call, story, "doctor")
        await self.ask("POST", f"/api/calls/{call}/hang-up", {}, call=call)
