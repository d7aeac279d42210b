"""The provinces and communes of Viet Nam (two tiers since 1 July 2025), found as people type them. Pure.

From the package vietnam-provinces, imported when first asked for: 34 provinces and 3,321 communes are of no use to a
process that nobody asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from telehealth.patients.rules import search_key

FOUND = 30
"""Places shown at most for one search."""
KINDS = ("Xã ", "Phường ", "Đặc khu ")
PREFIXES = ("xa ", "phuong ", "dac khu ", "thi tran ", "tinh ", "thanh pho ", "tp ")


@dataclass(frozen=True)
class Place:
    """A province (two-digit code) or a commune (five digits)."""

    code: str
    name: str


def provinces() -> tuple[Place, ...]:
    """All 34, by code."""
    return tuple(place for place, _ in _all().values())


def province(code: str) -> Place | None:
    """The province of this code."""
    found = _all().get(code)
    return found[0] if found else None


def commune(province_code: str, code: str) -> Place | None:
    """The commune of this code in this province."""
    return next((one for one in _communes(province_code) if one.code == code), None)


def commune_named(province_code: str, name: str) -> Place | None:
    """The one commune of the province with this name, with or without "xã"; None when there is none, or several."""
    wanted = bare(name)
    found = [one for one in _communes(province_code) if bare(one.name) == wanted]
    return found[0] if wanted and len(found) == 1 else None


def search(query: str, province_code: str | None = None) -> Sequence[Place]:
    """Provinces, or the communes of one, whose name holds the query; marks and case do not count. At most FOUND.

    Names that begin with the query come first ("yen" finds Yên Hòa before Bình Yên).
    """
    wanted = search_key(query)
    among = _communes(province_code) if province_code else provinces()
    found = [one for one in among if wanted in search_key(one.name)]
    found.sort(key=lambda one: (not bare(one.name).startswith(wanted), bare(one.name)))
    return found[: FOUND if province_code else len(among)]


def bare(name: str) -> str:
    """The search key of a place without what it is (xã, phường, tỉnh …)."""
    key = search_key(name)
    return next((key.removeprefix(one) for one in PREFIXES if key.startswith(one)), key)


def short(name: str) -> str:
    """The name of a commune as facilities and families write it, without xã or phường."""
    return next((name.removeprefix(one) for one in KINDS if name.startswith(one)), name)


def _communes(province_code: str) -> tuple[Place, ...]:
    found = _all().get(province_code)
    return found[1] if found else ()


@cache
def _all() -> dict[str, tuple[Place, tuple[Place, ...]]]:
    from vietnam_provinces import Province, Ward

    found: dict[str, list[Place]] = {f"{one.code.value:02d}": [] for one in Province.iter_all()}
    for ward in Ward.iter_all():
        found[f"{ward.province_code.value:02d}"].append(Place(f"{ward.code.value:05d}", ward.name))
    names = {f"{one.code.value:02d}": one.name for one in Province.iter_all()}
    return {code: (Place(code, names[code]), tuple(communes)) for code, communes in found.items()}
