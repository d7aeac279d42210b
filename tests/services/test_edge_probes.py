"""Is it alive, is it ready, what does it count: and nobody outside can read what it counts."""

import asyncio

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import make_url

from telehealth import metrics
from telehealth.app import create_app
from telehealth.db import Database
from telehealth.edge import health
from telehealth.edge.health import DRAINING, private_application
from telehealth.postgres import Urls
from telehealth.settings import Settings
from tests import cluster
from tests.conftest import client_of, running
from tests.people import Everyone, sign_in


async def test_alive_and_ready(http: aiohttp.ClientSession) -> None:
    for path, word in (("/healthz", "alive"), ("/readyz", "ready")):
        async with http.get(path) as answer:
            assert (answer.status, await answer.json()) == (200, {"status": word})


async def test_a_process_told_to_stop_is_alive_but_not_ready(settings: Settings) -> None:
    async with running(settings) as server, client_of(server) as http:
        server.app[DRAINING].set()
        async with http.get("/readyz") as answer:
            assert (answer.status, await answer.json()) == (503, {"status": "draining"})
        async with http.get("/healthz") as answer:
            assert answer.status == 200


async def test_tables_of_another_version_are_not_ready(http: aiohttp.ClientSession, database_urls: Urls) -> None:
    with cluster.connect(database_urls.owner) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'older'")
    async with http.get("/readyz") as answer:
        assert (answer.status, await answer.json()) == (503, {"status": "database not migrated"})


async def test_without_a_database_it_is_alive_not_ready_and_answers_503(
    http: aiohttp.ClientSession, database_urls: Urls, database: Database, settings: Settings, everyone: Everyone
) -> None:
    lan = await sign_in(database, settings, everyone.lan)
    name = database.engine.url.database
    postgres = make_url(database_urls.admin).set(database="postgres").render_as_string(hide_password=False)
    with cluster.connect(postgres) as connection:
        connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        try:
            async with http.get("/readyz") as answer:
                assert (answer.status, await answer.json()) == (503, {"status": "database unreachable"})
            async with http.get("/healthz") as answer:
                assert answer.status == 200
            for path, headers in (("/api/status", {}), ("/api/me", lan)):
                async with http.get(path, headers=headers) as answer:
                    assert answer.status == 503 and "Retry-After" in answer.headers
                    assert (await answer.json(content_type=None))["code"] == "unavailable"
        finally:
            connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    async with asyncio.timeout(15):
        while True:
            async with http.get("/readyz") as answer:
                if answer.status == 200:
                    break
            await asyncio.sleep(0.1)
    async with http.get("/api/me", headers=lan) as answer:
        assert answer.status == 200, "and all goes on when it is back"


async def test_metrics_are_not_for_the_public(http: aiohttp.ClientSession, demo_settings: Settings) -> None:
    async with http.get("/metrics") as answer:
        assert answer.status == 404
    async with running(demo_settings) as demo, client_of(demo) as visitor, visitor.get("/metrics") as answer:
        assert answer.status == 200


@pytest.fixture
async def private(settings: Settings) -> TestServer:
    """The private listener's application over a started main one."""
    main = TestServer(create_app(settings), host="127.0.0.1")
    await main.start_server()
    server = TestServer(private_application(main.app), host="127.0.0.1")
    await server.start_server()
    yield server  # type: ignore[misc]
    await server.close()
    await main.close()


async def test_the_private_listener_counts_what_happens(
    private: TestServer, http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> None:
    lan, binh = await sign_in(database, settings, everyone.lan), await sign_in(database, settings, everyone.binh)
    async with http.post("/api/duty/start", json={}, headers=binh) as answer:
        assert answer.status == 200
    async with http.post("/api/calls", json={"patient_id": str(everyone.mai)}, headers=lan) as answer:
        call = (await answer.json())["id"]
    async with http.get(f"/api/calls/{call}", headers=lan) as answer:
        assert answer.status == 200
    async with client_of(private) as prometheus, prometheus.get("/metrics") as answer:
        assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        page = await answer.text()
    counted = {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }
    assert counted["telehealth_on_duty",] == 1
    assert counted["telehealth_calls", ("state", "ringing")] + counted["telehealth_calls", ("state", "waiting")] == 1
    labels = (("method", "GET"), ("route", "/api/calls/{id}"), ("status", "200"))
    assert counted["telehealth_http_requests_total", *labels] >= 1
    for secret in (call, str(everyone.mai), "Lan", "Mai", "Bình", everyone.lan.phone, everyone.lan.phone.lstrip("+84")):
        assert secret not in page


async def test_the_private_listener_serves_nothing_else(private: TestServer) -> None:
    async with client_of(private) as prometheus:
        for path, status in (("/healthz", 200), ("/readyz", 200), ("/", 404), ("/api/status", 404), ("/patient", 404)):
            async with prometheus.get(path) as answer:
                assert answer.status == status, path


async def test_odd_requests_make_no_new_labels(http: aiohttp.ClientSession) -> None:
    for number in range(20):
        for method in ("GET", "PURGE"):
            async with http.request(method, f"/api/khong-co/{number}") as answer:
                assert answer.status in (404, 405)
            async with http.request(method, f"/trang-{number}") as answer:
                assert answer.status in (404, 405)
    page = metrics.render().decode()
    assert "khong-co" not in page and "trang-1" not in page and "PURGE" not in page


async def test_a_slow_database_does_not_hang_the_probe(
    http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(_: Database) -> str:
        await asyncio.Event().wait()
        return ""

    monkeypatch.setattr(health, "_version", never)
    monkeypatch.setattr(health, "PATIENCE", 0.1)
    async with http.get("/readyz", timeout=aiohttp.ClientTimeout(total=10)) as answer:
        assert (answer.status, await answer.json()) == (503, {"status": "database unreachable"})
