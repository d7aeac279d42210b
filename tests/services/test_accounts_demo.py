"""The demo's one-tap entries, with the people the demo itself seeds."""

import pytest
from aiohttp.test_utils import TestServer

from telehealth.db import Database
from telehealth.demo.seed import seed
from telehealth.settings import Settings
from tests.accounts_browser import open_browser


@pytest.fixture
async def seeded(database: Database, demo_settings: Settings) -> None:
    """As after `make run`."""
    async with database.transaction() as session:
        assert await seed(session, demo_settings)


@pytest.mark.parametrize(
    ("who", "audience", "name"),
    [
        ("caller", "patient", "Lan"),
        ("doctor", "doctor", "Bình"),
        ("doctor2", "doctor", "Thu"),
        ("manager", "clinic", "Hà"),
    ],
)
async def test_one_tap_enters_as(seeded: None, demo_server: TestServer, who: str, audience: str, name: str) -> None:
    async with open_browser(demo_server) as browser:
        entered = await browser.post("/api/demo/enter", {"as": who})
        assert (entered.status, entered.body["me"]["audience"], entered.body["me"]["scope"]) == (200, audience, "full")
        assert entered.body["me"]["display_name"].split()[-1] == name
        assert f"rt_{audience}" in entered.cookies
        assert (await browser.post(f"/api/auth/{audience}/refresh", token=False)).status == 200


async def test_the_callers_phone_then_rings_by_itself(seeded: None, demo_server: TestServer) -> None:
    async with open_browser(demo_server) as browser:
        await browser.post("/api/demo/enter", {"as": "caller"})
        assert (await browser.post("/api/auth/device")).body["me"]["scope"] == "ring"


async def test_before_the_seed_there_is_nobody_to_be(demo_server: TestServer) -> None:
    async with open_browser(demo_server) as browser:
        assert (await browser.post("/api/demo/enter", {"as": "caller"})).code == "not-seeded"
        assert (await browser.post("/api/demo/enter", {"as": "admin"})).status == 400
