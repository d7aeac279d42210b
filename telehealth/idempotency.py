"""A POST repeated with the same Idempotency-Key is done once and answered twice.

Both calls stand in the handler's own transaction, so the deed and its stored answer commit together or not at all:

    async with transaction(request) as session:
        if (stored := await idempotency.replay(session, request, body, CallView)):
            return stored
        view = …
        await idempotency.keep(session, request, body, view)

replay() first takes an advisory lock on (session, key): of two repeats at once the second waits until the first has
committed, and then finds its answer. Without the header both do nothing.
"""

import hashlib
from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel
from sqlalchemy import text

from telehealth.db import Session
from telehealth.endpoint import principal
from telehealth.errors import Conflict, Invalid

HEADER = "Idempotency-Key"
KEPT_HOURS = 24
S = TypeVar("S", bound=BaseModel)


def key_of(request: web.Request) -> str | None:
    """The client's key, or None; Invalid unless it is 8 to 128 visible ASCII characters."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not (8 <= len(key) <= 128 and key.isascii() and key.isprintable() and " " not in key):
        raise Invalid("idempotency-key", f"{HEADER} is 8 to 128 visible ASCII characters.")
    return key


async def replay(session: Session, request: web.Request, body: BaseModel | None, shape: type[S]) -> S | None:
    """The stored answer to this very request, or None when it is new. Conflict 'key-reused' for another request."""
    key = key_of(request)
    if key is None:
        return None
    owner = str(principal(request).session_id)
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": f"idempotency {owner} {key}"}
    )
    kept = text(
        "SELECT request_hash, answer FROM idempotency_key WHERE session_id = CAST(:owner AS uuid) AND key = :key"
    )
    row = (await session.execute(kept, {"owner": owner, "key": key})).one_or_none()
    if row is None:
        return None
    if row.request_hash != _fingerprint(request, body):
        raise Conflict("key-reused", "This Idempotency-Key was used for another request.")
    return shape.model_validate(row.answer)


async def keep(session: Session, request: web.Request, body: BaseModel | None, view: BaseModel) -> None:
    """Store the answer beside the deed."""
    key = key_of(request)
    if key is None:
        return
    await session.execute(
        text(
            "INSERT INTO idempotency_key (session_id, key, request_hash, answer)"
            " VALUES (CAST(:owner AS uuid), :key, :hash, CAST(:answer AS jsonb))"
        ),
        {
            "owner": str(principal(request).session_id),
            "key": key,
            "hash": _fingerprint(request, body),
            "answer": view.model_dump_json(),
        },
    )


async def forget_old(session: Session) -> None:
    """Delete answers past their use: they hold what a call's view holds."""
    await session.execute(
        text("DELETE FROM idempotency_key WHERE created_at < now() - make_interval(hours => :hours)"),
        {"hours": KEPT_HOURS},
    )


def _fingerprint(request: web.Request, body: BaseModel | None) -> str:
    """The same for the same method, path and meaning of the body (member order and white space do not count)."""
    said = "" if body is None else body.model_dump_json()
    return hashlib.sha256(f"{request.method} {request.path}\n{said}".encode()).hexdigest()
