"""What a sender is given and what it says became of it."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

Purpose = Literal["ring", "knock", "handover", "callback", "manager", "test", "taken"]
Channel = Literal["push", "sms", "voice"]
State = Literal["sent", "failed", "unknown"]
"""sent: the gateway took it. failed: it certainly did not. unknown: we stopped waiting, it may have left."""


@dataclass(frozen=True)
class Subscription:
    """A browser that can be woken."""

    id: UUID
    endpoint: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)
    language: str = "vi"


@dataclass(frozen=True)
class Handed:
    """One alert as handed to its sender. `token`: the one-time right to say "delivered" and "declined"."""

    id: UUID
    purpose: Purpose
    channel: Channel
    call_id: UUID | None
    callback_id: UUID | None
    outcome: str | None
    seconds_left: int
    token: str = field(repr=False)
    subscription: Subscription | None = None
    phone: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Result:
    """What became of it. `gone`: the subscription is dead. `again`: worth another try soon."""

    state: State
    error: str | None = None
    gone: bool = False
    again: bool = False
