"""Nobody answers, and chị Lan leaves a message: in pieces, over a bad line, past hostile hands."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import aiohttp
import pytest
from sqlalchemy import select, text

from telehealth.db import Database
from telehealth.duty.models import Callback
from telehealth.settings import Settings
from telehealth.storage import blobs
from telehealth.storage.models import Blob, BlobSegment
from telehealth.storage.vault import vault_from
from telehealth.voicemail import routes, tidy
from telehealth.voicemail.models import LeftMessage
from tests.conftest import client_of, running
from tests.people import Everyone, sign_in
from tests.voicemail import SECRET, WEBM, Headers, begin, hear, leave, on_disk, recording, rings_unanswered, send, told

BIG = 200_000


@pytest.fixture
async def lan(database: Database, settings: Settings, everyone: Everyone) -> Headers:
    return await sign_in(database, settings, everyone.lan)


@pytest.fixture
async def binh(http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone) -> Headers:
    """Bác sĩ Bình, on duty and asleep."""
    headers = await sign_in(database, settings, everyone.binh)
    assert (await http.post("/api/duty/start", json={}, headers=headers)).status == 200
    return headers


@pytest.fixture
async def call(http: aiohttp.ClientSession, database: Database, lan: Headers, binh: Headers, everyone: Everyone) -> str:
    """Chị Lan's call for bà Mai has rung for a minute."""
    new = {"patient_id": str(everyone.mai), "relation": "child", "reason": "Sốt cao"}
    made = await (await http.post("/api/calls", json=new, headers=lan)).json()
    await rings_unanswered(database, made["id"])
    return str(made["id"])


async def state_of(http: aiohttp.ClientSession, who: Headers, call: str) -> str:
    return str((await (await http.get(f"/api/calls/{call}", headers=who)).json())["state"])


async def callbacks(database: Database) -> list[Callback]:
    async with database.transaction() as session:
        return list(await session.scalars(select(Callback)))


async def test_a_message_is_no_end_it_rings_on_and_a_call_is_owed(
    http: aiohttp.ClientSession, database: Database, settings: Settings, lan: Headers, binh: Headers, call: str
) -> None:
    said = recording()
    message = await leave(http, lan, call, said)
    assert await state_of(http, lan, call) == "ringing"
    (owed,) = await callbacks(database)
    assert (str(owed.call_id), owed.state) == (call, "open")
    listed = await (await http.get("/api/left-messages", headers=binh)).json()
    (line,) = listed["messages"]
    assert (line["id"], line["callback_id"], line["kind"], line["seconds"]) == (message, str(owed.id), "voice", 3)
    assert await hear(http, binh, message) == (200, said)
    ended = await http.post(f"/api/calls/{call}/hang-up", json={}, headers=lan)
    assert ended.status == 200
    (still,) = await callbacks(database)
    assert (still.id, still.state) == (owed.id, "open")


async def test_an_answer_settles_what_the_message_made_owed(
    http: aiohttp.ClientSession, database: Database, lan: Headers, binh: Headers, call: str
) -> None:
    message = await leave(http, lan, call, recording())
    accepted = await http.post(f"/api/calls/{call}/accept", json={"device": "dev-binh-01"}, headers=binh)
    assert accepted.status == 200
    (owed,) = await callbacks(database)
    assert owed.state == "done"
    assert (await (await http.get("/api/left-messages", headers=binh)).json())["messages"] == []
    status, _ = await hear(http, lan, message)
    assert status == 403


async def test_not_before_a_minute_not_while_answered_and_only_half_an_hour_after(
    http: aiohttp.ClientSession, database: Database, lan: Headers, binh: Headers, call: str
) -> None:
    await rings_unanswered(database, call, -30)
    assert (await begin(http, lan, call, recording())).code == "too-soon"
    await rings_unanswered(database, call, 30)
    await http.post(f"/api/calls/{call}/accept", json={"device": "dev-binh-01"}, headers=binh)
    assert (await begin(http, lan, call, recording())).code == "call-answered"


async def test_after_the_end_while_a_call_is_owed(
    http: aiohttp.ClientSession, database: Database, lan: Headers, call: str
) -> None:
    await http.post(f"/api/calls/{call}/hang-up", json={}, headers=lan)
    (owed,) = await callbacks(database)
    message = await leave(http, lan, call, recording())
    async with database.transaction() as session:
        row = await session.get_one(LeftMessage, message)
        assert row.callback_id == owed.id
        await session.execute(text("UPDATE call SET ended_at = ended_at - interval '31 minutes'"))
    assert (await begin(http, lan, call, recording())).code == "too-late"


