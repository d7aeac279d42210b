"""A request's JSON, judged before any handler sees it.

Everything a client can send wrongly ends here as Invalid (or TooLarge): broken JSON, NaN, a member named twice, nesting
without end, and text PostgreSQL cannot keep (NUL, lone surrogates). Answers name fields, never the values sent.
"""

import asyncio
import json
import math
from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from telehealth.endpoint import MAX_BODY
from telehealth.errors import Invalid, TooLarge

MAX_DEPTH = 20
MAX_ERRORS = 20
PATIENCE = 15.0
"""Seconds a body may take to arrive: 64 KiB at 64 kb/s need 8."""
S = TypeVar("S", bound=BaseModel)


async def read_shape(request: web.Request, shape: type[S]) -> S:
    """The request's body as the shape its route names. Raises Invalid or TooLarge."""
    _check_headers(request)
    try:
        async with asyncio.timeout(PATIENCE):
            raw = await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise TooLarge(limit=MAX_BODY) from None
    except TimeoutError:
        raise Invalid("too-slow", "The body did not arrive in time.") from None
    return validated(parse(raw), shape)


def parse(raw: bytes) -> Any:
    """Bytes to JSON values; raises Invalid for whatever strict JSON in UTF-8 does not allow."""
    try:
        value = json.loads(
            raw.decode("utf-8"), object_pairs_hook=_members, parse_constant=_no_constant, parse_float=_finite
        )
    except RecursionError:
        raise Invalid("too-deep", f"JSON nested deeper than {MAX_DEPTH} levels is refused.") from None
    except ValueError:  # UnicodeDecodeError, JSONDecodeError, the hooks' own, and integers of thousands of digits
        raise Invalid("not-json", "The body is not valid JSON.") from None
    _check_values(value)
    return value


def validated(value: Any, shape: type[S]) -> S:
    """The value as this shape; Invalid with `errors` naming each field otherwise."""
    try:
        return shape.model_validate(value)
    except ValidationError as fault:
        raise Invalid("invalid", "Some fields are missing or wrong.", errors=field_errors(fault)) from None


def field_errors(fault: ValidationError) -> list[dict[str, str]]:
    """What is wrong with which field, without the values: they may be a name, a phone or a code."""
    found = fault.errors(include_url=False, include_input=False, include_context=False)
    return [
        {"field": ".".join(_name(part) for part in error["loc"]), "code": error["type"]} for error in found[:MAX_ERRORS]
    ]


def is_storable(text: str) -> bool:
    """Whether PostgreSQL can keep this text: no NUL, no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _check_headers(request: web.Request) -> None:
    if request.content_type != "application/json":
        raise Invalid("content-type", "Send the body as application/json.")
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise Invalid("content-encoding", "Send the body uncompressed.")
    if (request.content_length or 0) > MAX_BODY:
        raise TooLarge(limit=MAX_BODY)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member is named twice")
    return members


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number without bounds")
    return number


def _check_values(value: Any) -> None:
    """Walk level by level, so that the depth of the input is never the depth of our stack."""
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        for text in (item for item in level if isinstance(item, str)):
            if not is_storable(text):
                raise Invalid("invalid", "Text with NUL or half a character is refused.")
        level = [inner for item in level for inner in _inside(item)]
        if not level:
            return
    raise Invalid("too-deep", f"JSON nested deeper than {MAX_DEPTH} levels is refused.")


def _inside(item: Any) -> Iterable[Any]:
    if isinstance(item, dict):
        return [*item.keys(), *item.values()]
    return item if isinstance(item, list) else ()


def _name(part: int | str) -> str:
    """A field's name as it may be said back; a member we do not know may be anything, so only plain names are."""
    text = str(part)
    return text if text.isidentifier() and len(text) <= 40 else text if text.isdigit() else "?"
