"""The three ways out of the house, and how an alert is handed to one of them."""

from dataclasses import dataclass
from typing import Protocol

from telehealth.notify.push import WebPush
from telehealth.notify.sending import Handed, Result
from telehealth.notify.sms import SmsSender
from telehealth.notify.vapid import Vapid
from telehealth.notify.voice import VoiceSender, voice_from
from telehealth.notify.words import SMS, VOICE
from telehealth.settings import Settings


class PushSender(Protocol):
    """Somebody who can wake a browser."""

    async def send(self, handed: Handed) -> Result:
        """Send one push. Never raises for what the network or the push service does."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


@dataclass(frozen=True)
class Senders:
    """Who sends what. None: nobody can, and the alert says so ('no-sender')."""

    push: PushSender
    sms: SmsSender | None
    voice: VoiceSender | None

    async def hand(self, handed: Handed) -> Result:
        """Hand one alert over. Outside any transaction."""
        if handed.channel == "push":
            return await self.push.send(handed)
        sender, words = (self.sms, SMS) if handed.channel == "sms" else (self.voice, VOICE)
        if sender is None or handed.phone is None or handed.purpose not in words:
            return Result("failed", "no-sender")
        state = await sender.send(handed.phone, words[handed.purpose])
        return Result(state, None if state == "sent" else "gateway")

    async def close(self) -> None:
        """Let go of what is ours; the text messages' sender belongs to the outbox."""
        await self.push.close()
        if self.voice is not None:
            await self.voice.close()


def senders_from(settings: Settings, vapid: Vapid, sms: SmsSender | None) -> Senders:
    """The senders these settings ask for."""
    return Senders(WebPush(vapid, loopback=settings.push_loopback), sms, voice_from(settings, sms))
