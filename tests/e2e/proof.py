"""Media proved by content: the other's tone in what plays, the other's colour in what shows; and that nothing is sent early."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.capture import EVERYONE, Looks
from tests.e2e.screen import PROBE, Screen

TONES = [looks.tone for looks in EVERYONE]
NEAR_TONE = 15
"""Hertz between the loudest frequency and the tone."""
MOST, LITTLE = 0.6, 0.05
"""Share of the sound's energy that must be the other's tone, and that any other tone may have."""
NEAR_COLOUR = 45
"""Distance of the mean colour (0 to 255 a channel): the codec, the figure and rounding cost about 20."""
PATIENCE = 20.0


@dataclass(frozen=True)
class Sent:
    """What a page has sent of sound and picture, and what it could."""

    connections: int
    packets: int
    bytes: int
    tracks: int
    capturing: list[str] = field(default_factory=list)
    asked: list[dict[str, bool]] = field(default_factory=list)


async def hears(screen: Screen, other: Looks, within: float = PATIENCE) -> None:
    """The page plays the other's tone, and nobody else's: least of all its own."""
    await _prove(
        screen, "heard", [TONES], lambda told: _is_tone(told, other), f"hear {other.name}'s {other.tone} Hz", within
    )


async def sees(screen: Screen, other: Looks, within: float = PATIENCE) -> None:
    """The page shows the other's colour."""
    await _prove(screen, "seen", [], lambda told: _is_colour(told, other), f"see {other.name}'s {other.colour}", within)


async def hears_and_sees(screen: Screen, other: Looks, within: float = PATIENCE) -> None:
    await sees(screen, other, within)
    await hears(screen, other, within)


async def plays_back(screen: Screen, other: Looks, within: float = PATIENCE) -> None:
    """A left message that the page plays holds the other's tone, and nobody else's."""
    what = f"play back {other.name}'s {other.tone} Hz"
    await _prove(screen, "playedBack", [TONES], lambda told: _is_tone(told, other), what, within)


async def shows_back(screen: Screen, other: Looks, within: float = PATIENCE) -> None:
    """A left video message that the page plays shows the other's colour."""
    what = f"show back {other.name}'s {other.colour}"
    await _prove(screen, "shownBack", [], lambda told: _is_colour(told, other), what, within)


async def hears_nothing(screen: Screen) -> str:
    """The page plays no received sound now. Returns why."""
    told = await screen.ask(PROBE, "heard", TONES, 600)
    assert "why" in told, f"{screen.name} hears something: {told}"
    return str(told["why"])


async def sent(screen: Screen) -> Sent:
    """What has left the page so far."""
    return Sent(**await screen.ask(PROBE, "sent"))


async def sends_nothing(screen: Screen) -> Sent:
    """No packet of sound or picture has left the page, and nothing hangs on its connections."""
    found = await sent(screen)
    assert (found.packets, found.bytes, found.tracks) == (0, 0, 0), f"{screen.name} sends before accept: {found}"
    return found


async def keeps_listening(screen: Screen, other: Looks) -> None:
    """From now on the page's ear is open for the other's tone; see longest_pause."""
    told = await screen.ask(PROBE, "keepListening", other.tone)
    assert "why" not in told, told


async def longest_pause(screen: Screen) -> float:
    """The longest time, in seconds, without the other's tone since keeps_listening. The tone itself pauses 0.15 s."""
    told = await screen.ask(PROBE, "gap")
    return float(told["longest"])


def _is_tone(told: dict[str, Any], other: Looks) -> bool:
    if "why" in told:
        return False
    shares = {int(hertz): share for hertz, share in told["shares"].items()}
    strangers = [share for hertz, share in shares.items() if hertz != other.tone]
    return bool(abs(told["peak"] - other.tone) <= NEAR_TONE and shares[other.tone] >= MOST and max(strangers) <= LITTLE)


def _is_colour(told: dict[str, Any], other: Looks) -> bool:
    if "why" in told:
        return False
    return bool(sum((a - b) ** 2 for a, b in zip(told["colour"], other.colour, strict=True)) ** 0.5 <= NEAR_COLOUR)


async def _prove(screen: Screen, deed: str, arguments: list[object], fits: Any, what: str, within: float) -> None:
    """Probe until it fits: the first second of a call is still finding its quality."""
    end, told = time.monotonic() + within, None
    while time.monotonic() < end:
        told = await screen.ask(PROBE, deed, *arguments)
        if fits(told):
            return
        await asyncio.sleep(0.2)
    raise AssertionError(f"{screen.name} does not {what} in {within:.0f} s: {told}. {(await screen.text())[:400]!r}")


async def line_is_warm(screen: Screen, within: float = PATIENCE) -> None:
    """The page has a PeerConnection with the other side, up and running."""
    await _prove(screen, "sent", [], lambda told: told["connections"] >= 1, "have a warm line", within)


async def shows_something(screen: Screen) -> None:
    """A received picture plays, whatever it shows."""
    await _prove(screen, "seen", [], lambda told: "why" not in told, "show a received picture", PATIENCE)
