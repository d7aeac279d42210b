"""Reading Socket.IO packets so that no text a client can send raises, recurses or reaches a handler unasked.

The library decodes outside every handler: broken or deep JSON costs a stack trace each and gets no ack, a client may
call the server's own `connect` handler by name, and a list as an event name kills the dispatch. Here every fault
becomes an ordinary event named REFUSED that carries the code; it is acked and counted like any other error.
"""

import json
from typing import Any, Final

from socketio.packet import CONNECT, DISCONNECT, EVENT, Packet

from signaling.limits import MESSAGE
from signaling.protocol import CLIENT_MESSAGES

REFUSED: Final = "!"
"""Not a name of the protocol, so a client that sends it gets unknown-message like any other."""
_SPOKEN: Final = (str(CONNECT), str(DISCONNECT), str(EVENT))
"""What a client may send: the server asks for no acks, and no message of ours is binary."""


class StrictPacket(Packet):  # type: ignore[misc]
    """A packet that decodes anything."""

    uses_binary_events = False
    packet_type: int
    namespace: str | None
    id: int | None
    data: Any

    def decode(self, encoded_packet: Any) -> int:
        """Decode without ever raising; no packet of ours has attachments."""
        self.packet_type = EVENT
        self.namespace = self.id = self.data = None
        if not isinstance(encoded_packet, str):
            return self._refuse("invalid")
        kind, rest = encoded_packet[:1], encoded_packet[1:]
        rest = self._read_namespace(_without_attachments(rest)) if kind in "56" else self._read_namespace(rest)
        rest = self._read_id(rest)
        if len(encoded_packet) > MESSAGE:
            return self._refuse("too-large")
        return self._fill(kind, rest)

    def _fill(self, kind: str, rest: str) -> int:
        if kind not in _SPOKEN:
            return self._refuse("invalid")
        try:
            self.data = json.loads(rest) if rest else None
        except (ValueError, RecursionError):
            return self._refuse("invalid")
        self.packet_type = int(kind)
        return self._check_event() if self.packet_type == EVENT else 0

    def _check_event(self) -> int:
        if (
            self.namespace is not None
            or not isinstance(self.data, list)
            or not self.data
            or not isinstance(self.data[0], str)
        ):
            return self._refuse("invalid")
        if self.data[0] not in CLIENT_MESSAGES:
            return self._refuse("unknown-message")
        return 0

    def _refuse(self, code: str) -> int:
        self.packet_type, self.namespace, self.data = EVENT, None, [REFUSED, code]
        return 0

    def _read_namespace(self, text: str) -> str:
        if not text.startswith("/"):
            return text
        name, _, rest = text.partition(",")
        self.namespace = None if name == "/" else name[:64]
        return rest

    def _read_id(self, text: str) -> str:
        """The ack id: at most 15 digits, so that every client can count on it as a number."""
        digits = 0
        while digits < min(len(text), 16) and text[digits] in "0123456789":
            digits += 1
        if 0 < digits < 16:
            self.id = int(text[:digits])
        return text[digits:]


def _without_attachments(text: str) -> str:
    count, dash, rest = text.partition("-")
    return rest if dash and count.isascii() and count.isdigit() else text