async def test_who_needs_nothing_more_is_not_asked_to_talk(
    http: aiohttp.ClientSession, lan: Headers, call: str
) -> None:
    await http.post(f"/api/calls/{call}/hang-up", json={"no_longer_needed": True}, headers=lan)
    assert (await begin(http, lan, call, recording())).code == "nothing-owed"
    listed = await (await http.get(f"/api/calls/{call}/left-messages", headers=lan)).json()
    assert listed == {"messages": [], "offered": False}


async def test_only_the_session_that_called_and_nobody_else(
    http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone, lan: Headers, call: str
) -> None:
    begun = await begin(http, lan, call, recording())
    again = await sign_in(database, settings, everyone.lan)
    quy = await sign_in(database, settings, everyone.quy)
    for stranger in (again, quy, await sign_in(database, settings, None)):
        assert (await begin(http, stranger, call, recording())).status == 404
        assert (await send(http, stranger, begun.body["id"], 0, recording()[: begun.body["piece"]])).status == 404
        for method in ("GET", "DELETE"):
            answer = await http.request(method, f"/api/left-messages/{begun.body['id']}/upload", headers=stranger)
            assert answer.status == 404
    assert (await send(http, lan, begun.body["id"], 0, recording()[: begun.body["piece"]])).status == 200


async def test_hostile_announcements_are_refused(http: aiohttp.ClientSession, lan: Headers, call: str) -> None:
    said = recording()
    for wrong in (
        {"size": 0}, {"size": 8 * 1024 * 1024 + 1}, {"size": -1}, {"size": "many"}, {"seconds": 0}, {"seconds": 121},
        {"media_type": "text/html"}, {"media_type": "audio/webm;codecs=opus"}, {"media_type": "image/svg+xml"},
        {"id": "1"}, {"path": "../../etc/passwd"},
    ):  # fmt: skip
        assert (await begin(http, lan, call, said, **wrong)).status == 400, wrong


async def test_hostile_pieces_are_refused_and_change_nothing(
    http: aiohttp.ClientSession, lan: Headers, call: str
) -> None:
    said = recording(BIG)
    begun = await begin(http, lan, call, said)
    message, piece = begun.body["id"], begun.body["piece"]
    for offset, content in (
        (piece, said[piece : 2 * piece]),  # a hole before it
        (0, said[: piece - 1]),  # no whole piece
        (0, said[: piece + 1]),
        (0, said + b"more"),  # longer than announced
        (10**9, said[:piece]),
    ):
        assert (await send(http, lan, message, offset, content)).code == "wrong-offset"
    assert (await send(http, lan, message, 0, bytes(256 * 1024 + 1))).status == 413
    headers = {**lan, "Content-Type": "application/octet-stream"}
    for offset in ("", "-1", "1e3", "0x10", "9" * 30, "٣"):
        answer = await http.patch(
            f"/api/left-messages/{message}/upload", data=said[:piece], headers=headers | {"Upload-Offset": offset}
        )
        assert answer.status == 400
    as_json = await http.patch(f"/api/left-messages/{message}/upload", json={}, headers={**lan, "Upload-Offset": "0"})
    assert (await told(as_json)).code == "content-type"
    where = await (await http.get(f"/api/left-messages/{message}/upload", headers=lan)).json()
    assert (where["offset"], where["done"]) == (0, False)


@pytest.mark.parametrize("content", [b"<script>alert(1)</script>" * 40, b"\x00" * 900, b"MZ" + bytes(900)])
async def test_only_what_a_browser_records_gets_in(
    http: aiohttp.ClientSession, settings: Settings, lan: Headers, call: str, content: bytes
) -> None:
    begun = await begin(http, lan, call, content)
    assert (await send(http, lan, begun.body["id"], 0, content)).code == "type-refused"
    as_video = await begin(http, lan, call, recording(), media_type="audio/mp4")
    assert as_video.code == "upload-open"
    assert on_disk(settings) == {}


