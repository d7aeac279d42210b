"""When a message may be left, and what a recording looks like."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from telehealth.errors import Invalid
from telehealth.voicemail.kinds import TYPES, container_of, is_what_it_says
from telehealth.voicemail.playing import wanted
from telehealth.voicemail.rules import LIMITS, Situation, refusal

NOW = datetime(2026, 11, 25, 19, 0, tzinfo=UTC)
RINGING = Situation(open=True, requested_at=NOW - timedelta(minutes=2), ended_at=None, self_harm=False, owed=False)
ENDED = replace(RINGING, open=False, ended_at=NOW - timedelta(minutes=10), owed=True)

WEBM = bytes.fromhex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581 02".replace(" ", ""))
MATROSKA = bytes.fromhex("1a45dfa3a34286810142f7810142f2810442f381084282886d6174726f736b61")
OGG = b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x01"
MP4 = b"\x00\x00\x00\x1cftypiso5\x00\x00\x00\x01iso5dsms"


def test_a_minute_of_ringing_comes_first() -> None:
    assert refusal(NOW, RINGING) is None
    early = replace(RINGING, requested_at=NOW - timedelta(seconds=59))
    assert refusal(NOW, early) == "too-soon"
    assert refusal(NOW, replace(early, owed=True)) is None


def test_who_is_answered_speaks_to_the_doctor() -> None:
    assert refusal(NOW, replace(RINGING, open=False)) == "call-answered"


def test_after_the_end_for_half_an_hour_while_a_call_is_owed() -> None:
    assert refusal(NOW, ENDED) is None
    assert refusal(NOW, replace(ENDED, owed=False)) == "nothing-owed"
    assert refusal(NOW, replace(ENDED, ended_at=NOW - timedelta(minutes=31))) == "too-late"


@given(some.booleans(), some.booleans(), some.integers(0, 3600))
def test_who_may_harm_themselves_is_never_recorded(ringing: bool, owed: bool, waited: int) -> None:
    seen = replace(RINGING, open=ringing, owed=owed, self_harm=True, requested_at=NOW - timedelta(seconds=waited))
    assert refusal(NOW, seen) == "no-message"


@pytest.mark.parametrize(
    ("head", "container"),
    [(WEBM, "webm"), (OGG, "ogg"), (MP4, "mp4"), (MATROSKA, None), (b"", None), (b"\x1a\x45\xdf\xa3", None)],
)
def test_what_browsers_record_is_known_by_its_beginning(head: bytes, container: str | None) -> None:
    assert container_of(head) == container


@pytest.mark.parametrize(
    "head",
    [
        b"<html><script>alert(1)</script>",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"MZ\x90",
        b"RIFF\x00\x00\x00\x00WAVE",
        b"OggS\x00\x02" + bytes(20) + b"\x01vorbis",
        b"\x00\x00\x00\x14ftypqt  ",
        b"\x00\x00\x00\x18ftypheic",
        b"#!/bin/sh\x42\x82\x84webm",
    ],
)
def test_everything_else_is_nothing(head: bytes) -> None:
    assert container_of(head) is None
    assert not any(is_what_it_says(head, media_type) for media_type in TYPES)


def test_the_declared_type_must_be_the_real_one() -> None:
    assert is_what_it_says(WEBM, "audio/webm")
    assert is_what_it_says(WEBM, "video/webm")
    assert not is_what_it_says(WEBM, "audio/mp4")
    assert not is_what_it_says(OGG, "audio/webm")
    assert not is_what_it_says(WEBM, "text/html")


@given(some.binary(max_size=200))
def test_any_bytes_are_judged_without_falling_over(head: bytes) -> None:
    assert container_of(head) in ("webm", "ogg", "mp4", None)


@given(some.one_of(some.none(), some.text(max_size=30)), some.integers(1, LIMITS.bytes))
def test_any_range_lies_inside_or_is_refused(said: str | None, length: int) -> None:
    try:
        start, stop = wanted(said, length)
    except Invalid as fault:
        assert fault.code == "range"
    else:
        assert 0 <= start < stop <= length


def test_ranges_as_browsers_ask_for_them() -> None:
    assert wanted(None, 100) == (0, 100)
    assert wanted("bytes=0-", 100) == (0, 100)
    assert wanted("bytes=10-19", 100) == (10, 20)
    assert wanted("bytes=90-999", 100) == (90, 100)
    for wrong in ("bytes=100-", "bytes=20-10", "bytes=-5", "bytes=0-1,5-6", "lines=0-1"):
        with pytest.raises(Invalid):
            wanted(wrong, 100)
