"""The night these tests happen in."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from telehealth.db import Database
from telehealth.settings import Settings
from tests.people import Everyone
from tests.signaling.night import Night, night_of


@pytest.fixture
async def night(
    server: TestServer,
    http: aiohttp.ClientSession,
    database: Database,
    settings: Settings,
    everyone: Everyone,
) -> AsyncIterator[Night]:
    """The running application with everybody known to it."""
    async with night_of(server, http, database, settings, everyone) as night:
        yield night
