"""Chromium processes: each person's with a camera and a microphone of their own."""

import shutil
from collections.abc import Mapping
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, Playwright

from tests.e2e.capture import Capture
from tests.e2e.screen import HERE, Screen

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WATCH = (HERE / "watch.js").read_text(encoding="utf-8")
PHONE: Mapping[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK: Mapping[str, Any] = {"viewport": {"width": 1280, "height": 800}}


def executable() -> str:
    """The machine's Chromium."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    raise RuntimeError("These tests need Chromium: apt-get install -y chromium")


async def launch(play: Playwright, capture: Capture | None, *, cameras: int = 1, ask: bool = False) -> Browser:
    """A browser process.

    capture: what its camera and microphone give; None: the browser's own test picture and beep.
    cameras: how many cameras the machine has. ask: leave each question about permissions to the context's settings,
    instead of a person who allows everything.
    """
    flags = [*FLAGS, f"--use-fake-device-for-media-stream=device-count={cameras}"]
    if not ask:
        flags.append("--use-fake-ui-for-media-stream")
    if capture is not None:
        flags.append(f"--use-file-for-fake-audio-capture={capture.audio}")
        if cameras:
            flags.append(f"--use-file-for-fake-video-capture={capture.video}")
    return await play.chromium.launch(executable_path=executable(), args=flags)


async def new_context(browser: Browser, device: Mapping[str, Any]) -> BrowserContext:
    """One person's profile: cookies and storage of its own. By night, in Vietnamese."""
    context = await browser.new_context(**device, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", color_scheme="dark")
    await context.add_init_script(WATCH)
    return context


async def new_screen(context: BrowserContext, name: str, *, touch: bool = False) -> Screen:
    """A fresh tab."""
    return await screen_of(await context.new_page(), name, touch=touch)


async def screen_of(page: Page, name: str, *, touch: bool = False) -> Screen:
    """A tab that is already open, e.g. by another page."""
    screen = Screen(page, await page.context.new_cdp_session(page), name, touch=touch)
    screen.listen()
    return screen
