"""What a signature covers."""

import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from telehealth.records.content import SECTIONS, canonical, fingerprint

CONTENT = {"encounter_id": UUID(int=7), "signed_at": datetime(2026, 11, 23, 2, 0, tzinfo=UTC), "version": 3}


def test_the_same_moment_and_the_same_letters_are_the_same_content() -> None:
    local = CONTENT["signed_at"].astimezone(timezone(timedelta(hours=7)))  # type: ignore[attr-defined]
    assert fingerprint(CONTENT | {"signed_at": local}) == fingerprint(CONTENT)
    taken_apart = unicodedata.normalize("NFD", "Bác sĩ dặn")
    assert fingerprint({"advice": taken_apart}) == fingerprint({"advice": unicodedata.normalize("NFC", taken_apart)})
    assert fingerprint(dict(reversed(CONTENT.items()))) == fingerprint(CONTENT)


@given(
    st.fixed_dictionaries(dict.fromkeys(SECTIONS, st.text(max_size=8))), st.sampled_from(SECTIONS), st.text(max_size=8)
)
def test_any_change_of_words_shows(note: dict[str, str], section: str, words: str) -> None:
    note = {key: unicodedata.normalize("NFC", text) for key, text in note.items()}
    changed = note | {section: unicodedata.normalize("NFC", words)}
    assert (fingerprint(changed) == fingerprint(note)) == (changed == note)


def test_words_cannot_move_from_one_section_to_the_next_unseen() -> None:
    assert canonical({"plan": "ab", "advice": "c"}) != canonical({"plan": "a", "advice": "bc"})
    assert canonical({"plan": 'x","advice":"y', "advice": ""}) != canonical({"plan": "x", "advice": "y"})
