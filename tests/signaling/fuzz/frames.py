"""What a hostile client writes: valid conversations, mutated ones, and plain rubbish, all from one seeded source."""

import json
import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

CANARY = "chimkeu"
"""In every text that an attacker makes up; it must be found in no log."""
NOBODY = "0198c0de-0000-7000-8000-000000000001"
LINE = {"candidate": "candidate:1 1 udp 1 192.0.2.1 5000 typ host", "sdpMid": "0", "sdpMLineIndex": 0}
KEY = "abcdefghij-0123456789"
JUNK: list[Any] = [
    None, True, False, 0, -1, 10**30, -(10**30), 0.5, float("nan"), float("inf"), "", CANARY, CANARY * 9000, "\0", "ộ" * 70,
    "\ud800", "../../etc/passwd", "' OR 1=1 --", [], [[]], {}, {"$ne": 1}, {"__proto__": {"ok": True}}, [CANARY] * 60,
]  # fmt: skip
NAMES = [
    "connect",
    "disconnect",
    "!",
    "*",
    "",
    "call.changed",
    "signal ",
    "SIGNAL",
    "session.revoked",
    CANARY,
    "a" * 9000,
]
PREFIXES = [
    "", "x", "2", "2probe", "5", "6", "b" + CANARY, "4", "49", "43", "431[]", "44", f'44{{"message":"{CANARY}"}}', "46",
    '461-1[{"_placeholder":true,"num":0}]', "40", '40{"token":"x"}', "40/admin,{}", "41/admin,", "42", "42" + "9" * 100 + '["media",{}]',
    '42/admin,["media",{}]', '45999999-["media",{"_placeholder":true,"num":0}]', "\0\0\0", "4" * 9000,
]  # fmt: skip


@dataclass(frozen=True)
class Frame:
    """One frame on its way. `number`: the ack it must get (None: none is owed). `crossing`: it reaches for another call."""

    kind: str
    data: str | bytes
    number: int | None = None
    crossing: bool = False


@dataclass(frozen=True)
class Place:
    """A call as its attacker knows it: the id and the peers in it."""

    call: str
    peers: tuple[str, ...]


NOWHERE = Place(NOBODY, ("peer-nobody-1",))


