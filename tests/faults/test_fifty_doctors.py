"""Fifty doctors claim and answer thousands of calls; ten answer one at once: nobody gets what another has.

FAULTS_SCALE=10 is the long form (make soak).
"""

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from bench import stage
from telehealth import timers
from telehealth.accounts import sessions
from telehealth.accounts.models import Account
from telehealth.accounts.permissions import Principal
from telehealth.accounts.tokens import Keyring
from telehealth.calls import service
from telehealth.calls.models import CallRing, CallRow
from telehealth.calls.shapes import NewCall
from telehealth.db import Database
from telehealth.duty import claims, ladders
from telehealth.duty.ladder import Ladder, Manner, Rung, Whom
from telehealth.duty.models import Duty
from telehealth.errors import Conflict
from telehealth.settings import Settings
from tests.faults.short_night import seconds

SCALE = int(os.environ.get("FAULTS_SCALE", "1"))
DOCTORS, FAMILIES = 50, 40
"""Fewer families than doctors, so that whoever calls finds somebody to claim."""
CALLS, ROUNDS = 500 * SCALE, 20 * SCALE
PROVINCE = "44"
ONE_BY_ONE = Ladder(rungs=(Rung(whom=Whom.PROVINCE, next_after=seconds(2), pause=seconds(1)),), wrap_up=seconds(0))
ALL_AT_ONCE = Ladder(rungs=(Rung(whom=Whom.PROVINCE, manner=Manner.ALL_AT_ONCE),), wrap_up=seconds(0))


@dataclass
class Ward:
    """Everybody, signed in and on duty; who was told that which call is theirs, from when to when."""

    database: Database
    families: list[Principal]
    doctors: list[Principal]
    told: list[tuple[UUID, int, float, float]] = field(default_factory=list)
    """(call, doctor, from, to)"""
    ringing: dict[UUID, asyncio.Event] = field(default_factory=dict)
    """Calls that have no end yet."""

    async def rings(self, family: Principal) -> UUID:
        """This family taps the button."""
        async with self.database.transaction() as session:
            return await service.request(session, family, NewCall(relation="self"), PROVINCE)

    async def answers(self, number: int, call: UUID) -> str:
        """This doctor taps "Nhận"; what they are told."""
        try:
            async with self.database.transaction() as session:
                await service.accept(session, self.doctors[number], call, f"device-{number:04}")
        except Conflict as refusal:
            return refusal.code
        return "yours"

    async def hangs_up(self, number: int, call: UUID) -> None:
        """The doctor ends the call."""
        async with self.database.transaction() as session:
            await service.hang_up(session, self.doctors[number], call, "holder", False)


@pytest.fixture
async def ward(settings: Settings, tmp_path: Path) -> AsyncIterator[Ward]:
    """Fifty doctors at one station, nobody on duty yet."""
    database = Database(settings.database_url, pool_size=25)
    keys = Keyring.load(settings)
    callers, doctors = await stage.settle(
        Database(settings.database_url, pool_size=1), keys, FAMILIES, DOCTORS, ONE_BY_ONE
    )
    async with database.transaction() as session:
        known = [await sessions.authenticate(session, keys, one.token) for one in (*callers, *doctors)]
    yield Ward(database, known[:FAMILIES], known[FAMILIES:])
    await database.close()


async def on_duty(ward: Ward, count: int) -> None:
    """So many of them begin."""
    async with ward.database.transaction() as session:
        for doctor in ward.doctors[:count]:
            assert doctor.practitioner_id
            await claims.start(session, doctor.practitioner_id, doctor.grants[0].facility_id)


async def climbs(ward: Ward, ladder: Ladder) -> None:
    """The ladder of tonight's calls, in place of the first."""
    async with ward.database.transaction() as session:
        by = (await session.scalars(select(Account.id).limit(1))).one()
        await ladders.write(session, PROVINCE, ladder, 1, by)


async def family_calls(ward: Ward, family: Principal, left: list[None]) -> None:
    """One call after the other."""
    while left:
        left.pop()
        call = await ward.rings(family)
        ward.ringing[call] = asyncio.Event()
        await ward.ringing[call].wait()
        del ward.ringing[call]


