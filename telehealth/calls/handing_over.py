"""A call passes from its holder to another practitioner, who has to say yes. Pure.

Until the yes the holder holds; from it on the other does: at no instant nobody, at no instant two.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from telehealth.calls.states import Call, State
from telehealth.errors import Conflict, Denied


def offered(call: Call, by: UUID, to: UUID, now: datetime) -> Call:
    """The holder asks; a second offer takes the place of the first."""
    if not call.is_held or call.holder != by:
        raise Denied("not-holder", "Only the clinician who holds this call may do this.")
    if to == by:
        raise Conflict("own-call", "You hold this call yourself.")
    return replace(call, offered_to=to, offered_until=now + call.ladder.offer_for)


def accepted(call: Call, practitioner: UUID, device: str) -> Call:
    """The other takes it. Again is harmless; without an offer (any more) it is a Conflict."""
    if call.is_held and (call.holder, call.holder_device) == (practitioner, device):
        return call
    if not call.is_held or call.offered_to != practitioner:
        raise Conflict("not-offered", "This call is not offered to you any more.")
    return replace(
        call,
        state=State.CONNECTED,
        holder=practitioner,
        holder_device=device,
        holder_lost_at=None,
        on_hold_since=None,
        offered_to=None,
        offered_until=None,
    )


def declined(call: Call, practitioner: UUID) -> Call:
    """No, by the one who was asked or the one who asked; of anybody else it means nothing."""
    if call.offered_to is None or practitioner not in (call.offered_to, call.holder):
        return call
    return replace(call, offered_to=None, offered_until=None)
