"""Names, births and ages of the people cared for. Pure."""

import unicodedata
from datetime import date, datetime, timedelta, timezone

from telehealth.errors import Invalid

EARLIEST_BIRTH = date(1900, 1, 1)
LOCAL = timezone(timedelta(hours=7), "+07")
"""Viet Nam keeps UTC+7 all year."""
FAMILY_LIMIT = 20
"""Patients one account may act for at a time; a village health worker has an account of another kind."""

_D_WITH_STROKE = str.maketrans({"đ": "d", "ð": "d"})
# đ is a letter of its own, not d with a mark, so decomposition leaves it; ð is what some old keyboards give for đ.


def search_key(name: str) -> str:
    """The name as people type it in a hurry: lower case, no marks, d for đ, single spaces."""
    lowered = unicodedata.normalize("NFC", name).lower()
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    return " ".join(bare.translate(_D_WITH_STROKE).lower().split())


COMMUNE_KINDS = ("xa ", "phuong ", "dac khu ", "thi tran ")
"""What people write before a commune's name, or leave out: xã, phường, đặc khu (two tiers since 2025), thị trấn (before)."""


def commune_key(name: str) -> str:
    """A commune's name as it is compared: "Xã Yên Hoà", "xã Yên Hòa" and "yen hoa" are one place."""
    key = search_key(name)
    for kind in COMMUNE_KINDS:
        if key.startswith(kind):
            return key[len(kind) :]
    return key


def tidy_name(name: str) -> str:
    """The name composed (NFC) and single-spaced, so that equal names are equal strings."""
    tidy = " ".join(unicodedata.normalize("NFC", name).split())
    if not tidy:
        raise Invalid("invalid", "A name is needed.", field="name")
    return tidy


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for case and spacing. Marks count: Hùng and Hưng may be twins."""
    return tidy_name(one).casefold() == tidy_name(other).casefold()


def given_name(name: str) -> str:
    """The last word: Vietnamese are greeted and sorted by it."""
    words = name.split()
    return words[-1] if words else ""


def by_given_name(name: str) -> tuple[str, str, str]:
    """Sort key of a family: given name first, then the whole name, marks last (sorting is done here: the database has
    no Vietnamese collation)."""
    return search_key(given_name(name)), search_key(name), name


def local_date(instant: datetime) -> date:
    """The date on the wall in Viet Nam."""
    return instant.astimezone(LOCAL).date()


def counted_from(birth_year: int, birth_date: date | None) -> date:
    """The day an age is counted from: the birth date, or 1 July when only the year is known (half a year off at most)."""
    return birth_date or date(birth_year, 7, 1)


def age_months(birth_year: int, birth_date: date | None, today: date) -> int:
    """Whole months lived, never negative."""
    born = counted_from(birth_year, birth_date)
    months = (today.year - born.year) * 12 + today.month - born.month
    return max(0, months - (today.day < born.day))


def age_span(birth_year: int, birth_date: date | None, today: date) -> tuple[int, int]:
    """The youngest and the oldest this person may be, in whole months: one age where the date is known, else a year's span."""
    if birth_date is not None:
        exact = age_months(birth_year, birth_date, today)
        return exact, exact
    last = min(date(birth_year, 12, 31), today)
    return age_months(birth_year, last, today), age_months(birth_year, date(birth_year, 1, 1), today)


def check_birth(birth_year: int | None, birth_date: date | None, today: date) -> tuple[int, date | None]:
    """The birth as (year, date or None); Invalid 'birth' when it lies in the future, before 1900, or disagrees."""
    year = birth_date.year if birth_date else birth_year
    if year is None:
        raise Invalid("birth", "The birth year is needed.", field="birth_year")
    if birth_date and birth_year is not None and birth_date.year != birth_year:
        raise Invalid("birth", "The birth date is not in the birth year.", field="birth_date")
    if year > today.year or (birth_date and birth_date > today):
        raise Invalid("birth", "The birth lies in the future.", field="birth_year")
    if year < EARLIEST_BIRTH.year:
        raise Invalid("birth", "The birth lies before 1900.", field="birth_year")
    return year, birth_date


def corrected_birth(
    known: tuple[int, date | None], birth_year: int | None, birth_date: date | None, today: date
) -> tuple[int, date | None]:
    """The birth after an edit: a new date brings its year; a new year drops a date that lies in another year."""
    if birth_date is not None:
        return check_birth(birth_year, birth_date, today)
    if birth_year is None:
        return known
    year, _ = check_birth(birth_year, None, today)
    kept = known[1] if known[1] and known[1].year == year else None
    return year, kept
