"""Pictures of the screens: the ones in docs/screenshots are made here, by the stories, and nowhere else."""

import base64
import os
from pathlib import Path

from playwright.async_api import Browser

from tests.e2e import accessibility, thrift
from tests.e2e.screen import Screen

FOLDER = Path("docs/screenshots")
UPDATE = "UPDATE_SCREENSHOTS"
WIDTHS = {"360": (360, 740, 2), "wide": (1280, 800, 1)}
"""Suffix → width, least height, device pixels to a CSS pixel."""
TALLEST = 2400
HEIGHT = "{f: (page) => page.document.documentElement.scrollHeight}"
TO_TOP = "{f: (page, part) => { page.document.querySelector(part).scrollTop = 0; }}"
SETTLED = """{f: async (page) => {
  await page.document.fonts.ready;
  await Promise.all(page.document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
    .map((one) => one.finished.catch(() => {})));
  await new Promise((done) => setTimeout(done, 150));
}}"""


async def picture(screen: Screen) -> bytes:
    """What the screen shows now, as PNG."""
    answer = await screen.cdp.send("Page.captureScreenshot", {"format": "png"})
    return base64.b64decode(answer["data"])


async def keep(screen: Screen, name: str, top: str | None = None) -> None:
    """Judge this screen's accessibility at both widths; with UPDATE_SCREENSHOTS=1 also keep its pictures in docs.

    top: CSS selector of a part to scroll to its beginning first.
    """
    if top is not None:
        await screen.ask(TO_TOP, "f", top)
    for suffix, (width, height, density) in WIDTHS.items():
        await _resize(screen, width, height, density)
        tall = min(TALLEST, max(height, int(await screen.ask(HEIGHT, "f"))))
        if tall > height:
            await _resize(screen, width, tall, density)
        await screen.ask(SETTLED, "f")
        await accessibility.finds_nothing(screen, f"{name}-{suffix}")
        if os.environ.get(UPDATE):
            await _save(screen, FOLDER / f"{name}-{suffix}.png")
    await _restore(screen)


async def _save(screen: Screen, path: Path) -> None:
    taken = await picture(screen)
    context = await _browser(screen).new_context()
    small = await thrift.shrink(await context.new_page(), taken)
    await context.close()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(small)


def _browser(screen: Screen) -> Browser:
    browser = screen.page.context.browser
    assert browser is not None
    return browser


async def _resize(screen: Screen, width: int, height: int, density: int) -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": density, "mobile": screen.touch}
    await screen.cdp.send("Emulation.setDeviceMetricsOverride", size)


async def _restore(screen: Screen) -> None:
    size = screen.page.viewport_size
    assert size is not None
    await _resize(screen, size["width"], size["height"], 1)
