"""The proofs themselves, tried on a page that calls itself: each finds what is there, and turns red when it is not."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import async_playwright

from tests.e2e import browsers, capture, proof
from tests.e2e.capture import BINH, LAN
from tests.e2e.screen import HERE, PROBE, Screen


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Screen]:
    """A page that calls itself, with Lan's camera and microphone."""

    async def serve(request: web.Request) -> web.FileResponse:
        return web.FileResponse(HERE / request.path.lstrip("/"))

    app = web.Application()
    app.router.add_get(r"/{name:loopback\.(html|js)}", serve)
    async with TestServer(app, host="127.0.0.1") as server, async_playwright() as play:
        browser = await browsers.launch(play, capture.make(LAN, tmp_path))
        screen = await browsers.new_screen(await browsers.new_context(browser, browsers.DESK), "the loopback page")
        await screen.go(str(server.make_url("/loopback.html")))
        yield screen
        await browser.close()


async def test_what_is_there_is_found(page: Screen) -> None:
    """Her tone and her colour, only after the tap that joins; before it, the line is open and carries nothing."""
    await page.tap("Gọi")
    await page.see("Đang gọi")
    before = await proof.sends_nothing(page)
    assert before.capturing == []
    assert before.asked == []
    await page.tap("Nhận")
    await proof.hears_and_sees(page, LAN)
    after = await proof.sent(page)
    assert after.packets > 0
    assert after.tracks == 2
    assert sorted(after.capturing) == ["audio", "video"]


async def test_what_is_not_there_is_missed(page: Screen) -> None:
    """Somebody else's tone and colour, a muted element, a paused one, a hidden one, tracks attached early: all turn red."""
    await page.tap("Gọi")
    await page.see("Đang gọi")
    await page.tap("Nhận")
    await proof.hears_and_sees(page, LAN)
    with pytest.raises(AssertionError, match="hear binh"):
        await proof.hears(page, BINH, within=2)
    with pytest.raises(AssertionError, match="see binh"):
        await proof.sees(page, BINH, within=2)
    with pytest.raises(AssertionError, match="before accept"):
        await proof.sends_nothing(page)
    with pytest.raises(AssertionError, match="hears something"):
        await proof.hears_nothing(page)
    await _do(page, "page.document.querySelector('video').muted = true")
    assert await proof.hears_nothing(page) == "muted"
    await _do(page, "page.document.querySelector('video').hidden = true")
    with pytest.raises(AssertionError, match="no received picture"):
        await proof.sees(page, LAN, within=1)
    await _do(
        page, "page.document.querySelector('video').hidden = false; page.document.querySelector('video').muted = false"
    )
    await proof.hears_and_sees(page, LAN)
    await _do(page, "page.document.querySelector('video').pause()")
    assert await proof.hears_nothing(page) == "not playing"
    with pytest.raises(AssertionError, match="stands still"):
        await proof.sees(page, LAN, within=1)


async def test_looking_gives_the_page_no_gesture(page: Screen) -> None:
    """A page nobody has touched may not start sound, however often a test looks at it; a tap changes that."""
    await page.see("Gọi")
    await page.ask(PROBE, "sent")
    assert not await _gesture(page)
    await page.tap("Gọi")
    assert await _gesture(page)


async def _do(page: Screen, deed: str) -> None:
    await page.ask(f"{{f: (page) => {{ {deed} }}}}", "f")


async def _gesture(page: Screen) -> bool:
    return bool(await page.ask("{f: (page) => page.navigator.userActivation.hasBeenActive}", "f"))
