"""Everything one story needs: browsers with cameras and microphones, screens, and what is kept when it fails."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Error, Playwright

from tests.e2e import browsers, capture, shots
from tests.e2e.capture import Looks
from tests.e2e.house import House
from tests.e2e.screen import Screen

RESULTS = Path("test-results")


class Stage:
    """Opens browsers and screens for one story, and closes them."""

    def __init__(self, play: Playwright, house: House, folder: Path) -> None:
        self._play, self.house, self.address, self._folder = play, house, house.address, folder
        self._browsers: list[Browser] = []
        self.screens: list[Screen] = []
        self.excused: tuple[str, ...] = ()
        """What the console may say in this story, and in no other."""

    async def browser(self, looks: Looks | None, *, cameras: int = 1, ask: bool = False) -> Browser:
        """A browser process of its own; see browsers.launch."""
        files = capture.make(looks, self._folder) if looks else None
        browser = await browsers.launch(self._play, files, cameras=cameras, ask=ask)
        self._browsers.append(browser)
        return browser

    async def context(self, browser: Browser, device: Mapping[str, Any] = browsers.DESK) -> BrowserContext:
        return await browsers.new_context(browser, device)

    async def screen(self, context: BrowserContext, name: str, path: str, *, touch: bool = False) -> Screen:
        """A new tab at a path of the application."""
        screen = await browsers.new_screen(context, name, touch=touch)
        self.screens.append(screen)
        await screen.go(self.address + path)
        return screen

    async def phone(self, looks: Looks | None, name: str, path: str = "/patient", **more: Any) -> Screen:
        """A phone of 360 × 740 with a browser process of its own."""
        browser = await self.browser(looks, **more)
        return await self.screen(await self.context(browser, browsers.PHONE), name, path, touch=True)

    async def desk(self, looks: Looks | None, name: str, path: str = "/doctor", **more: Any) -> Screen:
        """A desktop computer with a browser process of its own."""
        browser = await self.browser(looks, **more)
        return await self.screen(await self.context(browser), name, path)

    async def faults(self) -> list[str]:
        """What no story may leave behind: console errors, refusals by the content policy, promises nobody caught."""
        told = [f"{screen.name}: {fault}" for screen in self.screens for fault in await screen.faults()]
        return [fault for fault in told if not any(excuse in fault for excuse in self.excused)]

    async def keep(self, story: str) -> None:
        """Save what every screen shows and said, for whoever has to find out why."""
        RESULTS.mkdir(exist_ok=True)
        for screen in self.screens:
            name = RESULTS / re.sub(r"\W+", "-", f"{story} {screen.name}").strip("-")
            name.with_suffix(".log").write_text("\n".join(screen.log) + "\n", encoding="utf-8")
            try:
                name.with_suffix(".png").write_bytes(await shots.picture(screen))
            except Error:
                continue  # the page is gone; its log tells more

    async def close(self) -> None:
        for browser in self._browsers:
            await browser.close()
