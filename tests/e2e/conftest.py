"""The stage of every story: the demo, seeded and served by the real application with the real pages, and browsers."""

from collections.abc import AsyncIterator, Generator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import async_playwright

from telehealth.demo.run import fill
from telehealth.settings import Settings
from tests.conftest import running
from tests.e2e import pages
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
async def house(demo_settings: Settings) -> AsyncIterator[TestServer]:
    """The demo as `make run` starts it: its people, bác sĩ Bình on duty, the built pages."""
    settings = demo_settings.model_copy(update={"web_dir": pages.built()})
    await fill(settings)
    async with running(settings) as server:
        yield server


@pytest.fixture
async def stage(house: TestServer, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """Browsers for one story. Afterwards: no page may have complained; a failure leaves its screens and logs."""
    async with async_playwright() as play:
        stage = Stage(play, str(house.make_url("/")), tmp_path)
        try:
            yield stage
            faults = await stage.faults()
            if faults or request.node.stash.get(FAILED, True):
                await stage.keep(request.node.name)
        finally:
            await stage.close()
    assert not faults, "\n".join(faults)
