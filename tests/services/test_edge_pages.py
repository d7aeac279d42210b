"""The built front end as browsers get it: one address each, cached as long as it may be, nothing outside its folder."""

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from yarl import URL

from telehealth.settings import Settings
from tests.conftest import client_of, running

SCRIPT = "console.log('đèn đêm');\n" * 200
FILES = {
    "index.html": "<!doctype html><title>landing</title>",
    "patient.html": "<!doctype html><title>patient</title>",
    "doctor.html": "<!doctype html><title>doctor</title>",
    "clinic.html": "<!doctype html><title>clinic</title>",
    "demo.html": "<!doctype html><title>side by side</title>",
    "sw.js": "self.addEventListener('fetch', () => {});",
    "manifest.webmanifest": "{}",
    "icons/lamp.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "assets/patient-a1b2c3.js": SCRIPT,
    ".vite/manifest.json": "{}",
}


@pytest.fixture
def built(settings: Settings) -> Settings:
    """Settings whose pages are built, beside a file that is nobody's business."""
    for name, words in FILES.items():
        path = settings.web_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")
    (settings.web_dir.parent / "secret.txt").write_text("secret")
    return settings


@pytest.fixture
async def site(built: Settings) -> AsyncIterator[aiohttp.ClientSession]:
    async with running(built) as server, client_of(server) as http:
        yield http


async def title(http: aiohttp.ClientSession, path: str) -> str:
    """The page's title, or its status."""
    async with http.get(path) as answer:
        return (
            (await answer.text()).split("<title>")[1].split("</title>")[0]
            if answer.status == 200
            else str(answer.status)
        )


async def test_each_page_has_its_address(site: aiohttp.ClientSession) -> None:
    assert [await title(site, path) for path in ("/", "/patient", "/doctor", "/clinic")] == [
        "patient", "patient", "doctor", "clinic",
    ]  # fmt: skip
    for path in ("/patient.html", "/index.html", "/demo.html", "/demo/patient", "/demo/side-by-side", "/patient/x"):
        assert await title(site, path) == "404", path


async def test_the_demo_starts_at_its_landing_page(built: Settings) -> None:
    async with running(built.model_copy(update={"demo": True})) as server, client_of(server) as http:
        pages = ("/", "/patient", "/demo/patient", "/demo/doctor", "/demo/side-by-side")
        assert [await title(http, path) for path in pages] == [
            "landing",
            "patient",
            "patient",
            "doctor",
            "side by side",
        ]


async def test_what_may_be_kept_and_what_is_asked_for_again(site: aiohttp.ClientSession) -> None:
    kept = {
        "/assets/patient-a1b2c3.js": ("public, max-age=31536000, immutable", "text/javascript"),
        "/patient": ("no-cache", "text/html"),
        "/sw.js": ("no-cache", "text/javascript"),
        "/manifest.webmanifest": ("no-cache", "application/manifest+json"),
        "/icons/lamp.svg": ("no-cache", "image/svg+xml"),
    }
    for path, (cache, kind) in kept.items():
        async with site.get(path) as answer:
            assert (answer.status, answer.headers["Cache-Control"], answer.content_type) == (200, cache, kind), path
            etag = answer.headers["ETag"]
        async with site.get(path, headers={"If-None-Match": etag}) as again:
            assert (again.status, await again.read(), again.headers["ETag"]) == (304, b"", etag)
        async with site.get(path, headers={"If-None-Match": '"another"'}) as other:
            assert other.status == 200


async def test_files_travel_compressed_when_the_browser_can(server: TestServer, built: Settings) -> None:
    async with (
        running(built) as site,
        aiohttp.ClientSession(base_url=site.make_url("/"), auto_decompress=False) as http,
    ):
        async with http.get("/assets/patient-a1b2c3.js", headers={"Accept-Encoding": "gzip, br"}) as answer:
            body = await answer.read()
            assert answer.headers["Content-Encoding"] == "gzip" and answer.headers["Vary"] == "Accept-Encoding"
            assert gzip.decompress(body).decode() == SCRIPT and len(body) < len(SCRIPT) / 10
            zipped = answer.headers["ETag"]
        async with http.get("/assets/patient-a1b2c3.js", headers={"Accept-Encoding": "identity"}) as answer:
            assert "Content-Encoding" not in answer.headers and (await answer.read()).decode() == SCRIPT
            assert answer.headers["ETag"] != zipped


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt", "/assets/..%5c..%5csecret.txt",
        "/assets//etc/passwd", "/.vite/manifest.json", "/%2evite/manifest.json", "/assets/", "/assets", "/secret.txt", "/%00",
    ],
)  # fmt: skip
async def test_nothing_outside_the_folder_is_served(site: aiohttp.ClientSession, path: str) -> None:
    async with site.get(URL(path, encoded=True)) as answer:
        assert answer.status in (400, 404)
        assert "secret" not in (await answer.text()).replace("/secret.txt", "")


async def test_a_head_request_is_a_get_without_its_body(site: aiohttp.ClientSession) -> None:
    async with site.head("/patient") as answer:
        assert answer.status == 200 and await answer.read() == b""


async def test_pages_that_are_not_built_say_so_and_appear_when_they_are(settings: Settings, tmp_path: Path) -> None:
    async with running(settings) as server, client_of(server) as http:
        async with http.get("/") as answer:
            assert answer.status == 503 and "make run" in await answer.text()
        settings.web_dir.mkdir(parents=True)
        (settings.web_dir / "patient.html").write_text(FILES["patient.html"])
        assert await title(http, "/") == "patient"


async def test_the_public_config(http: aiohttp.ClientSession, settings: Settings) -> None:
    async with http.get("/api/config") as answer:
        said = await answer.json()
    assert said["demo"] is False and said["product_name"] == settings.product_name
    assert said["sms_countries"] == ["+84"]
    assert said["consent"]["version"] and said["consent"]["vi"] and said["consent"]["en"]
