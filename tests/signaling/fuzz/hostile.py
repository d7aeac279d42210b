"""One hostile WebSocket, and the contract it holds the server to: every event acked in order, or a documented close."""

import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from signaling import limits
from signaling.protocol import CODES
from tests.signaling.fuzz.frames import CANARY, Frame
from tests.signaling.fuzz.report import Report
from tests.signaling.fuzz.witness import overheard
from tests.signaling.night import PATIENCE, Night
from tests.signaling.raw import Raw, open_raw


class Refused(Exception):
    """The server did not let this socket in."""


@dataclass
class Hostile:
    """A socket that was let in. `call`: what it may hear of; None: of nothing."""

    raw: Raw
    report: Report
    call: str | None
    errors: int = 0
    denied_last: bool = False
    """Whether the last message before the probe was refused."""
    open: bool = True
    _owed: dict[int, Frame] = field(default_factory=dict)

    @classmethod
    async def enter(cls, night: Night, report: Report, token: str, call: str | None) -> "Hostile":
        """Connect with a good token. Refused when this sign-in has too many sockets just now."""
        raw = await open_raw(night)
        answer = await raw.greet(token)
        if not answer.startswith("40{"):
            await raw.socket.close()
            raise Refused(answer)
        return cls(raw, report, call)

    async def volley(self, frames: list[Frame], probe: Frame) -> bool:
        """Send all at once, then an honest message; read until that is acked (True) or the socket closes (False)."""
        sent = [*frames, probe]
        self._owed = {frame.number: frame for frame in sent if frame.number is not None}
        with suppress(ConnectionError, aiohttp.ClientError):  # closed while we wrote: what it said before is still read
            for frame in sent:
                if isinstance(frame.data, bytes):
                    await self.raw.socket.send_bytes(frame.data)
                else:
                    await self.raw.socket.send_str(frame.data)
        self.open = await self._read(probe)
        reached = self._judge(sent, whole=self.open)
        self.report.sent.update(frame.kind for frame in sent[:reached])
        return self.open

    async def _read(self, probe: Frame) -> bool:
        while probe.number in self._owed:
            message = await self.raw.socket.receive(timeout=PATIENCE)
            if message.type is not aiohttp.WSMsgType.TEXT:
                self.report.closed(self.raw.socket.close_code, "a hostile socket")
                return False
            text: str = message.data
            if text == "2":
                await self._pong()
            elif text.startswith("43"):
                self._acked(text)
            elif text.startswith("42"):
                self._heard(text)
        return True

    async def _pong(self) -> None:
        with suppress(ConnectionError, aiohttp.ClientError):
            await self.raw.socket.send_str("3")

    def _acked(self, text: str) -> None:
        start = text.index("[")
        number, ack = int(text[2:start] or 0), json.loads(text[start:])[0]
        frame = self._owed.pop(number, None)
        if frame is None:
            return  # a mangled frame that happened to carry a number
        self._fault_unless(_well_formed(ack), f"an ack of {frame.kind} is {str(ack)[:80]}")
        said_back = not ack.get("ok") and CANARY in text  # an ok lists the peers by the names they chose
        self._fault_unless(not said_back, f"a refusal of {frame.kind} says back what was sent")
        self.report.acks["ok" if ack.get("ok") else str(ack.get("code"))] += 1
        self.errors += not ack.get("ok")
        self.denied_last = self.denied_last if frame.kind == "probe" else not ack.get("ok")
        if frame.crossing:
            self.report.crossings += 1
            self.report.crossings_refused += ack.get("ok") is False
        if any(earlier < number for earlier in self._owed):
            self.report.fault(f"{frame.kind} was acked before a frame sent earlier")

    def _heard(self, text: str) -> None:
        name, payload = json.loads(text[2:])
        fault = overheard(name, payload, self.call)
        self._fault_unless(fault is None, f"an attacker heard {fault}")

    def _judge(self, sent: list[Frame], *, whole: bool) -> int:
        """How many of the frames were certainly judged; an open socket owes every ack."""
        self._fault_unless(self.errors <= limits.ERRORS[0] + 1, f"{self.errors} errors were answered on one socket")
        if whole:
            self._fault_unless(not self._owed, f"no ack of {[frame.kind for frame in self._owed.values()][:3]}")
            return len(sent)
        acked = [place for place, frame in enumerate(sent) if frame.number and frame.number not in self._owed]
        return max(acked, default=-1) + 1

    def _fault_unless(self, fine: bool, what: str) -> None:
        if not fine:
            self.report.fault(what)


def _well_formed(ack: Any) -> bool:
    if not isinstance(ack, dict) or not isinstance(ack.get("ok"), bool):
        return False
    return bool(ack["ok"]) or (
        ack.get("code") in CODES and isinstance(ack.get("detail"), str) and ack["code"] != "internal"
    )
