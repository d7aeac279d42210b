"""Who asks, may they, and what they hear when something is wrong."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from telehealth.accounts.permissions import Permission
from telehealth.accounts.tokens import Keyring
from telehealth.app import create_app
from telehealth.db import Database
from telehealth.edge import bodies, dispatch
from telehealth.edge.dispatch import add_routes
from telehealth.edge.problems import STATUS, status_of
from telehealth.endpoint import (
    CALLER,
    FAMILY_RECORDS,
    PUBLIC,
    SIGNED_IN,
    Route,
    Shape,
    maybe_principal,
    staff,
    transaction,
)
from telehealth.errors import Conflict, Denied, DomainError, TooMany
from telehealth.settings import Settings
from tests.conftest import client_of
from tests.people import Everyone, open_session, sign_in, token_of

Client = aiohttp.ClientSession


class Word(Shape):
    word: str


async def who(request: web.Request) -> Word:
    """Says who asks."""
    asking = maybe_principal(request)
    return Word(word=asking.audience if asking else "stranger")


async def boom(_: web.Request) -> None:
    """Fails with a secret in its message."""
    raise ZeroDivisionError("Hoàng Thị Mai +84912000001")


async def no_database(_: web.Request) -> None:
    """Fails as when the connection is lost."""
    raise OperationalError("SELECT 1", {}, ConnectionResetError("server closed the connection"))


async def too_big_for_a_column(request: web.Request) -> None:
    """Sends PostgreSQL a number that no bigint holds."""
    async with transaction(request) as session:
        await session.execute(text("SELECT CAST(:n AS bigint)"), {"n": str(10**30)})


async def later(_: web.Request) -> None:
    """Too many."""
    raise TooMany(retry_after=42)


async def rude_extra(_: web.Request) -> None:
    """An extra that would replace a standard member."""
    raise Conflict("taken", "Somebody took it.", status=200, holder="bác sĩ Bình")


async def hangs(_: web.Request) -> None:
    """Waits for ever, as on a frozen database."""
    await asyncio.Event().wait()


async def nothing(_: web.Request) -> None:
    """Answers nothing."""


ROUTES = [
    Route("GET", "/api/test/who", who, PUBLIC, Word),
    Route("GET", "/api/test/signed-in", who, SIGNED_IN, Word),
    Route("GET", "/api/test/caller", who, CALLER, Word),
    Route("GET", "/api/test/records", who, FAMILY_RECORDS, Word),
    Route("GET", "/api/test/answer", who, staff(Permission.ANSWER_CALLS, "doctor"), Word),
    Route("GET", "/api/test/boom", boom, PUBLIC),
    Route("GET", "/api/test/no-database", no_database, PUBLIC),
    Route("GET", "/api/test/too-big", too_big_for_a_column, PUBLIC),
    Route("GET", "/api/test/hangs", hangs, PUBLIC),
    Route("GET", "/api/test/later", later, PUBLIC),
    Route("GET", "/api/test/rude", rude_extra, PUBLIC),
    Route("POST", "/api/test/nothing", nothing, PUBLIC),
]


@pytest.fixture
async def http(settings: Settings, everyone: Everyone) -> AsyncIterator[Client]:
    """The application with a few routes more."""
    app = create_app(settings)
    add_routes(app, ROUTES)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    async with client_of(server) as client:
        yield client
    await server.close()


async def problem(http: Client, path: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, Any]]:
    """A refusal: its status and its document."""
    async with http.get(path, headers=headers) as answer:
        assert answer.content_type == "application/problem+json", await answer.text()
        document: dict[str, Any] = await answer.json(content_type=None)
        assert document["status"] == answer.status
        return answer.status, document


async def test_each_audience_gets_where_it_belongs(
    http: Client, database: Database, settings: Settings, everyone: Everyone
) -> None:
    lan = await sign_in(database, settings, everyone.lan)
    binh = await sign_in(database, settings, everyone.binh)
    ha = await sign_in(database, settings, everyone.ha)
    guest = await sign_in(database, settings, None)
    table: list[tuple[str, dict[str, str], int]] = [
        ("signed-in", {}, 401), ("signed-in", lan, 200), ("signed-in", binh, 200), ("signed-in", guest, 200),
        ("caller", {}, 401), ("caller", lan, 200), ("caller", guest, 200), ("caller", binh, 403), ("caller", ha, 403),
        ("records", lan, 200), ("records", guest, 403), ("records", binh, 403),
        ("answer", binh, 200), ("answer", ha, 403), ("answer", lan, 403), ("answer", {}, 401),
    ]  # fmt: skip
    for path, headers, expected in table:
        async with http.get(f"/api/test/{path}", headers=headers) as answer:
            assert answer.status == expected, (path, expected, await answer.text())


async def test_a_phone_that_only_rings_must_enter_a_code_for_records(
    http: Client, database: Database, settings: Settings, everyone: Everyone
) -> None:
    ring = await sign_in(database, settings, everyone.lan, scope="ring")
    status, said = await problem(http, "/api/test/records", ring)
    assert (status, said["code"], said["scope"]) == (403, "code-needed", "ring")


async def test_tokens_that_are_none(
    http: Client, database: Database, settings: Settings, everyone: Everyone, tmp_path_factory: pytest.TempPathFactory
) -> None:
    row = await open_session(database, everyone.lan)
    strangers = settings.model_copy(update={"data_dir": tmp_path_factory.mktemp("another installation")})
    assert Keyring.load(strangers) is not None
    good = token_of(settings, row)
    bad = {
        "expired": token_of(settings, row, life=-1),
        "of another installation": token_of(strangers, row),
        "cut": good[:-4],
        "garbage": "xyz",
        "unsigned": "eyJhbGciOiJub25lIn0.e30.",
        "NUL": good + "%00",
    }
    for what, token in bad.items():
        status, said = await problem(http, "/api/test/signed-in", {"Authorization": f"Bearer {token}"})
        assert status == 401, what
        assert token not in str(said)
    for header in ("", "Bearer", "Bearer ", "Basic bWFpOm1haQ==", good):
        status, _ = await problem(http, "/api/test/signed-in", {"Authorization": header})
        assert status == 401, header
    async with http.get("/api/test/signed-in", headers={"Authorization": f"bearer  {good}"}) as answer:
        assert answer.status == 200


async def test_an_ended_session_is_nobody_at_once(
    http: Client, database: Database, settings: Settings, everyone: Everyone
) -> None:
    row = await open_session(database, everyone.lan)
    headers = {"Authorization": f"Bearer {token_of(settings, row)}"}
    async with http.get("/api/test/signed-in", headers=headers) as answer:
        assert answer.status == 200
    async with database.transaction() as session:
        await session.execute(text("UPDATE login_session SET revoked_at = now() WHERE id = :id"), {"id": row.id})
    status, _ = await problem(http, "/api/test/signed-in", headers)
    assert status == 401


async def test_a_public_route_serves_a_phone_whose_token_has_died(
    http: Client, database: Database, settings: Settings, everyone: Everyone
) -> None:
    """An expired sign-in must not stand between a family and a call-back."""
    row = await open_session(database, everyone.lan)
    for life, expected in ((900, "patient"), (-1, "stranger")):
        headers = {"Authorization": f"Bearer {token_of(settings, row, life=life)}"}
        async with http.get("/api/test/who", headers=headers) as answer:
            assert (await answer.json())["word"] == expected


async def test_what_nobody_foresaw_says_only_its_request_id(http: Client, capsys: pytest.CaptureFixture[str]) -> None:
    async with http.get("/api/test/boom") as answer:
        said = await answer.text()
        document = await answer.json(content_type=None)
        assert answer.status == 500 and document["code"] == "internal"
        assert document["request_id"] == answer.headers["X-Request-Id"]
        assert "Mai" not in said and "ZeroDivision" not in said and "line" not in said
    logged = capsys.readouterr().err
    assert document["request_id"] in logged and "ZeroDivisionError" in logged and "boom" in logged
    assert "Mai" not in logged and "912000001" not in logged


async def test_a_lost_database_is_a_503_that_says_when_to_come_again(http: Client) -> None:
    status, said = await problem(http, "/api/test/no-database")
    assert (status, said["code"]) == (503, "unavailable")
    async with http.get("/api/test/no-database") as answer:
        assert int(answer.headers["Retry-After"]) >= 1


async def test_a_value_no_column_holds_is_the_clients_mistake(http: Client) -> None:
    status, said = await problem(http, "/api/test/too-big")
    assert (status, said["code"]) == (400, "invalid")


async def test_a_handler_that_hangs_is_given_up(http: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "PATIENCE", 0.1)
    status, said = await problem(http, "/api/test/hangs")
    assert (status, said["code"]) == (503, "unavailable")


async def test_a_body_that_never_comes_is_given_up(http: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "PATIENCE", 0.1)

    async def drip() -> AsyncIterator[bytes]:
        yield b'{"phone": '
        await asyncio.sleep(5)

    headers = {"Content-Type": "application/json"}
    async with http.post("/api/callbacks", data=drip(), headers=headers) as answer:
        assert answer.status == 400
        assert (await answer.json(content_type=None))["code"] == "too-slow"


async def test_too_many_says_when(http: Client) -> None:
    async with http.get("/api/test/later") as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "42")


async def test_extras_never_replace_what_a_problem_must_say(http: Client) -> None:
    status, said = await problem(http, "/api/test/rude")
    assert (status, said["code"], said["holder"]) == (409, "taken", "bác sĩ Bình")


async def test_nothing_is_a_204(http: Client) -> None:
    async with http.post("/api/test/nothing") as answer:
        assert answer.status == 204 and await answer.read() == b""


async def test_addresses_that_are_none_answer_in_the_same_form(http: Client) -> None:
    status, said = await problem(http, "/api/khong-co")
    assert (status, said["code"]) == (404, "not-found")
    async with http.delete("/api/test/who") as answer:
        assert answer.status == 405 and answer.headers["Allow"] == "GET"
        assert (await answer.json(content_type=None))["code"] == "method-not-allowed"
    async with http.request("PURGE", "/api/test/who") as answer:
        assert answer.status == 405


async def test_every_error_of_the_tree_has_a_status() -> None:
    assert {kind for kind in DomainError.__subclasses__() if kind.__module__ == DomainError.__module__} == set(STATUS)

    class Stricter(Denied):
        """A refusal of a refusal."""

    assert status_of(Stricter()) == 403
    assert status_of(DomainError()) == 500
