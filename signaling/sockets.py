"""The sockets of this process: the Socket.IO server as we run it, who stands behind each socket, and ways to reach them."""

import logging
from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from uuid import UUID

import socketio
from engineio.exceptions import SocketIsClosedError
from engineio.packet import MESSAGE
from engineio.packet import Packet as EnginePacket
from socketio.packet import EVENT

from signaling import limits
from signaling.audience import rooms_of, session_room
from signaling.line import LINE, Engine, Line
from signaling.packet import StrictPacket
from telehealth.accounts.permissions import Principal

wire_log = logging.getLogger("signaling.wire")
wire_log.setLevel(logging.ERROR)  # below that the library writes what clients send


class SocketServer(socketio.AsyncServer):  # type: ignore[misc]
    """Socket.IO over our own Engine, for one process (docs/decisions/0005-one-process-holds-the-sockets.md)."""

    def __init__(self) -> None:
        super().__init__(
            async_mode="aiohttp",
            transports=["websocket"],
            async_handlers=False,  # True reorders one client's messages
            serializer=StrictPacket,
            ping_interval=limits.PING_INTERVAL,
            ping_timeout=limits.PING_TIMEOUT,
            max_http_buffer_size=limits.FRAME,
            http_compression=False,
            cors_allowed_origins=[],  # origin.py judges; the library would believe any X-Forwarded-Host
            logger=wire_log,
            engineio_logger=wire_log,
        )

    def _engineio_server_class(self) -> type[Engine]:
        return Engine


class Sockets:
    """Every authenticated socket of this process."""

    def __init__(self) -> None:
        self.server = SocketServer()
        self._who: dict[str, Principal] = {}
        self._devices: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._who)

    async def add(self, sid: str, who: Principal, device: str | None = None) -> None:
        """An authenticated socket: it hears what its principal may hear."""
        self._who[sid] = who
        if device is not None:
            self._devices[sid] = device
        for room in rooms_of(who):
            await self.server.enter_room(sid, room)

    def remove(self, sid: str) -> None:
        """The socket is gone; Socket.IO empties its rooms."""
        self._who.pop(sid, None)
        self._devices.pop(sid, None)

    def everybody(self) -> dict[str, tuple[Principal, str | None]]:
        """Every socket: who stands behind it, and the device it named."""
        return {sid: (who, self._devices.get(sid)) for sid, who in self._who.items()}

    def who(self, sid: str) -> Principal | None:
        """Who stands behind a socket."""
        return self._who.get(sid)

    def count_of(self, session_id: UUID) -> int:
        """How many sockets a session has."""
        return len(list(self.server.manager.get_participants("/", session_room(session_id))))

    def sessions(self) -> list[UUID]:
        """The sessions of every socket."""
        return list({who.session_id for who in self._who.values()})

    def line(self, sid: str) -> Line:
        """The connection under a socket."""
        line: Line = self.server.get_environ(sid)[LINE]
        return line

    async def tell(self, rooms: list[str], event: str, payload: dict[str, Any]) -> None:
        """Send to every socket of these rooms (a socket's own id is a room too), each once, in the order told.

        Not emit(): it starts a task for every receiver, so two messages to one client may overtake each other.
        """
        if rooms:
            await self._send(self.server.manager.get_participants("/", rooms), event, payload)

    async def tell_all(self, event: str, payload: dict[str, Any]) -> None:
        """Send to every socket."""
        await self._send(self.server.manager.get_participants("/", None), event, payload)

    async def _send(self, receivers: Iterable[tuple[str, str]], event: str, payload: dict[str, Any]) -> None:
        encoded = StrictPacket(EVENT, [event, payload]).encode()
        packet = EnginePacket(MESSAGE, encoded)
        for _, connection in receivers:
            with suppress(SocketIsClosedError):
                await self.server.eio.send_packet(connection, packet)

    async def end_session(self, session_id: UUID) -> None:
        """Say session.revoked to the sockets of a session and close them."""
        await self.tell([session_room(session_id)], "session.revoked", {})
        for sid in [sid for sid, who in self._who.items() if who.session_id == session_id]:
            self.line(sid).end(1008, b"session revoked")

    def end_all(self) -> None:
        """Close every socket: the process ends, come again."""
        for sid in list(self._who):
            self.line(sid).end(1001, b"restart")
