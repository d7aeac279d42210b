"""What the routes of left messages take and answer."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from telehealth.accounts.shapes import PractitionerView
from telehealth.endpoint import Shape
from telehealth.voicemail.kinds import Kind, MediaType
from telehealth.voicemail.rules import LIMITS


class NewLeftMessage(Shape):
    """A recording about to be sent. The id is made by the client: the same again goes on where it was."""

    id: UUID
    media_type: MediaType
    size: int = Field(ge=1, le=LIMITS.bytes)
    seconds: int = Field(ge=1, le=LIMITS.seconds)


class UploadView(Shape):
    """How far an upload is. Send bytes from `offset` on: whole pieces of `piece` bytes (the last may be shorter), at most
    `most` bytes at a time."""

    id: UUID
    offset: int
    size: int
    piece: int
    most: int
    done: bool


class OwnMessage(Shape):
    """A message as the family that left it sees it."""

    id: UUID
    kind: Kind
    media_type: MediaType
    seconds: int
    size: int
    offset: int
    uploaded_at: datetime | None
    heard_at: datetime | None
    heard_by: PractitionerView | None
    can_hear: bool  # until the call-back is settled


class OwnMessages(Shape):
    messages: list[OwnMessage]
    offered: bool  # another one may be left now


class LeftMessageView(Shape):
    """A message on the duty page, beside its call-back."""

    id: UUID
    callback_id: UUID
    call_id: UUID
    kind: Kind
    media_type: MediaType
    seconds: int
    uploaded_at: datetime
    heard_at: datetime | None
    heard_by: PractitionerView | None


class LeftMessages(Shape):
    messages: list[LeftMessageView]
