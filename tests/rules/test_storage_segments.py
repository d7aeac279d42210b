"""Segments and keys: what comes back is what was put in, or nothing at all."""

import os
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from telehealth.storage import keys, segments
from telehealth.storage.segments import Tampered

KEY = keys.new_data_key()
BLOB = UUID("00000000-0000-4000-8000-000000000001")
contents = some.binary(min_size=1, max_size=400)
sizes = some.integers(1, 64)


def stored(plain: bytes, size: int, key: bytes = KEY, blob: UUID = BLOB) -> list[tuple[bytes, bytes]]:
    """(nonce, sealed) of each segment, as a store would have them."""
    pieces = [plain[at : at + size] for at in range(0, len(plain), size)]
    nonces = [os.urandom(segments.NONCE_BYTES) for _ in pieces]
    return [
        (nonce, segments.seal(key, blob, n, nonce, piece, last=n == len(pieces) - 1))
        for n, (nonce, piece) in enumerate(zip(nonces, pieces, strict=True))
    ]


def opened(parts: list[tuple[bytes, bytes]], key: bytes = KEY, blob: UUID = BLOB) -> bytes:
    return b"".join(
        segments.unseal(key, blob, n, nonce, sealed, last=n == len(parts) - 1)
        for n, (nonce, sealed) in enumerate(parts)
    )


@given(contents, sizes)
def test_what_is_sealed_opens_again_and_shows_nothing_of_itself(plain: bytes, size: int) -> None:
    parts = stored(plain, size)
    assert opened(parts) == plain
    assert len(parts) == segments.count(len(plain), size)
    assert [len(sealed) - segments.TAG_BYTES for _, sealed in parts] == [
        segments.length_of(n, len(plain), size) for n in range(len(parts))
    ]
    if len(plain) >= 8:
        assert plain not in b"".join(sealed for _, sealed in parts)


@given(contents, sizes, some.data())
def test_a_range_is_cut_out_of_the_segments_it_needs(plain: bytes, size: int, data: some.DataObject) -> None:
    start = data.draw(some.integers(0, len(plain) - 1))
    stop = data.draw(some.integers(start + 1, len(plain)))
    pieces = [plain[at : at + size] for at in range(0, len(plain), size)]
    cuts = list(segments.cuts(start, stop, size))
    assert b"".join(pieces[cut.number][cut.start : cut.stop] for cut in cuts) == plain[start:stop]
    assert len(cuts) <= (stop - start) // size + 2


@given(contents, sizes, some.data())
def test_one_flipped_bit_anywhere_is_found(plain: bytes, size: int, data: some.DataObject) -> None:
    parts = stored(plain, size)
    number = data.draw(some.integers(0, len(parts) - 1))
    nonce, sealed = parts[number]
    bit = data.draw(some.integers(0, (len(nonce) + len(sealed)) * 8 - 1))
    whole = bytearray(nonce + sealed)
    whole[bit // 8] ^= 1 << bit % 8
    parts[number] = bytes(whole[: len(nonce)]), bytes(whole[len(nonce) :])
    with pytest.raises(Tampered):
        opened(parts)


@given(some.binary(min_size=20, max_size=200))
def test_moved_doubled_and_cut_segments_are_found(plain: bytes) -> None:
    parts = stored(plain, 8)
    for wrong in (parts[:-1], [parts[1], parts[0], *parts[2:]], [parts[0], parts[0], *parts[2:]], [*parts, parts[-1]]):
        with pytest.raises(Tampered):
            opened(wrong)


def test_a_segment_of_another_blob_or_under_another_key_is_found() -> None:
    parts = stored(b"Chao bac si, me chau sot cao.", 8)
    for other in ({"blob": uuid4()}, {"key": keys.new_data_key()}):
        with pytest.raises(Tampered):
            opened(parts, **other)  # type: ignore[arg-type]


def test_sabotage_without_the_end_in_the_aad_a_cut_tail_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "_place", lambda blob, number, _last: blob.bytes + number.to_bytes(4, "big"))
    parts = stored(b"a" * 40, 8)
    assert opened(parts[:-1]) == b"a" * 32


def test_a_wrapped_key_opens_with_its_master_key_and_for_its_blob_only() -> None:
    old, new = keys.MasterKeys("the old secret"), keys.MasterKeys("the new secret", ["the old secret"])
    wrapped = old.wrap(BLOB, KEY)
    assert KEY not in wrapped
    assert new.unwrap(BLOB, wrapped, old.present) == KEY
    assert old.present != new.present
    with pytest.raises(Tampered):
        old.unwrap(uuid4(), wrapped, old.present)
    with pytest.raises(keys.UnknownKey):
        keys.MasterKeys("a third secret").unwrap(BLOB, wrapped, old.present)
    with pytest.raises(Tampered):
        new.unwrap(BLOB, wrapped, new.present)
