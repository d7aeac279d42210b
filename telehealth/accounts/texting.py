"""The port through which accounts send a text message. notify/ stands behind it; the app puts it there."""

import unicodedata
from dataclasses import dataclass, field
from typing import Protocol

from aiohttp import web


@dataclass(frozen=True)
class Text:
    """One message to send once its row (sms_message) is committed. Never shown in a repr: it may hold a code."""

    sms_id: int
    phone: str = field(repr=False)
    body: str = field(repr=False)


class Texting(Protocol):
    """Somebody who sends text messages in the background."""

    @property
    def available(self) -> bool:
        """Whether any message can leave at all."""
        ...

    def send_later(self, message: Text) -> None:
        """Take the message and return at once. Call after commit, never inside a transaction."""
        ...


TEXTING: web.AppKey[Texting] = web.AppKey("texting")


def unaccented(words: str) -> str:
    """ASCII only: one accent cuts a message from 160 to 70 characters. đ has no decomposition of its own."""
    plain = unicodedata.normalize("NFD", words.replace("đ", "d").replace("Đ", "D"))
    return plain.encode("ascii", "ignore").decode()
