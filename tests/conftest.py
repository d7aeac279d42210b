"""What every test may ask for: a real database, the settings, the people, the running application.

`server` and `http` start the whole application of telehealth/app.py on a free port of this machine; `demo_server` and
`demo_http` the same in demo mode.
"""

import importlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import hypothesis
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from telehealth.db import Database
from telehealth.postgres import Urls
from telehealth.settings import Settings
from tests import cluster, log_watch, people
from tests.redis_server import RedisServer

# A busy machine draws slowly; that says nothing of the rule under test.
hypothesis.settings.register_profile("busy", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("busy")

CLUSTER = pytest.StashKey[cluster.TestCluster]()


def pytest_configure(config: pytest.Config) -> None:
    """The process that owns the run starts the database before any worker exists."""
    log_watch.start()
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        config.stash[CLUSTER] = cluster.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    running = config.stash.get(CLUSTER, None)
    if running is not None:
        running.stop()


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    """A skipped test, or one expected to fail, is a failure: what is not run is not known. So is a name in a log."""
    log_watch.keep_metrics()
    yield  # xdist's workers end here, and have written what they kept
    if hasattr(session.config, "workerinput"):  # an xdist worker; its controller judges
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    assert reporter is not None
    left_out = [kind for kind in ("skipped", "xfailed") if reporter.stats.get(kind)]
    if left_out and session.exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"FAILED: there are {' and '.join(left_out)} tests; none may be left out.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    for leak in log_watch.judge():
        reporter.write_line(f"FAILED: the logs or metrics of the tests hold {leak}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests measured stands at the end of the run, also when workers ran them."""
    for report in terminalreporter.stats.get("passed", []):
        for name, value in report.user_properties:
            if name == "table":
                terminalreporter.write_sep("-", report.nodeid)
                terminalreporter.write_line(str(value))


@pytest.fixture
def show(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Print a table of what this test measured, once the run is over."""
    return lambda table: record_property("table", table)


@pytest.fixture
def database_urls() -> Iterator[Urls]:
    """URLs of a migrated, empty database of this test's own (serving role, owner, superuser)."""
    with cluster.fresh_database() as urls:
        yield urls


@pytest.fixture
async def database(database_urls: Urls) -> AsyncIterator[Database]:
    """The database as the application sees it: through the serving role."""
    database = Database(database_urls.app)
    yield database
    await database.close()


@pytest.fixture
def settings(database_urls: Urls, tmp_path: Path) -> Settings:
    """Settings as in production, but for the address. Nothing of the machine's environment leaks in."""
    return make_settings(database_urls, tmp_path)


@pytest.fixture
def demo_settings(settings: Settings) -> Settings:
    """The same in demo mode."""
    return settings.model_copy(update={"demo": True})


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis of this test's own."""
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.close()


@pytest.fixture
async def everyone(database: Database) -> people.Everyone:
    """The station, the hospital, both doctors, chị Hà and the rest, chị Lan's family and the outsiders: in the database."""
    return await people.settle(database)


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[TestServer]:
    """The whole application, listening."""
    async with running(settings) as server:
        yield server


@pytest.fixture
async def http(server: TestServer) -> AsyncIterator[aiohttp.ClientSession]:
    """A client of `server`; it keeps no cookies, so that each request says itself who asks."""
    async with client_of(server) as session:
        yield session


@pytest.fixture
async def demo_server(demo_settings: Settings) -> AsyncIterator[TestServer]:
    """The whole application in demo mode, listening."""
    async with running(demo_settings) as server:
        yield server


@pytest.fixture
async def demo_http(demo_server: TestServer) -> AsyncIterator[aiohttp.ClientSession]:
    """A client of `demo_server`."""
    async with client_of(demo_server) as session:
        yield session


def make_settings(urls: Urls, folder: Path) -> Settings:
    """Production-like settings over one test database."""
    return Settings(
        database_url=urls.app,
        migrate_url=urls.owner,
        redis_url="",
        data_dir=folder / "data",
        web_dir=folder / "web",
        metrics_port=0,
        demo=False,
        secret=SecretStr("a secret of the tests, forty characters.."),
        audit_key=SecretStr("an audit key of the tests, forty letters."),
        storage_key=SecretStr("a storage key of the tests, forty letters"),
    )


@asynccontextmanager
async def running(settings: Settings, port: int | None = None) -> AsyncIterator[TestServer]:
    """The application of these settings at a port of the loopback address; None: a free one."""
    app: web.Application = importlib.import_module("telehealth.app").create_app(settings)
    server = TestServer(app, host="127.0.0.1", port=port)
    await server.start_server()
    try:
        yield server
    finally:
        await server.close()


@asynccontextmanager
async def client_of(server: TestServer) -> AsyncIterator[aiohttp.ClientSession]:
    """A client session with the server's address as its base."""
    async with aiohttp.ClientSession(base_url=server.make_url("/"), cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session
