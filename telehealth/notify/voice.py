"""Automatic voice calls: a generic HTTPS gateway that telephones and speaks one sentence, and the demo's inbox.

The same shape as notify/sms.py. A gateway that speaks differently gets a small adapter of this class's shape.
"""

from typing import Protocol

from telehealth.notify.sms import DemoInbox, HttpSms, State
from telehealth.settings import Settings

VOICE_TIMEOUT = 15.0
"""Seconds for a gateway to take the order; it telephones by itself afterwards."""


class VoiceSender(Protocol):
    """Somebody who can telephone and speak one sentence."""

    async def send(self, phone: str, body: str) -> State:
        """Telephone a number in E.164 and say `body`. Never raises for what the network or the gateway does."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class HttpVoice(HttpSms):
    """POSTs {"to", "say"} as JSON with a bearer token. Any 2xx answer means: the gateway will telephone."""

    text_member = "say"
    setting = "TELEHEALTH_VOICE_URL"


class DemoVoice:
    """The demo's telephones ring in the same inbox."""

    def __init__(self, inbox: DemoInbox) -> None:
        self._inbox = inbox

    async def send(self, phone: str, body: str) -> State:
        """Note what would have been said."""
        return await self._inbox.send(phone, f"(điện thoại tự động) {body}")

    async def close(self) -> None:
        """Nothing to let go of."""


def voice_from(settings: Settings, inbox: object) -> VoiceSender | None:
    """The sender these settings ask for; None when nobody can be telephoned. inbox: the demo's, if there is one."""
    if isinstance(inbox, DemoInbox):
        return DemoVoice(inbox)
    if settings.voice_url:
        return HttpVoice(settings.voice_url, settings.voice_token.get_secret_value(), VOICE_TIMEOUT)
    return None