async def doctor_answers(ward: Ward, number: int, chance: random.Random) -> None:
    """Answers the call that rings here, or reaches for somebody else's: whoever is told "yours" speaks and hangs up."""
    me = ward.doctors[number]
    while True:
        call = await _rings_here(ward, me)
        if call is None and ward.ringing and chance.random() < 0.1:
            call = chance.choice(list(ward.ringing))
        if call is None or await ward.answers(number, call) != "yours":
            await asyncio.sleep(0.02)
            continue
        began = time.monotonic()
        await asyncio.sleep(0.01)
        ended = time.monotonic()
        await ward.hangs_up(number, call)
        ward.told.append((call, number, began, ended))
        ward.ringing[call].set()


async def _rings_here(ward: Ward, me: Principal) -> UUID | None:
    async with ward.database.transaction() as session:
        return await session.scalar(
            select(Duty.engaged_call).where(Duty.practitioner_id == me.practitioner_id, Duty.ended_at.is_(None))
        )


async def a_night_of_calls(ward: Ward, count: int) -> None:
    """So many calls, forty at a time, fifty doctors, two timer loops as in two processes."""
    left, chance = [None] * count, random.Random(7)
    working = [asyncio.create_task(doctor_answers(ward, number, chance)) for number in range(DOCTORS)]
    working += [asyncio.create_task(timers.run(ward.database)) for _ in range(2)]
    await asyncio.gather(*(family_calls(ward, family, left) for family in ward.families))
    for task in working:
        task.cancel()
    ends = await asyncio.gather(*working, return_exceptions=True)
    assert all(isinstance(end, asyncio.CancelledError) for end in ends), ends


async def taken_twice(database: Database) -> int:
    """Rings of one doctor that overlap: two claims of one person."""
    async with database.transaction() as session:
        found = await session.scalar(
            text(
                "SELECT count(*) FROM call_ring a JOIN call_ring b ON a.practitioner_id = b.practitioner_id"
                " AND a.call_id < b.call_id AND NOT a.knock AND NOT b.knock"
                " AND tstzrange(a.rung_at, coalesce(a.ended_at, 'infinity'))"
                " && tstzrange(b.rung_at, coalesce(b.ended_at, 'infinity'))"
            )
        )
    return int(found or 0)


async def test_fifty_doctors_claim_and_answer_and_no_call_has_two(ward: Ward) -> None:
    await on_duty(ward, DOCTORS)
    began = time.monotonic()
    await a_night_of_calls(ward, CALLS)
    took = time.monotonic() - began
    answered = Counter(call for call, *_ in ward.told)
    assert len(answered) == CALLS
    assert set(answered.values()) == {1}, "a call was two doctors' at once"
    by_doctor = sorted((number, began, ended) for _, number, began, ended in ward.told)
    for (one, _, ended), (other, began, _) in pairwise(by_doctor):
        assert one != other or ended <= began, "a doctor was told of two calls at once"
    assert await taken_twice(ward.database) == 0
    async with ward.database.transaction() as session:
        rings = await session.scalar(select(func.count()).select_from(CallRing))
        ends = Counter(await session.scalars(select(CallRow.end_reason)))
    assert ends == {"completed": CALLS}
    print(f"\n{CALLS} calls, {rings} claims, {DOCTORS} doctors: 0 duplicates in {took:.0f} s")  # noqa: T201


async def test_ten_doctors_rung_at_once_answer_and_exactly_one_wins(ward: Ward) -> None:
    await on_duty(ward, 10)
    await climbs(ward, ALL_AT_ONCE)
    winners: Counter[int] = Counter()
    for number in range(ROUNDS):
        call = await ward.rings(ward.families[number % FAMILIES])
        async with ward.database.transaction() as session:
            rung = set(await session.scalars(select(CallRing.practitioner_id).where(CallRing.call_id == call)))
        ten = [one for one, doctor in enumerate(ward.doctors) if doctor.practitioner_id in rung]
        assert len(ten) == 10
        told = await asyncio.gather(*(ward.answers(one, call) for one in ten))
        assert sorted(told) == ["already-taken"] * 9 + ["yours"]
        winner = ten[told.index("yours")]
        winners[winner] += 1
        await ward.hangs_up(winner, call)
    print(f"\n{ROUNDS} rounds of ten: one winner each; {len(winners)} different doctors won")  # noqa: T201
