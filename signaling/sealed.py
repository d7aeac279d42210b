"""What processes say to each other, and the seal by which they know their own.

The seal is an HMAC under the installation's secret that covers the receiving process too: neither a stranger at Redis nor a
row written by somebody else passes, nor a message for another process.
"""

import hashlib
import hmac
import json
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import Field, ValidationError

from signaling.limits import MESSAGE
from signaling.protocol import CallId, MediaRelayed, Message, PeerId, Relayed

SEAL: Final = hashlib.sha256().digest_size
LARGEST: Final = 5 * MESSAGE
"""Bytes; a character takes up to four of them, and a relay that passed here must be able to pass there."""
_BODIES: Final[dict[str, type[Relayed | MediaRelayed]]] = {"signal": Relayed, "media": MediaRelayed}
Number = Annotated[int, Field(ge=1)]


class Carried(Message):
    """One relay on its way: the `number`th from this process to that one, without gaps."""

    process: UUID
    number: Number
    event: Literal["signal", "media"]
    call: CallId
    to: PeerId
    body: dict[str, Any]

    def is_sound(self) -> bool:
        """Whether the body is what the protocol says, of this call."""
        try:
            return _BODIES[self.event].model_validate_json(json.dumps(self.body)).call == self.call
        except ValidationError:
            return False


class Heard(Message):
    """`process` has every relay up to this number."""

    process: UUID
    through: Number


class Seal:
    """Seals for others, and opens what was sealed for this process."""

    def __init__(self, key: bytes, process_id: UUID) -> None:
        self._key = key
        self._process_id = process_id

    def sealed(self, message: Carried | Heard, to: UUID) -> bytes:
        """For that process alone."""
        text = message.model_dump_json().encode()
        return self._seal(to, text) + text

    def opened(self, sealed: bytes) -> Carried | Heard | None:
        """None: not ours, not for us, or nothing that we say."""
        seal, text = sealed[:SEAL], sealed[SEAL:]
        if len(sealed) > LARGEST or not hmac.compare_digest(seal, self._seal(self._process_id, text)):
            return None
        try:
            members = json.loads(text)
            return (Heard if "through" in members else Carried).model_validate_json(text)
        except (ValidationError, ValueError, TypeError):
            return None

    def _seal(self, to: UUID, text: bytes) -> bytes:
        return hmac.digest(self._key, to.bytes + text, "sha256")
