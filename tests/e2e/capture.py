"""What each person's fake camera and microphone give: a colour of their own with a swaying figure, and a tone of their own.

The tone is pulsed: a steady one is noise to the browser's noise suppression, which takes it away.
"""

import math
import struct
import wave
from dataclasses import dataclass
from pathlib import Path

WIDTH, HEIGHT, RATE, FRAMES = 640, 360, 15, 15
"""Pixels, frames a second, frames until the picture repeats."""
SWAY = 24
"""Pixels the person moves to each side: a picture that never changes would be coded to nothing."""
LIGHTER, DARKER = 26, 14
"""Brightness of the person and of the clothes against the background."""
SAMPLES = 48_000
"""Samples a second of the sound file."""
PULSE, PAUSE, PULSES = 0.35, 0.15, 4
"""Seconds of tone, seconds of silence, pulses until the sound repeats."""


@dataclass(frozen=True)
class Looks:
    """How one person is recognised at the other end."""

    name: str
    colour: tuple[int, int, int]
    tone: int
    """Hertz."""


LAN = Looks("lan", (20, 140, 160), 440)
BINH = Looks("binh", (225, 120, 40), 1000)
THU = Looks("thu", (130, 70, 190), 1600)
EVERYONE = (LAN, BINH, THU)


@dataclass(frozen=True)
class Capture:
    """The files a browser takes its camera and microphone from."""

    video: Path
    audio: Path


def make(looks: Looks, folder: Path) -> Capture:
    """Write both files of one person (5 MB and 0.2 MB)."""
    capture = Capture(folder / f"{looks.name}.y4m", folder / f"{looks.name}.wav")
    capture.video.write_bytes(_film(looks.colour))
    _tone(capture.audio, looks.tone)
    return capture


def _film(colour: tuple[int, int, int]) -> bytes:
    luma, blue, red = _ycbcr(colour)
    chroma = bytes([blue]) * (WIDTH * HEIGHT // 4) + bytes([red]) * (WIDTH * HEIGHT // 4)
    header = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{RATE}:1 Ip A1:1 C420jpeg\n".encode()
    return header + b"".join(b"FRAME\n" + _picture(luma, number) + chroma for number in range(FRAMES))


def _picture(luma: int, number: int) -> bytes:
    """The brightness of one frame: somebody, drawn in light alone, who sways a little."""
    middle = WIDTH // 2 + round(SWAY * math.sin(2 * math.pi * number / FRAMES))
    return b"".join(_row(luma, middle, row) for row in range(HEIGHT))


def _row(luma: int, middle: int, row: int) -> bytes:
    pixels = bytearray([luma]) * WIDTH
    for half, tone in ((_chord(row, 390, 170, 150), luma - DARKER), (_chord(row, 150, 92, 78), luma + LIGHTER)):
        pixels[middle - half : middle + half] = bytes([tone]) * (2 * half)
    return bytes(pixels)


def _chord(row: int, centre: int, high: int, wide: int) -> int:
    """Half the width of an ellipse at this row, in pixels."""
    inside = 1 - ((row - centre) / high) ** 2
    return round(wide * math.sqrt(inside)) if inside > 0 else 0


def _ycbcr(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    """ITU-R BT.601, limited range: what a camera gives."""
    red, green, blue = (part / 255 for part in colour)
    return (
        round(16 + 65.481 * red + 128.553 * green + 24.966 * blue),
        round(128 - 37.797 * red - 74.203 * green + 112.0 * blue),
        round(128 + 112.0 * red - 93.786 * green - 18.214 * blue),
    )


def _tone(path: Path, hertz: int) -> None:
    pulse = [round(12_000 * math.sin(2 * math.pi * hertz * n / SAMPLES)) for n in range(int(PULSE * SAMPLES))]
    once = pulse + [0] * int(PAUSE * SAMPLES)
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLES)
        sound.writeframes(struct.pack(f"<{len(once)}h", *once) * PULSES)
