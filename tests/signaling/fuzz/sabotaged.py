"""The real server with one of its guards taken away, so that the fuzzer can prove that it would notice."""

import asyncio
import logging
import sys
from typing import Any

from signaling.line import Line
from signaling.negotiation import Member, Negotiation
from signaling.server import Signalling
from telehealth import serve
from telehealth.settings import Settings


def membership() -> None:
    """A relay goes to whoever has that peer id, in whatever call."""

    def route(self: Negotiation, sid: str, call: str, to: str) -> tuple[Member, Member]:
        everybody = [member for known in self.calls for member in self.seated_in(known)]
        mine = next((member for member in everybody if member.sid == sid), None)
        theirs = next((member for member in everybody if member.peer == to), None)
        return (mine, theirs) if mine and theirs else plain(self, sid, call, to)

    plain = Negotiation.route
    Negotiation.route = route  # type: ignore[method-assign]


def budget() -> None:
    """Errors cost nothing."""
    Line.blame = lambda self: None  # type: ignore[method-assign]


def quiet() -> None:
    """Whatever a client says is logged."""
    plain = Signalling._message

    async def message(self: Signalling, name: str, sid: str, *args: Any) -> Any:
        logging.getLogger("signaling").warning("heard %s", args)
        return await plain(self, name, sid, *args)

    Signalling._message = message  # type: ignore[method-assign]


def greeting() -> None:
    """A stranger may stay for as long as a ping is answered."""
    Line.dismiss = lambda self: None  # type: ignore[method-assign]


SABOTAGES = {guard.__name__: guard for guard in (membership, budget, quiet, greeting)}

if __name__ == "__main__":
    SABOTAGES[sys.argv[1]]()
    asyncio.run(serve.run(Settings()))
