"""Who hears a message: the doctors who call back, and the family itself; every time on record, and nobody's bytes in clear."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from sqlalchemy import select, text

from telehealth.audit import AuditEvent
from telehealth.db import Database
from telehealth.settings import Settings
from telehealth.storage import blobs, segments
from telehealth.storage.keys import MasterKeys
from telehealth.storage.models import Blob
from telehealth.storage.vault import rewrap_all
from telehealth.voicemail import hearing
from tests.people import Everyone, sign_in
from tests.voicemail import SECRET, WEBM, Headers, hear, leave, on_disk, recording, rings_unanswered

BIG = 100_000


@pytest.fixture
async def lan(database: Database, settings: Settings, everyone: Everyone) -> Headers:
    return await sign_in(database, settings, everyone.lan)


@pytest.fixture
async def binh(http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone) -> Headers:
    headers = await sign_in(database, settings, everyone.binh)
    assert (await http.post("/api/duty/start", json={}, headers=headers)).status == 200
    return headers


@pytest.fixture
async def message(
    http: aiohttp.ClientSession, database: Database, lan: Headers, binh: Headers, everyone: Everyone
) -> str:
    """Chị Lan said it while it rang."""
    new = {"patient_id": str(everyone.mai), "relation": "child"}
    call = (await (await http.post("/api/calls", json=new, headers=lan)).json())["id"]
    await rings_unanswered(database, call)
    return await leave(http, lan, call, recording(BIG))


async def listenings(database: Database) -> list[tuple[str, str]]:
    async with database.transaction() as session:
        rows = await session.execute(
            select(AuditEvent.outcome, AuditEvent.reason)
            .where(AuditEvent.action == "message.listen")
            .order_by(AuditEvent.id)
        )
        return [(outcome, reason) for outcome, reason in rows]


async def test_every_listening_and_every_refusal_is_on_record(
    http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone, binh: Headers, message: str
) -> None:
    lan = await sign_in(database, settings, everyone.lan)
    people: list[tuple[Any, int, tuple[str, str]]] = [
        (everyone.binh, 200, ("allowed", "callbacks")),
        (everyone.thu, 200, ("allowed", "callbacks")),
        (everyone.lan, 200, ("allowed", "caller")),
        (everyone.quy, 404, ("refused", "not-found")),
        (everyone.son, 403, ("refused", "other-province")),
        (everyone.ha, 403, ("refused", "role-needed")),
        (everyone.receptionist, 403, ("refused", "role-needed")),
        (everyone.administrator, 403, ("refused", "role-needed")),
        (everyone.dpo, 403, ("refused", "role-needed")),
    ]
    for who, status, _ in people:
        headers = lan if who is everyone.lan else await sign_in(database, settings, who)
        found, content = await hear(http, headers, message)
        assert found == status, who
        assert (WEBM in content) == (status == 200)
    assert await listenings(database) == [row for _, _, row in people]
    assert (await hear(http, {}, message))[0] == 401
    assert (await hear(http, binh, str(uuid4())))[0] == 404


async def test_sabotage_without_the_verdict_strangers_hear(
    http: aiohttp.ClientSession,
    database: Database,
    settings: Settings,
    everyone: Everyone,
    binh: Headers,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def everybody(*_: object) -> str:
        return "callbacks"

    monkeypatch.setattr(hearing, "_may_hear", everybody)
    with pytest.raises(AssertionError):
        await test_every_listening_and_every_refusal_is_on_record(http, database, settings, everyone, binh, message)


async def test_the_list_is_for_those_who_call_back_here(
    http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone, message: str
) -> None:
    for who, status in ((everyone.thu, 200), (everyone.son, 403), (everyone.ha, 403)):
        headers = await sign_in(database, settings, who)
        answer = await http.get("/api/left-messages", headers=headers)
        assert answer.status == status
        marked = await http.post(f"/api/left-messages/{uuid4()}/heard", headers=headers)
        assert marked.status == (404 if status == 200 else 403)


async def test_heard_is_said_once_and_the_family_reads_by_whom(
    http: aiohttp.ClientSession,
    database: Database,
    settings: Settings,
    everyone: Everyone,
    lan: Headers,
    binh: Headers,
    message: str,
) -> None:
    first = await (await http.post(f"/api/left-messages/{message}/heard", headers=binh)).json()
    thu = await sign_in(database, settings, everyone.thu)
    second = await (await http.post(f"/api/left-messages/{message}/heard", headers=thu)).json()
    assert first["heard_by"]["name"] == second["heard_by"]["name"] == "Trần Văn Bình"
    assert first["heard_at"] == second["heard_at"]
    (line,) = (await (await http.get("/api/left-messages", headers=binh)).json())["messages"]
    own = await (await http.get(f"/api/calls/{line['call_id']}/left-messages", headers=lan)).json()
    assert own["messages"][0]["heard_by"]["name"] == "Trần Văn Bình"
    assert own["messages"][0]["can_hear"]
    async with database.transaction() as session:
        await session.execute(text("UPDATE callback SET state = 'done'"))
    own = await (await http.get(f"/api/calls/{line['call_id']}/left-messages", headers=lan)).json()
    assert not own["messages"][0]["can_hear"]
    assert (await hear(http, lan, message))[0] == 403


async def test_parts_of_it_may_be_asked_for(http: aiohttp.ClientSession, binh: Headers, message: str) -> None:
    said = recording(BIG)
    for start, stop in ((0, 1), (16_383, 16_385), (50_000, BIG), (BIG - 1, BIG)):
        assert await hear(http, binh, message, Range=f"bytes={start}-{stop - 1}") == (206, said[start:stop])
    assert (await hear(http, binh, message, Range=f"bytes={BIG}-"))[0] == 400
    answer = await http.get(f"/api/left-messages/{message}/recording", headers=binh)
    assert answer.headers["Content-Type"] == "audio/webm"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Length"] == str(BIG)
    await answer.read()


async def test_nothing_on_the_disk_is_in_clear(settings: Settings, message: str) -> None:
    stored = on_disk(settings)
    assert len(stored) == segments.count(BIG, segments.SMALL)
    said = recording(BIG)
    for content in stored.values():
        assert WEBM[:4] not in content
        assert b"webm" not in content
        assert SECRET not in content
        assert b"nobody answered" not in content
        assert not any(said[at : at + 16] in content for at in range(0, BIG, 4096))
    assert all(path.stat().st_mode & 0o077 == 0 or path.parent.stat().st_mode & 0o077 == 0 for path in stored)


def test_sabotage_in_clear_it_would_show(tmp_path: Path) -> None:
    """Without encryption the very same look finds the family's words."""
    content = recording(BIG)[: segments.SMALL]
    assert WEBM[:4] in content
    assert SECRET in content


