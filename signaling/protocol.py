"""Every message of PROTOCOL.md, typed and validated, and the one function that turns an error into a coded ack.

Strict: no coercion, no unknown members, every size bounded. What passes here is relayed as it came.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from telehealth.errors import (
    Denied,
    DomainError,
    Invalid,
    NotFound,
    TooLarge,
    TooMany,
    Unavailable,
    Unidentified,
)

CallId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
DeviceId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{8,64}$")]
PeerId = DeviceId
Part = Literal["caller", "rung", "holder"]
Switch = Literal["on", "off", "none"]
Ack = dict[str, Any]


class Message(BaseModel):
    """Base of every message."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


# ---- client to server


class CallJoin(Message):
    """Take a seat in a call."""

    call: CallId
    device: DeviceId
    peer: PeerId


class CallLeave(Message):
    """Leave the socket's place in a call; the seat is kept."""

    call: CallId
    peer: PeerId


class Description(Message):
    """RTCSessionDescription."""

    type: Literal["offer", "answer"]
    sdp: Annotated[str, StringConstraints(min_length=1, max_length=60_000)]


class Candidate(Message):
    """RTCIceCandidate.toJSON(); the empty candidate string ends a generation."""

    candidate: Annotated[str, StringConstraints(max_length=1024)]
    sdpMid: Annotated[str, StringConstraints(max_length=64)] | None = None
    sdpMLineIndex: Annotated[int, Field(ge=0, le=255)] | None = None
    usernameFragment: Annotated[str, StringConstraints(max_length=256)] | None = None


class Signal(Message):
    """A description or a batch of candidates for one peer of the same call."""

    call: CallId
    to: PeerId
    generation: Annotated[int, Field(ge=0, le=1_000_000)]
    description: Description | None = None
    candidates: Annotated[list[Candidate | None], Field(min_length=1, max_length=50)] | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "Signal":
        if (self.description is None) == (self.candidates is None):
            raise ValueError("exactly one of description and candidates")
        return self


class Media(Message):
    """What this peer sends now."""

    call: CallId
    microphone: Switch
    camera: Switch


CLIENT_MESSAGES: dict[str, type[Message]] = {
    "call.join": CallJoin,
    "call.leave": CallLeave,
    "signal": Signal,
    "media": Media,
}


# ---- server to client


class Seated(Message):
    """One peer in the answer to call.join."""

    peer: PeerId
    device: DeviceId
    part: Part


class CallPeer(Message):
    """Somebody took or lost a place at the socket."""

    call: CallId
    peer: PeerId
    device: DeviceId
    part: Part
    present: bool


class Relayed(Message):
    """A signal on its way out: `from` instead of `to`."""

    call: CallId
    sender: PeerId = Field(alias="from")
    generation: int
    description: Description | None = None
    candidates: list[Candidate | None] | None = None


class MediaRelayed(Message):
    """Media on its way out."""

    call: CallId
    sender: PeerId = Field(alias="from")
    microphone: Switch
    camera: Switch


class Holder(Message):
    """The clinician responsible."""

    id: CallId
    name: str


class CallMoved(Message):
    """call.changed; `holder` and `holder_device` only while connected."""

    call: CallId
    version: int
    state: Literal["waiting", "ringing", "connected", "on_hold", "ended"]
    holder: Holder | None
    holder_device: DeviceId | None


class CallMessage(Message):
    """A chat message was kept."""

    call: CallId
    message: CallId


class AdviceMoved(Message):
    """advice.changed."""

    encounter: CallId


class Nothing(Message):
    """An empty object."""


SERVER_MESSAGES: dict[str, type[Message]] = {
    "call.peer": CallPeer,
    "signal": Relayed,
    "media": MediaRelayed,
    "call.changed": CallMoved,
    "call.message": CallMessage,
    "advice.changed": AdviceMoved,
    "duty.changed": Nothing,
    "queue.changed": Nothing,
    "callback.changed": Nothing,
    "session.revoked": Nothing,
    "refetch": Nothing,
}


# ---- acknowledgements


class UnknownMessage(Invalid):
    """There is no such message."""

    code = "unknown-message"


class NotInCall(Denied):
    """You, or the one you send to, have no seat in this call."""

    code = "not-in-call"


class Internal(DomainError):
    """Something went wrong on our side."""

    code = "internal"


_ERRORS: tuple[type[DomainError], ...] = (
    Invalid, UnknownMessage, TooLarge, Unidentified, Denied, NotInCall, NotFound, TooMany, Unavailable, Internal,
)  # fmt: skip
CODES: dict[str, type[DomainError]] = {error.code: error for error in _ERRORS}


def accepted(**members: Any) -> Ack:
    """The ack of a message that did what it says."""
    return {"ok": True, **members}


def refused(error: Exception) -> Ack:
    """The coded ack of any error. Codes of the services that the contract does not name become their class's code."""
    if isinstance(error, ValidationError):
        return refused(Invalid(detail=_first_fault(error)))
    if not isinstance(error, DomainError):
        return refused(Internal())
    code = error.code if error.code in CODES else _nearest(type(error))
    return {"ok": False, "code": code, "detail": error.detail}


def parse(name: str, args: tuple[Any, ...]) -> Message:
    """The message with this name; UnknownMessage, Invalid or ValidationError otherwise."""
    model = CLIENT_MESSAGES.get(name)
    if model is None:
        raise UnknownMessage()
    if len(args) != 1 or not isinstance(args[0], dict):
        raise Invalid(detail="A message carries one object.")
    return model.model_validate(args[0])


def _nearest(cls: type[DomainError]) -> str:
    return next((base.code for base in cls.__mro__ if base in _ERRORS), Internal.code)


def _first_fault(error: ValidationError) -> str:
    """Where and why, never the value nor a name the client made up: it may be anything, and it goes to logs of clients."""
    fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = fault["loc"][:-1] if fault["type"] == "extra_forbidden" else fault["loc"]
    where = ".".join(str(part) for part in place[:6])
    return f"{where}: {fault['msg']}"[:200] if where else fault["msg"][:200]
