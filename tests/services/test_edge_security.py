"""What a browser is told and what another site's page is refused."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from telehealth.app import create_app
from telehealth.db import Database
from telehealth.edge import origin
from telehealth.edge.forwarded import client_address, is_trusted, networks
from telehealth.edge.headers import page_policy
from telehealth.settings import Settings
from tests.conftest import client_of, running
from tests.people import Everyone, sign_in

STRANGER = "https://xau.example"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
EVERYWHERE = (
    "/",
    "/patient",
    "/doctor",
    "/clinic",
    "/khong-co",
    "/healthz",
    "/readyz",
    "/api/status",
    "/api/nope",
    "/api/me",
)


def directives(policy: str) -> dict[str, list[str]]:
    """A Content-Security-Policy by its directives."""
    return {words[0]: words[1:] for words in (part.split() for part in policy.split(";"))}


@pytest.mark.parametrize("path", EVERYWHERE)
async def test_every_answer_carries_the_headers(http: aiohttp.ClientSession, everyone: Everyone, path: str) -> None:
    async with http.get(path) as answer:
        for name, value in ALWAYS.items():
            assert answer.headers.get(name) == value, name
        policy = directives(answer.headers["Content-Security-Policy"])
        assert policy["default-src"] == ["'none'"]
        assert policy["frame-ancestors"] == ["'none'"]
        features = answer.headers["Permissions-Policy"]
        assert "camera=(self)" in features and "microphone=(self)" in features and "geolocation=()" in features
        assert "Server" not in answer.headers
        assert "Strict-Transport-Security" not in answer.headers, "plain HTTP must not promise HTTPS"


async def test_a_page_may_run_only_our_own_files(http: aiohttp.ClientSession) -> None:
    async with http.get("/patient") as answer:
        policy = directives(answer.headers["Content-Security-Policy"])
    for forbidden in ("'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:"):
        assert all(forbidden not in sources for sources in policy.values()), forbidden
    assert policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["worker-src"] == policy["manifest-src"] == ["'self'"]
    assert "blob:" in policy["media-src"] and "blob:" in policy["img-src"]
    assert policy["connect-src"][0] == "'self'" and policy["connect-src"][1].startswith("ws://127.0.0.1:")
    assert policy["base-uri"] == policy["frame-src"] == ["'none'"]


def test_a_host_header_writes_no_policy_of_its_own() -> None:
    policy = page_policy("a.example; script-src *", https=True)
    assert "script-src *" not in policy and directives(policy)["connect-src"] == ["'self'"]


async def test_api_answers_are_kept_by_nobody(
    http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> None:
    lan = await sign_in(database, settings, everyone.lan)
    for path, headers in (
        ("/api/status", {}),
        ("/api/me", lan),
        ("/api/me", {}),
        ("/api/nope", {}),
        ("/api/openapi.json", {}),
    ):
        async with http.get(path, headers=headers) as answer:
            assert answer.headers["Cache-Control"] == "no-store", path


async def test_only_the_demos_two_frames_may_be_framed_and_only_by_us(demo_http: aiohttp.ClientSession) -> None:
    for path in ("/demo/patient", "/demo/doctor"):
        async with demo_http.get(path) as answer:
            assert directives(answer.headers["Content-Security-Policy"])["frame-ancestors"] == ["'self'"]
            assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    async with demo_http.get("/demo/side-by-side") as answer:
        assert directives(answer.headers["Content-Security-Policy"])["frame-src"] == ["'self'"]
    for path in ("/", "/patient", "/doctor", "/clinic", "/demo/side-by-side", "/api/status"):
        async with demo_http.get(path) as answer:
            assert directives(answer.headers["Content-Security-Policy"])["frame-ancestors"] == ["'none'"], path


async def test_production_frames_nothing_and_has_no_demo(http: aiohttp.ClientSession) -> None:
    for path in ("/demo/patient", "/demo/doctor", "/demo/side-by-side"):
        async with http.get(path) as answer:
            assert answer.status == 404
            assert directives(answer.headers["Content-Security-Policy"])["frame-ancestors"] == ["'none'"]
    async with http.post("/api/demo/enter", json={"as": "doctor"}, headers={"Sec-Fetch-Site": "same-origin"}) as answer:
        assert answer.status == 404
    async with http.get("/api/demo/inbox") as answer:
        assert answer.status == 404


COOKIE_ROUTES = (
    "/api/auth/code",
    "/api/auth/code/verify",
    "/api/auth/device",
    "/api/auth/guest",
    "/api/auth/staff",
    "/api/auth/patient/refresh",
    "/api/auth/doctor/refresh",
    "/api/auth/clinic/sign-out",
)


@pytest.mark.parametrize("path", COOKIE_ROUTES)
async def test_cookie_routes_ask_where_a_request_comes_from(
    server: TestServer, http: aiohttp.ClientSession, everyone: Everyone, path: str
) -> None:
    own = str(server.make_url("")).rstrip("/")
    refused: list[dict[str, str]] = [
        {},
        {"Origin": STRANGER},
        {"Origin": "null"},
        {"Origin": own + ".xau.example"},
        {"Origin": own.replace("http://", "https://")},
        {"Origin": f"http://localhost:{server.port}"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": STRANGER, "Sec-Fetch-Site": "same-origin"},
    ]
    for headers in refused:
        async with http.post(path, json={}, headers=headers) as answer:
            assert answer.status == 403, headers
            assert (await answer.json(content_type=None))["code"] == "origin"
    for headers in ({"Origin": own}, {"Origin": own.upper()}, {"Sec-Fetch-Site": "same-origin"}):
        async with http.post(path, json={}, headers=headers) as answer:
            assert answer.status != 403, headers


async def test_a_foreign_page_cannot_use_a_token_it_found(
    http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> None:
    lan = await sign_in(database, settings, everyone.lan)
    async with http.post("/api/calls", json={}, headers=lan | {"Origin": STRANGER}) as answer:
        assert answer.status == 403
        assert (await answer.json(content_type=None))["code"] == "origin"


async def test_the_sabotaged_check_lets_the_stranger_in(
    settings: Settings, everyone: Everyone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tests above must be able to fail: with the guard gone the foreign page is served."""
    monkeypatch.setattr(origin, "refuse_foreign", lambda _: None)
    async with running(settings) as server, client_of(server) as http:
        answer = await http.post("/api/auth/device", headers={"Origin": STRANGER})
        assert (await answer.json(content_type=None))["code"] != "origin"


