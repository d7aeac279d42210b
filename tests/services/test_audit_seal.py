"""The audit chain: whoever can write in the database can break it, and it shows."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from telehealth import audit, audit_seal
from telehealth.audit import AuditEvent, AuditSeal, AuditSealed
from telehealth.audit_heads import Head, append_heads, heads_file, newest_noted, read_heads
from telehealth.audit_seal import seal_forever, seal_once, verify_log
from telehealth.db import Database
from telehealth.postgres import Urls
from telehealth.settings import Settings
from tests import cluster

KEY = b"an audit key of the tests, forty letters."


async def happen(database: Database, times: int = 1) -> None:
    for number in range(times):
        async with database.transaction() as session:
            await audit.write(
                session, "note.read", "encounter", entity_id=uuid4(), detail={"n": number, "x": [1.5, None]}
            )


async def three_seals(database: Database, settings: Settings) -> None:
    for _ in range(3):
        await happen(database, 3)
        await seal_once(database, settings)


async def count(database: Database, table: type[AuditSeal] | type[AuditSealed] | type[AuditEvent]) -> int:
    async with database.transaction() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_an_untouched_log_is_whole(database: Database, settings: Settings) -> None:
    assert await verify_log(database, settings) == []
    await three_seals(database, settings)
    await happen(database, 2)  # not sealed yet: no fault
    assert await verify_log(database, settings) == []
    assert (await count(database, AuditSeal), await count(database, AuditSealed)) == (3, 9)
    assert [head.last_id for head in read_heads(heads_file(settings))] == [3, 6, 9]


TAMPERING: dict[str, tuple[str, str]] = {
    "an edited row": (
        "UPDATE audit_event SET outcome = 'refused' WHERE id = 5",
        "Seal 2 (rows 4 to 6): a row was changed",
    ),
    "an edited detail": (
        "UPDATE audit_event SET detail = '{}' WHERE id = 5",
        "Seal 2 (rows 4 to 6): a row was changed",
    ),
    "an edited time": (
        "UPDATE audit_event SET at = at + interval '1 s' WHERE id = 1",
        "Seal 1 (rows 1 to 3): a row was",
    ),
    "a deleted row": (
        "DELETE FROM audit_sealed WHERE audit_id = 5; DELETE FROM audit_event WHERE id = 5",
        "Seal 2 (rows 4 to 6): 3 rows were sealed, 2 are there.",
    ),
    "a deleted row, the count made to fit": (
        "DELETE FROM audit_sealed WHERE audit_id = 5; DELETE FROM audit_event WHERE id = 5;"
        " UPDATE audit_seal SET rows = 2 WHERE id = 2",
        "Seal 2 (rows 4 to 6): a row was changed",
    ),
    "two rows that changed places": (
        "UPDATE audit_event a SET account_id = b.account_id, entity_id = b.entity_id FROM audit_event b"
        " WHERE (a.id, b.id) IN ((5, 6), (6, 5))",
        "Seal 2 (rows 4 to 6): a row was changed",
    ),
    "a removed seal": (
        "DELETE FROM audit_sealed WHERE seal_id = 2; DELETE FROM audit_seal WHERE id = 2",
        "Seal 3 (rows 7 to 9): a row was changed, or the seal before it is gone.",
    ),
    "a removed seal with its rows": (
        "DELETE FROM audit_sealed WHERE seal_id = 2; DELETE FROM audit_seal WHERE id = 2;"
        " DELETE FROM audit_event WHERE id BETWEEN 4 AND 6",
        "Seal 2 (up to row 6) is gone.",
    ),
    "a cut tail": (
        "DELETE FROM audit_sealed WHERE seal_id = 3; DELETE FROM audit_seal WHERE id = 3;"
        " DELETE FROM audit_event WHERE id > 6",
        "Seal 3 (up to row 9) is gone.",
    ),
    "everything": ("TRUNCATE audit_sealed, audit_seal, audit_event", "Seal 1 (up to row 3) is gone."),
    "a row under another seal": (
        "UPDATE audit_sealed SET seal_id = 1 WHERE audit_id = 4",
        "Seal 1 (rows 1 to 3): 3 rows were sealed, 4 are there.",
    ),
    "a forged seal": (
        "INSERT INTO audit_seal (first_id, last_id, rows, hmac) VALUES (10, 9, 0, '\\x00')",
        "Seal 4 (rows 10 to 9): a row was changed",
    ),
}


@pytest.mark.parametrize("what", TAMPERING)
async def test_what_a_superuser_does_to_the_log_shows(
    what: str, database: Database, database_urls: Urls, settings: Settings
) -> None:
    await three_seals(database, settings)
    statement, fault = TAMPERING[what]
    with cluster.connect(database_urls.admin) as superuser:
        superuser.execute(statement)
    found = await verify_log(database, settings)
    assert any(one.startswith(fault) for one in found), found


async def test_rows_whose_seal_was_taken_away_show_once_the_sealer_has_passed(
    database: Database, database_urls: Urls, settings: Settings
) -> None:
    await happen(database, 2)
    with cluster.connect(database_urls.admin) as superuser:
        superuser.execute("UPDATE audit_event SET at = at - interval '1 hour'")
        await three_seals(database, settings)
        superuser.execute("DELETE FROM audit_sealed WHERE audit_id = 2")
    assert "1 rows from 2 on have lost their seal." in await verify_log(database, settings)


async def test_another_key_cannot_have_made_these_seals(database: Database, settings: Settings) -> None:
    await three_seals(database, settings)
    async with database.transaction() as session:
        faults = await audit_seal.verify(session, b"another key", read_heads(heads_file(settings)))
    assert len(faults) == 3


async def test_a_chain_made_anew_with_the_key_still_differs_from_the_heads(
    database: Database, database_urls: Urls, settings: Settings
) -> None:
    """Even somebody with both the key and the database cannot change what the file outside has noted."""
    await three_seals(database, settings)
    noted = read_heads(heads_file(settings))
    with cluster.connect(database_urls.admin) as superuser:
        superuser.execute("TRUNCATE audit_sealed, audit_seal RESTART IDENTITY")
        superuser.execute("UPDATE audit_event SET outcome = 'refused' WHERE id = 1")
    async with database.transaction() as session:
        await audit_seal.seal(session, KEY)
    async with database.transaction() as session:
        faults = await audit_seal.verify(session, KEY, noted)
    assert "Seal 1 is not the one noted when it was made." in faults


async def test_without_heads_nobody_can_promise_that_the_end_is_there(database: Database, settings: Settings) -> None:
    await three_seals(database, settings)
    heads_file(settings).unlink()
    assert await verify_log(database, settings) == ["No head was noted outside the database: a cut end would not show."]
    await seal_once(database, settings)  # the sealer notes again what the database holds
    assert await verify_log(database, settings) == []


async def test_a_row_that_commits_late_is_sealed_later(database: Database, settings: Settings) -> None:
    async with database.transaction() as slow:
        await audit.write(slow, "note.read", "encounter", reason="slow")
        await happen(database, 2)
        await seal_once(database, settings)
        assert await count(database, AuditSealed) == 2
    await happen(database)
    await seal_once(database, settings, whole=False)
    async with database.transaction() as session:
        seals = (await session.scalars(select(AuditSeal).order_by(AuditSeal.id))).all()
    assert [(one.first_id, one.last_id, one.late) for one in seals] == [(2, 3, False), (1, 1, True), (4, 4, False)]
    assert await verify_log(database, settings) == []


async def test_ten_sealers_at_once_make_one_chain(database: Database, settings: Settings) -> None:
    async def busy() -> None:
        for _ in range(4):
            await happen(database, 2)
            await seal_once(database, settings)

    await asyncio.gather(*(busy() for _ in range(5)))
    await seal_once(database, settings)
    assert await count(database, AuditSealed) == await count(database, AuditEvent) == 40
    assert await verify_log(database, settings) == []
    noted = [head.seal for head in read_heads(heads_file(settings))]
    assert noted == sorted(set(noted)) and len(noted) == await count(database, AuditSeal)


async def test_sabotage_without_the_lock_two_sealers_break_the_chain(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two sealers that do not wait for each other link to the same predecessor, or seal the same row."""
    await happen(database, 2)
    await seal_once(database, settings)
    await happen(database, 2)

    async def seal_slowly() -> None:
        async with database.transaction() as session:
            await audit_seal.seal(session, KEY)
            await asyncio.sleep(0.2)

    monkeypatch.setattr(audit_seal, "LOCK", func.pg_backend_pid())  # to each connection a lock of its own
    done = await asyncio.gather(seal_slowly(), seal_slowly(), return_exceptions=True)
    assert any(isinstance(one, Exception) for one in done) or await verify_log(database, settings)