async def test_a_piece_sent_again_and_an_upload_begun_again_do_nothing_twice(
    http: aiohttp.ClientSession, database: Database, lan: Headers, binh: Headers, call: str
) -> None:
    said, message = recording(BIG), str(uuid4())
    first = await begin(http, lan, call, said, message)
    piece = first.body["piece"]
    assert (await send(http, lan, message, 0, said[:piece])).body["offset"] == piece
    lost = await send(http, lan, message, 0, said[:piece])  # the answer was lost, so the phone sends it again
    assert (lost.code, lost.body["offset"]) == ("wrong-offset", piece)
    again = await begin(http, lan, call, said, message)
    assert (again.status, again.body["offset"]) == (201, piece)
    rest = await send(http, lan, message, piece, said[piece:])
    assert (rest.body["done"], rest.body["offset"]) == (True, BIG)
    after = await begin(http, lan, call, said, message)
    assert after.body["done"]
    over = await send(http, lan, message, 0, said[:piece])
    assert over.code == "wrong-offset"
    assert len(await callbacks(database)) == 1
    assert await hear(http, binh, message) == (200, said)
    other = await begin(http, lan, call, recording(500), message)
    assert other.code == "message-id-used"


async def two_tabs(http: aiohttp.ClientSession, lan: Headers, call: str, said: bytes) -> str:
    """Both send every piece of one upload at the same time, each its own words. Returns the message."""
    begun = await begin(http, lan, call, said)
    message, piece = begun.body["id"], begun.body["piece"]
    other = said[:100] + bytes(byte ^ 0x55 for byte in said[100:])
    for at in range(0, len(said), piece):
        both = [send(http, lan, message, at, words[at : at + piece]) for words in (said, other) for _ in range(3)]
        answers = await asyncio.gather(*both)
        won = [answer.status for answer in answers].count(200)
        assert won == 1, f"{won} tabs wrote the piece at {at}"
    return str(message)


async def test_two_tabs_cannot_interleave_within_a_piece(
    http: aiohttp.ClientSession, database: Database, settings: Settings, lan: Headers, binh: Headers, call: str
) -> None:
    said = recording(60_000)
    message = await two_tabs(http, lan, call, said)
    status, heard = await hear(http, binh, message)
    assert (status, len(heard)) == (200, len(said))
    assert len(on_disk(settings)) == 4  # the losers' bytes are gone
    async with database.transaction() as session:
        assert len((await session.scalars(select(BlobSegment))).all()) == 4


async def test_sabotage_without_the_guarded_offset_two_tabs_both_write(
    http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch, lan: Headers, binh: Headers, call: str
) -> None:
    async def unguarded(session: object, blob: Blob, number: int, nonce: bytes) -> bool:
        await session.execute(  # type: ignore[attr-defined]
            text("UPDATE blob SET received = :end WHERE id = :id"),
            {"end": min((number + 1) * blob.segment_size, blob.length), "id": blob.id},
        )
        return True

    monkeypatch.setattr(blobs, "grow", unguarded)
    with pytest.raises(AssertionError):
        await two_tabs(http, lan, call, recording(60_000))


async def test_one_upload_at_a_time_three_messages_a_call(http: aiohttp.ClientSession, lan: Headers, call: str) -> None:
    begun = await asyncio.gather(*(begin(http, lan, call, recording()) for _ in range(5)))
    assert sorted(one.status for one in begun) == [201, 409, 409, 409, 409]
    (first,) = (one.body["id"] for one in begun if one.status == 201)
    assert {one.body["id"] for one in begun if one.status == 409} == {first}
    assert (await http.delete(f"/api/left-messages/{first}/upload", headers=lan)).status == 204
    for _ in range(3):
        await leave(http, lan, call, recording(500))
    assert (await begin(http, lan, call, recording())).code == "too-many-messages"


async def test_giving_up_shreds_what_came_and_a_whole_message_stays(
    http: aiohttp.ClientSession, database: Database, settings: Settings, lan: Headers, call: str
) -> None:
    said = recording(BIG)
    begun = await begin(http, lan, call, said)
    await send(http, lan, begun.body["id"], 0, said[: begun.body["piece"]])
    assert len(on_disk(settings)) == 1
    assert (await http.delete(f"/api/left-messages/{begun.body['id']}/upload", headers=lan)).status == 204
    assert on_disk(settings) == {}
    async with database.transaction() as session:
        (blob,) = await session.scalars(select(Blob))
        assert blob.wrapped_key is None
        assert blob.removed_at
    message = await leave(http, lan, call, said)
    kept = await http.delete(f"/api/left-messages/{message}/upload", headers=lan)
    assert (await told(kept)).code == "message-kept"


