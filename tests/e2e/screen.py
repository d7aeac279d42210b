"""One page in one browser, as a person uses it: reads words, taps, writes, and sees and hears the other side.

Everything goes through the DevTools protocol, never through Playwright's own queries: each of those counts as a user's
gesture and so would let sound start that a real phone refuses. Taps are real input events.
"""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import CDPSession, ConsoleMessage, Error, Page

HERE = Path(__file__).parent
FIND = (HERE / "find.js").read_text(encoding="utf-8").strip()
PROBE = (HERE / "probe.js").read_text(encoding="utf-8").strip()
REFUSALS = {
    (401, "/api/auth/patient/refresh"),
    (401, "/api/auth/doctor/refresh"),
    (401, "/api/auth/clinic/refresh"),
    (401, "/api/auth/device"),
    (404, "/api/auth/device"),
    (503, "/api/calls"),
}
"""The browser calls every refused request an error. These are answers: nobody signed in yet, nobody on duty."""
PATIENCE = 12.0
"""Seconds within which a person expects a page to have answered."""


class Screen:
    """A page, or one frame of it. `frame` is the index in window.frames."""

    def __init__(
        self, page: Page, cdp: CDPSession, name: str, *, touch: bool = False, frame: int | None = None
    ) -> None:
        self.page, self.cdp, self.name, self.touch = page, cdp, name, touch
        self._root = "window" if frame is None else f"window.frames[{frame}]"
        self.log: list[str] = []
        self.errors: list[str] = []

    def frame(self, index: int, name: str) -> "Screen":
        """A frame of this page as a screen of its own; it shares the log."""
        inner = Screen(self.page, self.cdp, name, touch=self.touch, frame=index)
        inner.log, inner.errors = self.log, self.errors
        return inner

    def listen(self) -> None:
        """Note what the console says."""
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self._fault(f"page error: {error}"))

    async def go(self, address: str) -> None:
        """Open an address."""
        await self.page.goto(address, wait_until="domcontentloaded")

    async def reload(self) -> None:
        await self.page.reload(wait_until="domcontentloaded")

    async def ask(self, tools: str, deed: str, *arguments: object) -> Any:
        """Evaluate tools[deed](window, …arguments) without granting a user gesture."""
        values = "".join(f", {json.dumps(argument, ensure_ascii=False)}" for argument in arguments)
        answer = await self.cdp.send(
            "Runtime.evaluate",
            {
                "expression": f"({tools}).{deed}({self._root}{values})",
                "awaitPromise": True,
                "returnByValue": True,
                "userGesture": False,
            },
        )
        if "exceptionDetails" in answer:
            raise Error(answer["exceptionDetails"].get("exception", {}).get("description", str(answer)))
        return answer["result"].get("value")

    async def text(self) -> str:
        """The words on the screen (of the open dialog, if there is one)."""
        return str(await self.ask(FIND, "text"))

    async def see(self, *words: str, within: float = PATIENCE) -> str:
        """Wait until all these words are on the screen. Returns the whole text."""
        return str(
            await self._until(self.text, lambda text: all(_in(word, text) for word in words), f"see {words}", within)
        )

    async def see_one(self, *words: str, within: float = PATIENCE) -> str:
        """Wait until one of these is on the screen. Returns which."""
        text = await self._until(
            self.text, lambda text: any(_in(word, text) for word in words), f"see any of {words}", within
        )
        return next(word for word in words if _in(word, text))

    async def no_longer_see(self, words: str, within: float = PATIENCE) -> None:
        """Wait until these words are gone."""
        await self._until(self.text, lambda text: not _in(words, text), f"no longer see {words!r}", within)

    async def never_see(self, *words: str) -> None:
        """These words are nowhere on the page now."""
        text = str(await self.ask(FIND, "whole"))
        found = [word for word in words if _in(word, text)]
        assert not found, f"{self.name} shows {found}: {text[:600]}"

    async def tap(self, words: str, within: float = PATIENCE) -> None:
        """Tap what bears these words."""
        await self._press(await self._spot("tappable", words, within))

    async def tap_css(self, selector: str, within: float = PATIENCE) -> None:
        """Tap what has no words of its own."""
        await self._press(await self._spot("css", selector, within))

    async def write(self, label: str, text: str, within: float = PATIENCE) -> None:
        """Fill the field of this label, replacing what is in it."""
        await self._press(await self._spot("field", label, within))
        for kind in ("keyDown", "keyUp"):
            key = {"type": kind, "key": "a", "code": "KeyA", "modifiers": 2, "windowsVirtualKeyCode": 65}
            await self.cdp.send(
                "Input.dispatchKeyEvent", key | ({"commands": ["selectAll"]} if kind == "keyDown" else {})
            )
        await self.cdp.send("Input.insertText", {"text": text})

    async def back(self) -> None:
        """The phone's Back button."""
        told = await self.cdp.send("Page.getNavigationHistory")
        entry = told["entries"][told["currentIndex"] - 1]
        await self.cdp.send("Page.navigateToHistoryEntry", {"entryId": entry["id"]})

    async def key(self, name: str) -> None:
        """Press a key (Playwright's keyboard sends plain input events)."""
        await self.page.keyboard.press(name)

    async def state(self, words: str) -> dict[str, Any] | None:
        """Pressed, checked, disabled: of what bears these words."""
        found: dict[str, Any] | None = await self.ask(FIND, "state", words)
        return found

    async def faults(self) -> list[str]:
        """Console errors, refusals by the content policy, promises nobody caught."""
        try:
            return [*self.errors, *await self.ask("{f: (page) => page.__watch.faults}", "f")]
        except Error:
            return self.errors

    async def _spot(self, kind: str, words: str, within: float) -> dict[str, float]:
        what = f"find {kind} {words!r}"
        spot: dict[str, float] = await self._until(
            lambda: self.ask(FIND, "spot", kind, words), lambda spot: spot is not None, what, within
        )
        return spot

    async def _press(self, spot: dict[str, float]) -> None:
        place = {"x": spot["x"], "y": spot["y"]}
        if self.touch:
            await self.cdp.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [place]})
            await self.cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
            return
        await self.cdp.send("Input.dispatchMouseEvent", {"type": "mouseMoved", **place})
        for kind in ("mousePressed", "mouseReleased"):
            await self.cdp.send("Input.dispatchMouseEvent", {"type": kind, "button": "left", "clickCount": 1, **place})

    async def _until(
        self, look: Callable[[], Awaitable[Any]], fits: Callable[[Any], bool], what: str, within: float
    ) -> Any:
        """Look until it fits. A page in the middle of loading has no document to ask, so that is waited for as well."""
        end, found = time.monotonic() + within, None
        while time.monotonic() < end:
            try:
                found = await look()
                if fits(found):
                    return found
            except Error as fault:
                found = fault
            await asyncio.sleep(0.1)
        raise AssertionError(f"{self.name} could not {what} in {within:.0f} s. {await self._shown(found)}")

    async def _shown(self, found: object) -> str:
        try:
            return f"On the screen: {(await self.text())[:900]!r}"
        except Error:
            return f"Last: {found!r}"

    def _note(self, message: ConsoleMessage) -> None:
        line = f"{message.type}: {message.text} ({message.location.get('url', '')})"
        self.log.append(line)
        if message.type == "error" and not expected(message):
            self.errors.append(line)

    def _fault(self, line: str) -> None:
        self.log.append(line)
        self.errors.append(line)


def expected(message: ConsoleMessage) -> bool:
    """Whether this is only the browser noting one of REFUSALS."""
    found = re.search(r"status of (\d{3})", message.text)
    return found is not None and (int(found[1]), urlsplit(message.location.get("url", "")).path) in REFUSALS


def _in(words: str, text: str) -> bool:
    return " ".join(words.split()).casefold() in text.casefold()
