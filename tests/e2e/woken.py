"""A doctor's browser that is woken by push. Chromium here reaches no push service, so the way between is ours: the
application pushes to a service of this machine, the browser's keys open the message, and DevTools hands it to the service
worker as Chromium's own push client would."""

import asyncio
import json
from typing import Any

from playwright.async_api import BrowserContext, CDPSession, Worker

from tests.push_service import Browser, PushService

STUB = """
PushManager.prototype.getSubscription = async () => null;
PushManager.prototype.subscribe = async () => ({ options: {}, toJSON: () => (%s) });
"""
TAP = """
async ([tag, action]) => {
  const [notification] = await self.registration.getNotifications({ tag });
  const event = new NotificationEvent('notificationclick', { notification, action });
  const waits = [];
  // An event made by hand may not be waited for, and gives no right to bring a page to the front.
  event.waitUntil = (promise) => waits.push(promise);
  const focused = [];
  WindowClient.prototype.focus = async function () { focused.push(new URL(this.url).pathname); };
  Clients.prototype.openWindow = async (url) => { focused.push(`new ${new URL(url).pathname}`); };
  self.dispatchEvent(event);
  await Promise.all(waits);
  return focused;
}
"""
SHOWN = """
() => self.registration.getNotifications().then((all) => all.map((one) => ({
  title: one.title, body: one.body, tag: one.tag, silent: one.silent, stays: one.requireInteraction,
  actions: one.actions.map(({ title }) => title),
})))
"""


class Woken:
    """One context whose pages live at `address`, its keys, and the notifications it shows."""

    def __init__(self, context: BrowserContext, company: PushService, address: str) -> None:
        self.context, self.company, self.address = context, company, address
        self.keys: Browser = company.browser("binh")
        self._read = 0
        self._registration = ""
        self._cdp: CDPSession | None = None

    async def allow(self) -> None:
        """Notifications are allowed, and the browser has a subscription to give."""
        said = {name: self.keys.subscription[name] for name in ("endpoint", "keys")}
        await self.context.add_init_script(STUB % json.dumps(said))
        await self.context.grant_permissions(["notifications", "camera", "microphone"], origin=self.address)

    async def pushed(self, kind: str, within: float = 20.0) -> dict[str, Any]:
        """The next push of this kind reaches the browser; earlier ones of other kinds too, in their order."""
        async with asyncio.timeout(within):
            while True:
                while self._read < len(self.company.taken):
                    message = self.keys.read(self.company.taken[self._read])
                    self._read += 1
                    await self._deliver(message)
                    if message["kind"] == kind:
                        return message
                await asyncio.sleep(0.05)

    async def shown(self) -> list[dict[str, Any]]:
        """The notifications on the lock screen."""
        found: list[dict[str, Any]] = await self._worker().evaluate(SHOWN)
        return found

    async def shows(self, words: str, within: float = 10.0) -> dict[str, Any]:
        """Wait for a notification with these words."""
        async with asyncio.timeout(within):
            while True:
                for one in await self.shown():
                    if words in f"{one['title']} {one['body']}":
                        return one
                await asyncio.sleep(0.1)

    async def tap(self, tag: str, action: str = "") -> list[str]:
        """Tap a notification, or one of its buttons. Which pages it asked to bring to the front."""
        asked: list[str] = await self._worker().evaluate(TAP, [tag, action])
        return asked

    def _worker(self) -> Worker:
        return self.context.service_workers[0]

    async def _deliver(self, message: dict[str, Any]) -> None:
        if self._cdp is None:
            self._cdp = await self.context.new_cdp_session(self.context.pages[0])
            found: asyncio.Future[str] = asyncio.get_running_loop().create_future()

            def note(event: dict[str, Any]) -> None:
                for one in event["registrations"]:
                    if not found.done():
                        found.set_result(one["registrationId"])

            self._cdp.on("ServiceWorker.workerRegistrationUpdated", note)
            await self._cdp.send("ServiceWorker.enable")
            self._registration = await asyncio.wait_for(found, 10)
        where = {"origin": self.address, "registrationId": self._registration}
        await self._cdp.send("ServiceWorker.deliverPushMessage", {**where, "data": json.dumps(message)})
