"""One night from dusk to dawn: the house, the people, what dies; and what is left for the verdict."""

import asyncio
import random
import time
from dataclasses import dataclass

import aiohttp

from tests.faults.clients import World
from tests.faults.house import House
from tests.faults.injections import Injector, Plan, Watch
from tests.faults.ledger import Ledger, Stretch
from tests.faults.script import Doctor, Family
from tests.faults.short_night import HOSPITAL
from tests.faults.stories import Night, Story

DAWN = 90.0
"""Seconds the last calls may take to end after the last story."""


@dataclass
class Outcome:
    """What happened, for the verdict."""

    ledger: Ledger
    outages: list[Stretch]
    seconds: float
    stories: list[Story]


async def happens(house: House, told: list[Story], plan: Plan, seed: int) -> Outcome:
    """Play the stories while things die."""
    ledger, chance, night = Ledger(), random.Random(seed), Night(told)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        world, watch = World(house.doors, http, ledger, chance), Watch(house.doors, http)
        doctors = [_doctor(house, number, world, night) for number in range(len(house.doctors))]
        families = [Family(number, who, world, night) for number, who in enumerate(house.callers)]
        injector, began = Injector(house, plan, http, ledger, chance), time.monotonic()
        running = [asyncio.create_task(doctor.works(desk=number < 2)) for number, doctor in enumerate(doctors)]
        running.append(asyncio.create_task(watch.run()))
        try:
            await _all_on_duty(ledger, len(doctors))
            began = time.monotonic()
            injecting = asyncio.create_task(injector.run())
            playing = asyncio.create_task(_play(families, list(told)))
            running += [injecting, playing]
            await asyncio.wait((injecting, playing), return_when=asyncio.FIRST_COMPLETED)
            if injecting.done():
                await injecting  # it never ends by itself: whatever it died of is a fault of the run
            await playing
            await _over([injecting])
            await injector.heal()
        finally:
            await _over(running)
            await asyncio.gather(*(page.goes() for page in (*doctors, *families)))
    return Outcome(ledger, watch.outages(), time.monotonic() - began, told)


def _doctor(house: House, number: int, world: World, night: Night) -> Doctor:
    at_hospital = number >= len(house.doctors) - HOSPITAL
    return Doctor(number, house.doctors[number], world, night, hospital=at_hospital)


async def _play(families: list[Family], left: list[Story]) -> None:
    async def plays(family: Family) -> None:
        while left:
            await family.plays(left.pop())

    await asyncio.gather(*(plays(family) for family in families))


async def _all_on_duty(ledger: Ledger, doctors: int) -> None:
    async with asyncio.timeout(DAWN):
        while sum(line.said.get("path") == "/api/duty/start" for line in ledger.of("POST 200")) < doctors:
            await asyncio.sleep(0.1)


async def _over(tasks: list[asyncio.Task[None]]) -> None:
    """End these; what one of them died of before is a fault of the run itself."""
    for task in tasks:
        task.cancel()
    for end in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(end, BaseException) and not isinstance(end, asyncio.CancelledError):
            raise end
