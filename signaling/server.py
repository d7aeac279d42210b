"""The signalling server: sockets in, acks out, and the composition of the parts around it.

    browser ── Line ── StrictPacket ── Signalling ── handlers ── Negotiation
                                                        │            ▲
    PostgreSQL ── events ── Relay ── Sockets            └─ Seating ──┴── Presence ── PostgreSQL

app.py makes one Signalling, attaches it, and passes committed events on. Pulse, Roll and Courier are its ties to other
processes, Letterbox what comes while Redis is away (docs/decisions/0010-several-processes.md).
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from typing import Any
from uuid import UUID

from aiohttp import web
from pydantic import TypeAdapter, ValidationError
from socketio.exceptions import ConnectionRefusedError as Refused
from sqlalchemy.exc import SQLAlchemyError

from signaling import limits
from signaling.audience import live_seats
from signaling.bus import Bus
from signaling.courier import Courier
from signaling.handlers import HANDLERS, Desk
from signaling.letterbox import Letterbox
from signaling.line import LINE, Line
from signaling.negotiation import Chair, Negotiation
from signaling.packet import REFUSED
from signaling.presence import Presence
from signaling.protocol import CODES, Ack, DeviceId, Internal, accepted, parse, refused
from signaling.pulse import Pulse
from signaling.quiet import Quiet
from signaling.relay import Relay
from signaling.roll import Roll
from signaling.seating import Seating
from signaling.sockets import Sockets
from telehealth import events
from telehealth.accounts import sessions
from telehealth.accounts.permissions import Principal
from telehealth.accounts.sealing import mac
from telehealth.accounts.tokens import Keyring
from telehealth.db import Database
from telehealth.errors import DomainError, Invalid, TooMany, Unavailable, Unidentified
from telehealth.live import letters
from telehealth.live.processes import Place
from telehealth.settings import Settings

PATH = "/socket.io/"
MAX_TOKEN = 4096
_DEVICE = TypeAdapter(DeviceId | None)


class Signalling:
    """What app.py sees: attach, tell, bells, refetch_all, close."""

    def __init__(self, settings: Settings, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring
        self._quiet = Quiet(logging.getLogger("signaling"))
        self._closed = False
        self._revoked: deque[UUID] = deque(maxlen=1000)
        self.negotiation = Negotiation()
        self.sockets = Sockets()
        self.pulse = Pulse(database, self._come_again, self._buried)
        self.roll = Roll(database, self.pulse.process_id)
        self.presence = Presence(database, self.negotiation, self.pulse.process_id, live_seats)
        self._seating = Seating(database, self.negotiation, self.presence, self.roll, self.sockets)
        self.bus = Bus(settings.redis_url, self.pulse.process_id) if settings.redis_url else None
        self._courier = Courier(
            self.pulse.process_id,
            mac(settings, "relay between processes"),
            self.bus,
            database,
            self.negotiation,
            self._seating.learn,
            self.sockets,
        )
        self._letterbox = Letterbox(database, self.pulse.process_id, self._courier.take_letter)
        self._relay = Relay(database, self.negotiation, self._seating, self.sockets)
        self._desk = Desk(self.negotiation, self._seating, self.sockets, self._courier)
        self.sockets.server.on("connect", self._connect)
        self.sockets.server.on("disconnect", self._disconnect)
        self.sockets.server.on("*", self._message)

    def attach(self, app: web.Application) -> None:
        """Serve PATH on this application."""
        app.router.add_get(PATH, self._upgrade)
        app.on_startup.append(self._start)

    async def tell(self, event: events.Event) -> None:
        """One committed event, in the order of commits. Never raises."""
        if isinstance(event, events.SessionRevoked):
            self._revoked.append(event.session_id)
        await self._relay.tell(event)

    def bells(self) -> dict[str, Callable[[], None]]:
        """What else to hear of the database: notification → what to do, also after a gap."""
        return {letters.channel(self.pulse.process_id): self._letterbox.ring}

    async def refetch_all(self) -> None:
        """Events may have been missed."""
        await self._relay.refetch_all()

    async def close(self) -> None:
        """Close every socket (1001: come again), stop. Call it before the database closes."""
        if self._closed:
            return
        self._closed = True
        await self._relay.close()
        await self.presence.close()
        self.sockets.end_all()
        for _ in range(60):
            if not self.sockets.server.eio.sockets:
                break
            await asyncio.sleep(0.05)
        await self.sockets.server.shutdown()
        await self._courier.close()
        await self._letterbox.close()
        if self.bus is not None:
            await self.bus.close()
        await self.roll.close()
        await self.pulse.close()

    def degraded(self) -> bool:
        """Whether members on other processes can be told by letter only."""
        return self.bus is not None and not self.bus.up

    def stats(self) -> dict[str, int]:
        """Numbers for /metrics: sockets, and calls somebody sits in."""
        return {"sockets": len(self.sockets), "calls": len(self.negotiation.calls)}

    async def _start(self, _: web.Application) -> None:
        self.presence.start()
        self.roll.start()
        self.pulse.start()
        self._letterbox.start()
        if self.bus is not None:
            self.bus.start(self._courier.take)

    async def _come_again(self) -> None:
        """No other process knew of us (any more): what we hold is written again."""
        members = [member for call in self.negotiation.calls for member in self.negotiation.seated_in(call)]
        await self.roll.rewrite(self.sockets.everybody(), members)
        self.presence.forget_written()

    def _buried(self, place: Place) -> None:
        """A dead process had somebody there. Whoever reconnects meanwhile keeps the seat."""
        part: Any = place.part
        self.presence.touch(Chair(str(place.call_id), part, place.practitioner_id))

    # ---- a socket's life

    async def _upgrade(self, request: web.Request) -> web.StreamResponse:
        """The upgrade. Its Origin has been judged by telehealth/edge/origin.py, like that of every cookie route."""
        if request.headers.get("Upgrade", "").lower() != "websocket" or request.query.get("transport") != "websocket":
            raise Invalid("websocket-only", "Only WebSocket is spoken here.")
        response: web.StreamResponse = await self.sockets.server.handle_request(request)
        return response

    async def _connect(self, sid: str, environ: dict[str, Any], auth: Any) -> None:
        line: Line = environ[LINE]
        try:
            device = _device(auth)
            who = await self._authenticate(auth, sid, device)
        except DomainError as error:
            line.refuse()
            code = refused(error)["code"]
            raise Refused("refused", {"code": code}) from None
        await self.sockets.add(sid, who, device)
        # A revocation that was told while we were reading found no socket to close.
        if who.session_id in self._revoked:
            self.sockets.remove(sid)
            self.roll.disconnected(sid, who)
            line.refuse()
            raise Refused("refused", {"code": Unidentified.code})
        line.admit()

    async def _authenticate(self, auth: Any, sid: str, device: str | None) -> Principal:
        token = auth.get("token") if isinstance(auth, dict) else None
        if not isinstance(token, str) or not 0 < len(token) <= MAX_TOKEN:
            raise Unidentified()
        try:
            async with asyncio.timeout(limits.DATABASE), self._database.transaction() as session:
                who = await sessions.authenticate(session, self._keyring, token)
                if self.sockets.count_of(who.session_id) >= limits.SOCKETS_PER_SESSION:
                    raise TooMany(detail="Too many open pages.")
                await self.roll.connected(session, sid, who, device)
                return who
        except DomainError:
            raise
        except (TimeoutError, SQLAlchemyError):
            self._quiet.warning("signaling: the database did not answer a sign-in")
            raise Unavailable() from None
        except Exception as fault:
            self._quiet.warning("signaling: a sign-in could not be checked", fault)
            raise Internal() from None

    async def _disconnect(self, sid: str, _reason: str) -> None:
        who = self.sockets.who(sid)
        if who is None:
            return
        self.sockets.remove(sid)
        self.sockets.line(sid).dismiss()
        if self._closed:  # we go, not they: their seats wait for them to come again
            return
        self.roll.disconnected(sid, who)
        for member in self.negotiation.of_socket(sid):
            await self._seating.leave(member)

    # ---- messages

    async def _message(self, name: str, sid: str, *args: Any) -> Ack:
        """Whatever a client says is answered: ok, or a coded error that costs it some of its budget."""
        try:
            if name == REFUSED:
                raise CODES[args[0]]()
            message = parse(name, args)
            return accepted(**await HANDLERS[name](self._desk, sid, self._who(sid), message))
        except (TimeoutError, SQLAlchemyError):
            self._quiet.warning("signaling: the database did not answer a message")
            error: Exception = Unavailable()
        except Exception as fault:
            error = fault
        ack = refused(error)
        if ack["code"] == Internal.code:
            self._quiet.warning("signaling: a message failed", error)
        self.sockets.line(sid).blame()
        return ack

    def _who(self, sid: str) -> Principal:
        who = self.sockets.who(sid)
        if who is None:
            raise Unidentified()
        return who


def _device(auth: Any) -> str | None:
    """The page's device, where it says so. Anything else than a device id is none."""
    try:
        return _DEVICE.validate_python(auth.get("device") if isinstance(auth, dict) else None, strict=True)
    except ValidationError:
        return None