class Author:
    """Writes the frames of one socket. own: where it may be heard; other: where it must not be."""

    def __init__(self, rng: random.Random, own: Place, other: Place, bad: float) -> None:
        self._rng, self._own, self._other, self._bad = rng, own, other, bad
        self._number = 0
        self._good = [self._media, self._offer, self._candidates, self._leave]
        self._wrong: list[tuple[int, Callable[[], Frame]]] = [
            (6, self._across), (8, self._wrong_member), (5, self._wrong_text), (2, self._wrong_name), (3, self._prefix),
            (1, self._bytes), (1, self._deep), (1, self._too_large), (1, self._join_nowhere),
        ]  # fmt: skip

    def frame(self) -> Frame:
        """The next one."""
        if self._rng.random() >= self._bad:
            return self._rng.choice(self._good)()
        weights = [weight for weight, _ in self._wrong]
        return self._rng.choices(self._wrong, weights)[0][1]()

    def probe(self) -> Frame:
        """An honest message that changes nothing and is always answered with ok."""
        return self._event("probe", "call.leave", {"call": self._own.call, "peer": "peer-nobody-0"})

    def join(self, peer: str | None = None) -> Frame:
        """Takes a seat in the own call, as `peer` or under a new name."""
        body = {"call": self._own.call, "device": self._key(), "peer": peer or self._key()}
        return self._event("join", "call.join", body)

    def big_offer(self) -> Frame:
        """As large as one may be."""
        body = self._body("signal", self._own)
        return self._event("big offer", "signal", {**body, "description": {"type": "offer", "sdp": "x" * 60_000}})

    # ---- valid

    def _media(self) -> Frame:
        return self._event("media", "media", self._body("media", self._own))

    def _offer(self) -> Frame:
        return self._event("offer", "signal", self._body("signal", self._own))

    def _candidates(self) -> Frame:
        return self._event("candidates", "signal", self._body("candidates", self._own))

    def _leave(self) -> Frame:
        place = self._rng.choice([self._own, self._other])
        peer = self._key() if place is self._own else self._rng.choice(place.peers)
        return self._event("leave", "call.leave", {"call": place.call, "peer": peer})

    # ---- into another call

    def _across(self) -> Frame:
        how = self._rng.choice(["media", "signal", "candidates", "join", "peer"])
        if how == "join":
            body = {
                "call": self._other.call,
                "device": self._key(),
                "peer": self._rng.choice([*self._other.peers, self._key()]),
            }
            return self._event("join across", "call.join", body, crossing=True)
        body = self._body("signal" if how == "peer" else how, self._other)
        if how == "peer":
            body["call"] = self._own.call
        name = "media" if how == "media" else "signal"
        return self._event(f"{name} across", name, body, crossing=True)

    # ---- mutated

    def _wrong_member(self) -> Frame:
        name, body = self._any_message()
        for _ in range(self._rng.randint(1, 3)):
            spot = self._spot(body)
            key = self._rng.choice([*spot, "part", CANARY])
            if self._rng.random() < 0.3:
                spot.pop(key, None)
            else:
                spot[key] = deepcopy(self._rng.choice(JUNK))  # a later spoiling may reach inside it
        return self._event("wrong member", name, body)

    def _wrong_text(self) -> Frame:
        text = json.dumps(list(self._any_message()))
        for _ in range(self._rng.randint(1, 4)):
            at = self._rng.randrange(1, len(text) + 1)
            cut = self._rng.choice([0, 0, 1, 2, 40])
            text = (
                text[:at]
                + self._rng.choice(["", '"', "{", "}", "]", ",", "\\u", "\0", "NaN", CANARY])
                + text[at + cut :]
            )
        return self._owed("wrong text", text)

    def _wrong_name(self) -> Frame:
        name: Any = self._rng.choice([*NAMES, *JUNK])
        return self._owed("wrong name", json.dumps([name, *self._rng.sample(JUNK, self._rng.randint(0, 3))]))

    def _prefix(self) -> Frame:
        return Frame("wrong packet", self._rng.choice(PREFIXES))

    def _bytes(self) -> Frame:
        return Frame("bytes", self._rng.randbytes(self._rng.randint(0, 300)))

    def _deep(self) -> Frame:
        pair = self._rng.choice([("[", "]"), ('{"a":', "}"), ("[{}, ", "]")])
        depth = self._rng.choice([50, 900, 1100, 10_000])
        close = pair[1] * self._rng.choice([0, depth])
        return self._owed("deep", '["media",' + pair[0] * depth + "1" + close + "]")

    def _too_large(self) -> Frame:
        return self._owed("too large", json.dumps(["media", CANARY * 10_000]))

    def _join_nowhere(self) -> Frame:
        call = f"{self._rng.getrandbits(32):08x}-0000-7000-8000-{self._rng.getrandbits(48):012x}"
        return self._event("join nowhere", "call.join", {"call": call, "device": self._key(), "peer": self._key()})

    # ---- parts

    def _any_message(self) -> tuple[str, dict[str, Any]]:
        how = self._rng.choice(["media", "signal", "candidates", "join"])
        if how == "join":
            return "call.join", {"call": self._own.call, "device": self._key(), "peer": self._key()}
        return ("media" if how == "media" else "signal"), self._body(how, self._own)

    def _body(self, how: str, place: Place) -> dict[str, Any]:
        if how == "media":
            return {"call": place.call, "microphone": self._rng.choice(["on", "off", "none"]), "camera": "on"}
        body: dict[str, Any] = {
            "call": place.call,
            "to": self._rng.choice(place.peers),
            "generation": self._rng.randint(0, 9),
        }
        if how == "candidates":
            return {**body, "candidates": [dict(LINE) for _ in range(self._rng.randint(1, 3))]}
        return {**body, "description": {"type": "offer", "sdp": f"v=0\r\n{CANARY}\r\n"}}

    def _spot(self, body: dict[str, Any]) -> dict[str, Any]:
        """The object to spoil: the message itself, or one inside it."""
        inner = [value for value in body.values() if isinstance(value, dict)]
        inner += [
            value[0] for value in body.values() if isinstance(value, list) and value and isinstance(value[0], dict)
        ]
        return self._rng.choice([body, *inner])

    def _key(self) -> str:
        return "".join(self._rng.choices(KEY, k=self._rng.randint(8, 64)))

    def _event(self, kind: str, name: str, body: dict[str, Any], *, crossing: bool = False) -> Frame:
        return self._owed(kind, json.dumps([name, body]), crossing=crossing)

    def _owed(self, kind: str, text: str, *, crossing: bool = False) -> Frame:
        self._number += 1
        return Frame(kind, f"42{self._number}{text}", self._number, crossing)
