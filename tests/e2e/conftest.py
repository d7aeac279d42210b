"""The stage of every story: the real application with the real pages and the demo's people, and browsers around it."""

from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from telehealth.db import Database
from telehealth.demo import seed
from telehealth.demo.run import fill
from telehealth.settings import Settings
from tests.e2e import pages
from tests.e2e.gateway import Gateway
from tests.e2e.house import House
from tests.e2e.stage import Stage

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember whether the story itself failed, for the fixtures that close it."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture
async def stage(demo_settings: Settings, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """The demo as `make run` starts it: its people, bác sĩ Bình on duty."""
    await fill(demo_settings)
    async with staged(demo_settings, tmp_path, request) as stage:
        yield stage


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    """Somebody who sends text messages, and remembers them."""
    async with Gateway() as gateway:
        yield gateway


@pytest.fixture
async def stage_for_real(
    settings: Settings, gateway: Gateway, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Stage]:
    """An installation as in production, with the same people: codes leave by text message, nobody is on duty."""
    settings = settings.model_copy(update={"sms_url": gateway.address})
    database = Database(settings.database_url, pool_size=1)
    async with database.transaction() as session:
        await seed.seed(session, settings)
    await database.close()
    async with staged(settings, tmp_path, request) as stage:
        yield stage


@asynccontextmanager
async def staged(settings: Settings, folder: Path, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """Serve, and open browsers. Afterwards: no page may have complained; a failure leaves its screens and logs."""
    settings = settings.model_copy(update={"web_dir": pages.built()})
    async with House(settings) as house, async_playwright() as play:
        stage = Stage(play, house, folder)
        try:
            yield stage
            faults = await stage.faults()
            if faults or request.node.stash.get(FAILED, True):
                await stage.keep(request.node.name)
        finally:
            await stage.close()
    assert not faults, "\n".join(faults)
