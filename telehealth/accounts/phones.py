"""Telephone numbers: as families type them, as we keep them (E.164), as others may see them."""

import re
from collections.abc import Iterable

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from telehealth.errors import Invalid

_TYPED = re.compile(r"\+?[0-9 ().\-]{6,24}")
_RECEIVES_SMS = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def normalize(text: str, countries: Iterable[str] = ("+84",), *, mobile: bool = False) -> str:
    """The number in E.164, e.g. "0912 000 001" → "+84912000001".

    countries: calling codes we accept; the first is assumed when none is typed. mobile: it must receive SMS.
    Raises Invalid("phone").
    """
    accepted = tuple(countries)
    number = _parse(text.strip(), accepted[0])
    if number is None or f"+{number.country_code}" not in accepted or not phonenumbers.is_valid_number(number):
        raise Invalid("phone", "This is not a telephone number we can reach.", field="phone")
    if mobile and phonenumbers.number_type(number) not in _RECEIVES_SMS:
        raise Invalid("phone", "This number cannot receive a text message.", field="phone")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def mask(phone: str) -> str:
    """For those who need only tell two callers apart: "+84912000001" → "••• ••• 001"."""
    return f"••• ••• {phone[-3:]}"


def _parse(text: str, home: str) -> phonenumbers.PhoneNumber | None:
    if not _TYPED.fullmatch(text):
        return None
    region = phonenumbers.region_code_for_country_code(int(home.lstrip("+")))
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException:
        return None
