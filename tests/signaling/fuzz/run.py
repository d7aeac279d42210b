"""One run: the people sit down, the attackers come in their numbers, and at the end everything is looked at."""

import asyncio
import itertools
import random
import time
from pathlib import Path

from telehealth.settings import Settings
from tests.signaling.fuzz.attackers import Gang
from tests.signaling.fuzz.frames import CANARY
from tests.signaling.fuzz.house import House, house
from tests.signaling.fuzz.report import Report
from tests.signaling.fuzz.vandals import stranger, vandal
from tests.signaling.fuzz.witness import Witness

AT_ONCE = 12
"""Scenarios under way at one time."""
BESIDE = 16
"""Strangers and vandals under way; most of their time is waiting to be shown out."""
DEAF = 3
SIGN_INS = 4
CALM = 1.5
"""Seconds after which whatever was dropped is gone."""


async def run(settings: Settings, log: Path, messages: int, seed: int, sabotage: str = "") -> Report:
    """Send at least so many messages; the report says what came back. sabotage: a guard the server is to lack."""
    report = Report()
    async with house(settings, log, sabotage) as home:
        witness = await Witness.begin(home.night, report)
        gang = Gang(home, report, witness, await _tokens(home, home.night.everyone.quy), await _tokens(home, None))
        over, began = asyncio.Event(), time.monotonic()
        talking = asyncio.create_task(witness.talk(over))
        await _attack(gang, home, messages, seed)
        report.seconds = time.monotonic() - began
        over.set()
        await talking
        await asyncio.sleep(CALM)
        witness.judge()
        report.memory.append(home.memory())
        if not home.alive():
            report.fault(f"the server died with {home.process.returncode}")
        await _still_serves(home, report)
    read_log(log, report)
    return report


async def _tokens(home: House, who: object) -> "itertools.cycle[str]":
    return itertools.cycle(await home.tokens(who, SIGN_INS))  # type: ignore[arg-type]


async def _attack(gang: Gang, home: House, messages: int, seed: int) -> None:
    report, numbers = gang.report, itertools.count()

    def source() -> random.Random:
        return random.Random(f"{seed}/{next(numbers)}")

    async def work() -> None:
        while report.messages < messages and home.alive():
            await gang.scenario(source())
            if not report.memory and report.messages > messages // 5:
                report.memory.append(home.memory())

    async def beside() -> None:
        while report.messages < messages and home.alive():
            rng = source()
            await rng.choice([stranger, vandal])(home.port, report, rng)

    async def deafness() -> None:
        for _ in range(DEAF):
            await gang.deaf(source())

    await asyncio.gather(*(work() for _ in range(AT_ONCE)), *(beside() for _ in range(BESIDE)), deafness())


async def _still_serves(home: House, report: Report) -> None:
    async with home.night.http.get("/readyz") as answer:
        if answer.status != 200:
            report.fault(f"readyz says {answer.status} afterwards")
    async with home.night.http.get("/api/status") as answer:
        if answer.status != 200:
            report.fault(f"the first page gets {answer.status} afterwards")


def read_log(log: Path, report: Report) -> None:
    """Bounded, free of faults, and without a word of a client. A line for each connection is the server's own habit."""
    text = log.read_text(encoding="utf-8")
    lines = text.splitlines()
    report.log_lines = len(lines)
    if report.log_lines > report.sockets.total() + 500:
        report.fault(f"{report.log_lines} lines were logged for {report.sockets.total()} sockets")
    if CANARY in text:
        report.fault("the log holds what a client sent")
    for line in lines:
        if '"level": "error"' in line or "Traceback" in line or '"trace"' in line:
            report.fault(f"the log has a fault: {line[:300]}")