@pytest.mark.parametrize(("said", "opens"), [(STRANGER, False), ("null", False), ("own", True), (None, True)])
async def test_sockets_open_for_our_pages_only(server: TestServer, said: str | None, opens: bool) -> None:
    own = str(server.make_url("")).rstrip("/")
    headers = {} if said is None else {"Origin": own if said == "own" else said}
    url = server.make_url("/socket.io/?EIO=4&transport=websocket")
    async with aiohttp.ClientSession() as session:
        try:
            async with session.ws_connect(url, headers=headers) as socket:
                first = await socket.receive(timeout=5)
                opened = first.type is aiohttp.WSMsgType.TEXT
        except aiohttp.WSServerHandshakeError as refusal:
            opened = False
            assert refusal.status == 403
    assert opened is opens


@pytest.fixture
async def behind_proxy(settings: Settings) -> AsyncIterator[tuple[aiohttp.ClientSession, list[tuple[str | None, str]]]]:
    """The application behind a trusted proxy on this machine; what it believes of each request."""
    believed: list[tuple[str | None, str]] = []

    async def look(request: web.Request) -> web.Response:
        believed.append((request.remote, request.scheme))
        return web.Response()

    app = create_app(settings.model_copy(update={"trusted_proxies": ("127.0.0.1", "10.0.0.0/8")}))
    app.router.add_get("/api/look", look)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    async with client_of(server) as http:
        yield http, believed
    await server.close()


async def test_a_trusted_proxy_is_believed(
    behind_proxy: tuple[aiohttp.ClientSession, list[tuple[str | None, str]]],
) -> None:
    http, believed = behind_proxy
    headers = {"X-Forwarded-For": "6.6.6.6, 203.0.113.7, 10.1.2.3", "X-Forwarded-Proto": "https"}
    async with http.get("/api/look", headers=headers) as answer:
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert believed == [("203.0.113.7", "https")], "what the client itself put in front is not believed"


async def test_nobody_else_is_believed(server: TestServer, http: aiohttp.ClientSession) -> None:
    headers = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
    async with http.get("/patient", headers=headers) as answer:
        assert "Strict-Transport-Security" not in answer.headers
    forged = {"Origin": f"https://127.0.0.1:{server.port}", "X-Forwarded-Proto": "https"}
    async with http.post("/api/auth/device", headers=forged) as answer:
        assert answer.status == 403


async def test_the_public_address_is_an_origin_of_ours(settings: Settings, everyone: Everyone) -> None:
    chosen = settings.model_copy(update={"public_url": "https://kcb.example.vn"})
    async with running(chosen) as server, client_of(server) as http:
        async with http.post("/api/auth/device", headers={"Origin": "https://KCB.example.vn:443"}) as answer:
            assert answer.status != 403
        async with http.post("/api/auth/device", headers={"Origin": "http://kcb.example.vn"}) as answer:
            assert answer.status == 403


@pytest.mark.parametrize(
    ("peer", "header", "client"),
    [
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.7, 10.0.0.9", "203.0.113.7"),
        ("127.0.0.1", "10.0.0.8, 10.0.0.9", "10.0.0.8"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.7, nonsense", "127.0.0.1"),
        ("127.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("198.51.100.1", "203.0.113.7", "198.51.100.1"),
    ],
)
def test_the_chain_is_read_from_the_right(peer: str, header: str, client: str) -> None:
    assert client_address(peer, header, networks(["127.0.0.1", "10.0.0.0/8"])) == client


def test_a_proxy_seen_through_ipv6_is_the_same_proxy() -> None:
    assert is_trusted("::ffff:10.2.3.4", networks(["10.0.0.0/8"]))
    assert not is_trusted(None, networks(["10.0.0.0/8"]))
    with pytest.raises(ValueError, match="proxy"):
        networks(["proxy"])