async def test_a_long_pause_is_sealed_in_pieces(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_seal, "BATCH", 4)
    await happen(database, 10)
    await seal_once(database, settings)
    async with database.transaction() as session:
        rows = list(await session.scalars(select(AuditSeal.rows).order_by(AuditSeal.id)))
    assert rows == [4, 4, 2]
    assert await verify_log(database, settings) == []


async def eventually(true: Callable[[], bool]) -> None:
    for _ in range(200):
        if true():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not happen within 10 seconds")


async def test_the_loop_seals_goes_on_after_a_failure_and_seals_once_more_when_stopped(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_seal, "PERIOD", 0.05)
    failures = iter([OSError("disk full")])

    def failing(path: Path, heads: list[Head]) -> None:
        for failure in failures:
            raise failure
        append_heads(path, heads)

    monkeypatch.setattr(audit_seal, "append_heads", failing)
    await happen(database)
    loop = asyncio.create_task(seal_forever(database, settings))
    await eventually(lambda: newest_noted(heads_file(settings)) == 1)
    monkeypatch.setattr(audit_seal, "PERIOD", 5)
    await asyncio.sleep(0.2)
    await happen(database)
    loop.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loop
    assert await count(database, AuditSealed) == 2
    assert await verify_log(database, settings) == []


def test_heads_survive_a_power_cut(tmp_path: Path) -> None:
    path = tmp_path / "data" / "audit-heads.log"
    heads = [Head(number, number * 10, 10, "ab" * 32) for number in range(1, 101)]
    append_heads(path, heads[:99])
    torn = json.dumps({"seal": 100})[:-3]
    with path.open("a") as file:
        file.write(torn)
    assert newest_noted(path) == 99
    assert read_heads(path) == heads[:99]
    append_heads(path, heads)
    append_heads(path, heads)
    assert read_heads(path) == heads
    assert newest_noted(path) == 100
