"""What the push routes take and answer."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints

from telehealth.endpoint import Shape

DeviceKey = Annotated[str, StringConstraints(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9._-]+$")]
Base64Url = Annotated[str, StringConstraints(min_length=16, max_length=200, pattern=r"^[A-Za-z0-9_=-]+$")]
Endpoint = Annotated[str, StringConstraints(min_length=12, max_length=1000, pattern=r"^[\x21-\x7e]+$")]
OneTime = Annotated[str, StringConstraints(min_length=32, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]


class PushKey(Shape):
    """What a browser subscribes with."""

    public_key: str


class PushKeys(Shape):
    """The browser's own keys."""

    p256dh: Base64Url
    auth: Base64Url


class NewSubscription(Shape):
    """A browser's PushSubscription, and the tab that made it."""

    endpoint: Endpoint
    keys: PushKeys
    device: DeviceKey
    language: Literal["vi", "en"] = "vi"


class Subscribed(Shape):
    id: UUID


class Unsubscribe(Shape):
    endpoint: Endpoint


class Receipt(Shape):
    """The one-time token of a push: whoever holds it received that push."""

    token: OneTime
