"""(c) Claims a second on one database, and that none takes a doctor twice. (d) How late the next rung begins."""

import asyncio
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import aiohttp
from sqlalchemy import func, select, text

from bench import night, stage
from telehealth.accounts.models import Facility, Practitioner, PractitionerRole
from telehealth.calls import ledger, machine
from telehealth.calls.models import CallRing, CallRow
from telehealth.db import Database
from telehealth.duty import claims, reach
from telehealth.duty.ladder import Ladder, Rung, Whom
from telehealth.duty.reach import Reach

CONNECTIONS = 8
PROVINCE = Reach(Whom.PROVINCE, "44", UUID(int=0))
FIRST_RUNG = timedelta(seconds=2)
SILENT = Ladder(
    rungs=(
        Rung(whom=Whom.PROVINCE, lasts=FIRST_RUNG, next_after=timedelta(seconds=600)),
        Rung(whom=Whom.EVERYONE, next_after=timedelta(seconds=600)),
    )
)
"""One doctor rings for two seconds, then the next rung rings one more."""


def percentile(values: Sequence[float], of: float) -> float:
    """The value under which this share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(of * len(ordered)))]


async def everybody_on_duty(database: Database) -> int:
    """All doctors go on duty; how many."""
    async with database.transaction() as session:
        rows = await session.execute(
            select(Practitioner.id, PractitionerRole.facility_id).join(
                PractitionerRole, PractitionerRole.account_id == Practitioner.account_id
            )
        )
        people = rows.all()
        for practitioner, facility in people:
            await claims.start(session, practitioner, facility)
    return len(people)


async def claims_a_second(folder: Path, seconds: float = 10.0, doctors: int = 200) -> None:
    """Claim and let go, from eight connections at once; no server runs."""
    async with stage.installed(folder, 0, doctors) as (house, _, _):
        database = Database(house.urls.app, pool_size=CONNECTIONS)
        calls = [await _a_call(database) for _ in range(CONNECTIONS)]
        await everybody_on_duty(database)
        count, twice, took = await _claim_and_release(database, calls, seconds)
        await database.close()
    print(f"(c) claims a second: {count / seconds:.0f} ({doctors} doctors, {CONNECTIONS} connections, {twice} doubles)")
    print(f"      p50 {1000 * percentile(took, 0.5):.1f} ms   p99 {1000 * percentile(took, 0.99):.1f} ms a claim")


async def _a_call(database: Database) -> UUID:
    async with database.transaction() as session:
        row = await ledger.open_call(
            session,
            machine.request(await ledger.database_now(session)),
            "caller",
            None,
            province_code="44",
            facility_id=(await session.scalars(select(Facility.id))).one(),
            caller_phone="+84912000009",
            caller_verified=True,
            relation="other",
            media="video",
        )
        return row.id


async def _claim_and_release(database: Database, calls: list[UUID], seconds: float) -> tuple[int, int, list[float]]:
    held: set[UUID] = set()
    twice, took, stop = 0, list[float](), time.monotonic() + seconds

    async def work(call: UUID) -> None:
        nonlocal twice
        while time.monotonic() < stop:
            began = time.monotonic()
            async with database.transaction() as session:
                mine = await reach.claim(session, PROVINCE, call, [])
            took.append(time.monotonic() - began)
            twice += len(held.intersection(mine))
            held.update(mine)
            async with database.transaction() as session:
                held.difference_update(mine)
                await claims.release(session, call, mine)

    await asyncio.gather(*map(work, calls))
    return len(took), twice, took


async def next_rung(folder: Path, calls: int = 50) -> None:
    """So many calls reach the end of their first rung at about the same time: how long until the next rings."""
    async with stage.installed(folder, calls, 2 * calls, SILENT) as (house, callers, _), house.server() as server:
        database = Database(house.urls.app, pool_size=2)
        await everybody_on_duty(database)
        async with aiohttp.ClientSession() as http:
            ask = {"relation": "self"}
            await asyncio.gather(*(night.post(http, server.url, "/api/calls", one, ask) for one in callers))
        await asyncio.sleep(FIRST_RUNG.total_seconds() + 4)
        late = await _delays(database)
        await database.close()
    print(f"(d) next rung after its deadline: p50 {percentile(late, 0.5):.2f} s   p99 {percentile(late, 0.99):.2f} s")
    print(f"      {len(late)} of {calls} calls climbed, all within seconds of each other (aim <= 2 s)")


async def _delays(database: Database) -> list[float]:
    """Seconds from each call's deadline to the ring row of its next rung."""
    lasts = text(f"interval '{FIRST_RUNG.total_seconds()} seconds'")
    since = func.extract("epoch", CallRing.rung_at - CallRow.requested_at - lasts)
    query = select(since).join(CallRow, CallRow.id == CallRing.call_id).where(CallRing.rung == 1)
    async with database.transaction() as session:
        return [float(one) for one in await session.scalars(query)]