async def test_a_line_cut_in_the_middle_of_a_piece_loses_that_piece_only(
    http: aiohttp.ClientSession, lan: Headers, binh: Headers, call: str
) -> None:
    """Two and a half pieces arrive of a PATCH that announced more."""
    said = recording(BIG)
    begun = await begin(http, lan, call, said)
    message, piece = begun.body["id"], begun.body["piece"]

    async def half() -> AsyncIterator[bytes]:
        yield said[: piece * 2 + piece // 2]
        await asyncio.sleep(0.5)
        raise ConnectionResetError

    headers = {**lan, "Upload-Offset": "0", "Content-Type": "application/octet-stream"}
    headers["Content-Length"] = str(piece * 4)
    with pytest.raises(aiohttp.ClientError):
        await http.patch(f"/api/left-messages/{message}/upload", data=half(), headers=headers)
    async with asyncio.timeout(60):  # the server may still be busy with what arrived
        where = {"offset": 0}
        while where["offset"] < piece * 2:
            where = await (await http.get(f"/api/left-messages/{message}/upload", headers=lan)).json()
    assert where["offset"] == piece * 2
    assert (await send(http, lan, message, piece * 2, said[piece * 2 :])).body["done"]
    assert await hear(http, binh, message) == (200, said)


async def test_a_server_that_went_away_goes_on_where_it_was(
    database: Database, settings: Settings, everyone: Everyone
) -> None:
    said = recording(BIG)
    lan, binh = await sign_in(database, settings, everyone.lan), await sign_in(database, settings, everyone.binh)
    async with running(settings) as server, client_of(server) as http:
        await http.post("/api/duty/start", json={}, headers=binh)
        call = (await (await http.post("/api/calls", json={"relation": "self"}, headers=lan)).json())["id"]
        await rings_unanswered(database, call)
        begun = await begin(http, lan, call, said)
        message, piece = begun.body["id"], begun.body["piece"]
        await send(http, lan, message, 0, said[: piece * 3])
    async with running(settings) as server, client_of(server) as http:
        where = await (await http.get(f"/api/left-messages/{message}/upload", headers=lan)).json()
        assert where["offset"] == piece * 3
        assert (await send(http, lan, message, piece * 3, said[piece * 3 :])).body["done"]
        assert await hear(http, binh, message) == (200, said)


async def test_abandoned_uploads_are_tidied_and_whole_messages_are_not(
    http: aiohttp.ClientSession, database: Database, settings: Settings, lan: Headers, binh: Headers, call: str
) -> None:
    said = recording(BIG)
    whole = await leave(http, lan, call, said)
    begun = await begin(http, lan, call, said)
    await send(http, lan, begun.body["id"], 0, said[: begun.body["piece"]])
    vault = vault_from(settings)
    assert await tidy.forget_abandoned(database, vault) == 0
    async with database.transaction() as session:
        await session.execute(text("UPDATE left_message SET created_at = created_at - interval '25 hours'"))
    before = len(on_disk(settings))
    assert await tidy.forget_abandoned(database, vault) == 1
    assert len(on_disk(settings)) == before - 1
    assert await hear(http, binh, whole) == (200, said)
    assert (await send(http, lan, begun.body["id"], begun.body["piece"], said[begun.body["piece"] :])).status == 404


async def test_a_full_disk_takes_no_message_and_says_so(
    http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch, lan: Headers, call: str
) -> None:
    monkeypatch.setattr("telehealth.storage.store.DiskStore.RESERVE", 2**60)
    assert (await begin(http, lan, call, recording())).code == "storage-full"


async def test_a_self_harm_call_is_never_steered_to_a_message(
    http: aiohttp.ClientSession, database: Database, lan: Headers, call: str
) -> None:
    async with database.transaction() as session:
        await session.execute(text("UPDATE call SET self_harm = true"))
    assert (await begin(http, lan, call, recording())).code == "no-message"
    assert not (await (await http.get(f"/api/calls/{call}/left-messages", headers=lan)).json())["offered"]


async def test_sabotage_without_the_look_at_the_bytes_a_page_gets_in(
    http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch, settings: Settings, lan: Headers, call: str
) -> None:
    monkeypatch.setattr(routes, "is_what_it_says", lambda *_: True)
    with pytest.raises(AssertionError):
        await test_only_what_a_browser_records_gets_in(http, settings, lan, call, b"<script>alert(1)</script>" * 40)


def test_the_recording_of_these_tests_says_something() -> None:
    assert recording().startswith(WEBM + SECRET)
