"""What each message of a client does: parse has happened, the ack is made from what comes back.

Only call.join waits for the database; everything else is memory, so that messages of one client keep their order and
never wait for each other's reads.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from signaling.courier import Courier
from signaling.negotiation import Negotiation, Remote
from signaling.protocol import CallJoin, CallLeave, Media, MediaRelayed, Signal
from signaling.seating import Seating, Wire
from telehealth.accounts.permissions import Principal


@dataclass(frozen=True)
class Desk:
    """The parts that messages work on."""

    negotiation: Negotiation
    seating: Seating
    sockets: Wire
    courier: Courier


Result = dict[str, Any]


async def call_join(desk: Desk, sid: str, who: Principal, message: CallJoin) -> Result:
    """Take a seat; answers with the others."""
    member = desk.negotiation.expect(sid, who, message.call, message.device, message.peer)
    others = await desk.seating.take(member)
    return {"part": member.part, "peers": [other.seated() for other in others]}


async def call_leave(desk: Desk, sid: str, who: Principal, message: CallLeave) -> Result:
    """Leave the place at the socket. A peer that is not there has left already."""
    for member in desk.negotiation.of_socket(sid):
        if (member.call, member.peer) == (message.call, message.peer):
            await desk.seating.leave(member)
    return {}


async def signal(desk: Desk, sid: str, who: Principal, message: Signal) -> Result:
    """Relay a description or candidates to one peer of the same call, wherever it sits."""
    sender, receiver = desk.negotiation.route(sid, message.call, message.to)
    told = _relayed(message, sender.peer)
    if isinstance(receiver, Remote):
        desk.courier.send(sender, receiver, "signal", told)
    else:
        await desk.sockets.tell([receiver.sid], "signal", told)
    return {}


async def media(desk: Desk, sid: str, who: Principal, message: Media) -> Result:
    """Tell the others what this peer sends now."""
    sender = desk.negotiation.mine(sid, message.call)
    others = [other.sid for other in desk.negotiation.others(sender)]
    told = MediaRelayed(**{**message.model_dump(), "from": sender.peer}).model_dump(by_alias=True)
    await desk.sockets.tell(others, "media", told)
    for remote in desk.negotiation.remote_in(message.call):
        desk.courier.send(sender, remote, "media", told)
    return {}


HANDLERS: dict[str, Callable[[Desk, str, Principal, Any], Awaitable[Result]]] = {
    "call.join": call_join,
    "call.leave": call_leave,
    "signal": signal,
    "media": media,
}


def _relayed(message: Signal, sender: str) -> dict[str, Any]:
    """As sent, with `from` instead of `to`."""
    return {**message.model_dump(exclude={"to"}, exclude_unset=True), "from": sender}