async def test_a_flipped_byte_is_refused_before_anything_is_heard(
    http: aiohttp.ClientSession, settings: Settings, binh: Headers, message: str
) -> None:
    first = next(path for path in on_disk(settings) if path.name.startswith("00000-"))
    changed = bytearray(first.read_bytes())
    changed[1000] ^= 1
    first.write_bytes(changed)
    status, content = await hear(http, binh, message)
    assert status == 503
    assert b"recording-damaged" in content


async def test_a_cut_tail_breaks_the_line_off(
    http: aiohttp.ClientSession, settings: Settings, binh: Headers, message: str
) -> None:
    """Half a recording must not pass for a whole one."""
    last = sorted(on_disk(settings), key=lambda path: path.name)[-1]
    last.unlink()
    with pytest.raises(aiohttp.ClientError):
        await hear(http, binh, message)


async def test_the_last_segment_is_no_longer_the_last_when_the_row_is_shortened(
    http: aiohttp.ClientSession, database: Database, binh: Headers, message: str
) -> None:
    """Somebody who can write to the database, but has no key, cannot cut a message short unseen."""
    async with database.transaction() as session:
        await session.execute(text("UPDATE blob SET length = :cut, received = :cut"), {"cut": segments.SMALL})
    status, content = await hear(http, binh, message)
    assert status == 503
    assert b"recording-damaged" in content


async def test_swapped_segments_are_refused(
    http: aiohttp.ClientSession, settings: Settings, binh: Headers, message: str
) -> None:
    one, other = sorted(on_disk(settings), key=lambda path: path.name)[:2]
    a, b = one.read_bytes(), other.read_bytes()
    one.write_bytes(b)
    other.write_bytes(a)
    assert (await hear(http, binh, message))[0] == 503


async def test_shredded_is_gone_even_with_the_bytes_and_the_master_key(
    http: aiohttp.ClientSession, database: Database, settings: Settings, binh: Headers, message: str
) -> None:
    kept = on_disk(settings)
    async with database.transaction() as session:
        (blob,) = await session.scalars(select(Blob.id))
        await blobs.shred(session, blob)
    assert on_disk(settings) == kept
    assert (await hear(http, binh, message))[0] == 503


async def test_a_new_master_key_opens_what_the_old_one_wrapped_and_wraps_it_anew(
    server: TestServer, http: aiohttp.ClientSession, database: Database, settings: Settings, message: str
) -> None:
    new = settings.model_copy(
        update={"storage_key": type(settings.storage_key)("n" * 40), "storage_old_keys": (settings.storage_key,)}
    )
    only_new = MasterKeys("n" * 40)
    assert await rewrap_all(Database(new.database_url), new) == 1
    assert await rewrap_all(Database(new.database_url), new) == 0
    async with database.transaction() as session:
        (blob,) = await session.scalars(select(Blob))
        assert blob.key_id == only_new.present
        assert only_new.unwrap(blob.id, blob.wrapped_key or b"", blob.key_id)


async def test_dialling_takes_the_call_back_and_tells_the_family_once(
    http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone, binh: Headers, message: str
) -> None:
    (line,) = (await (await http.get("/api/left-messages", headers=binh)).json())["messages"]
    path = f"/api/callbacks/{line['callback_id']}/dialling"
    told = await (await http.post(path, headers=binh)).json()
    assert told == {"callback_id": line["callback_id"], "told": False}  # no SMS can leave this installation
    thu = await sign_in(database, settings, everyone.thu)
    assert (await http.post(path, headers=thu)).status == 409
    son = await sign_in(database, settings, everyone.son)
    assert (await http.post(path, headers=son)).status == 403
