"""The range of waiting time that people are shown: from tonight's calls in the database, by their place at the tap."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from telehealth.db import Database
from telehealth.duty import waits
from telehealth.duty.waiting import Waited
from telehealth.postgres import Urls
from telehealth.settings import Settings
from tests import cluster
from tests.people import Everyone, sign_in

EARLIER = """
INSERT INTO call (state, end_reason, province_code, facility_id, caller_phone, caller_verified, relation, media, outgoing, place,
  priority, requested_at, answered_at, ended_at)
SELECT 'ended', %(how)s::text, %(province)s, %(station)s, '', true, 'self', 'video', %(outgoing)s, %(place)s, 1, now() - interval '1 hour',
  CASE WHEN %(how)s::text = 'completed' THEN now() - interval '1 hour' + %(wait)s::int * interval '1 second' END,
  now() - interval '1 hour' + %(wait)s::int * interval '1 second' FROM generate_series(1, %(count)s)
"""


@pytest.fixture(autouse=True)
def all_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test may run a minute after dusk."""
    monkeypatch.setattr(waits, "since", lambda at: datetime.now(UTC) - timedelta(hours=2))


def earlier(urls: Urls, everyone: Everyone, count: int, wait: int, **other: object) -> None:
    """So many calls of tonight that waited so many seconds."""
    told = {"how": "completed", "province": "44", "outgoing": False, "place": 0.0, "station": everyone.station}
    with cluster.connect(urls.owner) as owner:
        owner.execute(EARLIER, {**told, "count": count, "wait": wait, **other})


async def test_tonight_counts_who_hung_up_and_leaves_out_who_is_no_caller_of_ours(
    database: Database, database_urls: Urls, everyone: Everyone
) -> None:
    earlier(database_urls, everyone, 1, 30)
    earlier(database_urls, everyone, 1, 50, how="cancelled", place=0.5)
    earlier(database_urls, everyone, 1, 70, province="01")
    earlier(database_urls, everyone, 1, 90, outgoing=True)
    earlier(database_urls, everyone, 1, 110, place=None)  # of the release before
    async with database.transaction() as session:
        known = await waits.tonight(session, "44")
    assert sorted(known, key=lambda one: one.seconds) == [Waited(30, True, 0.0, 1), Waited(50, False, 0.5, 1)]


async def test_a_place_is_kept_at_the_tap_and_a_figure_shown_from_twenty_calls_on(
    server: TestServer,
    http: aiohttp.ClientSession,
    settings: Settings,
    database: Database,
    database_urls: Urls,
    everyone: Everyone,
) -> None:
    earlier(database_urls, everyone, 19, 120)
    binh, lan, quy = [await sign_in(database, settings, who) for who in (everyone.binh, everyone.lan, everyone.quy)]
    async with http.post("/api/duty/start", json={"facility_id": None}, headers=binh) as answer:
        assert answer.status == 200
    assert (await _status(http))["wait_range"] is None, "nineteen are too few"
    earlier(database_urls, everyone, 1, 180)
    assert (await _status(http))["wait_range"] == [120, 120]
    first, second = await _call(http, lan), await _call(http, quy)
    async with database.transaction() as session:
        assert await waits.place_now(session, "44") == 2.0
    with cluster.connect(database_urls.owner) as owner:
        places = dict(owner.execute("SELECT id::text, place FROM call WHERE state <> 'ended'").fetchall())
    assert places == {first: 0.0, second: 1.0}, "Bình was free for chị Lan; ông Quý waits for one call to be over"
    assert (await _status(http))["wait_range"] is None, "of calls that queued nothing is known yet"
    earlier(database_urls, everyone, 20, 600, place=1.0)
    async with http.get(f"/api/calls/{second}", headers=quy) as answer:
        assert (await answer.json())["wait_words"] == "Còn 1 người gọi trước · thường chờ 10 phút"


async def _status(http: aiohttp.ClientSession) -> dict[str, object]:
    async with http.get("/api/status") as answer:
        found: dict[str, object] = await answer.json()
        return found


async def _call(http: aiohttp.ClientSession, who: dict[str, str]) -> str:
    headers = {**who, "Idempotency-Key": str(uuid4())}
    async with http.post("/api/calls", json={"relation": "self", "media": "video"}, headers=headers) as answer:
        assert answer.status < 300, await answer.text()
        return str((await answer.json())["id"])
