"""The chain over the audit log: seal() links rows, heads are noted outside the database, verify() tells what was done to it.

    seal n = HMAC(key, seal n-1 ‖ what the seal says of itself ‖ its rows in order of id)

The key never enters the database, so whoever can write there can break the chain but not mend it. Every seal is also noted in a
file in the data folder (a head): when the end of the log is cut off together with its seals, the file still knows of them. Rows are
sealed once they are visible; one that commits after a higher id was sealed (its transaction was slow) gets a seal
marked `late`, which is why audit_sealed says for each row which seal covers it.
"""

import asyncio
import hashlib
import hmac
import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Any

from sqlalchemy import func, insert, select, text

from telehealth.audit import AuditEvent, AuditSeal, AuditSealed
from telehealth.audit_heads import Head, append_heads, heads_file, newest_noted, read_heads
from telehealth.db import Database, Session
from telehealth.settings import Settings

LOCK = 0x5EA1_0F_A0D17
"""The advisory lock that makes one process the sealer."""
BATCH = 1000
"""Rows under one seal, so that a long pause is sealed (and later verified) in pieces that fit in memory."""
LOOK_BACK = 20_000
"""Ids below the newest sealed one that a quick pass still looks at for rows that committed late."""
PERIOD = 5.0
"""Seconds between two passes of the sealer."""
WHOLE_EVERY = 60
"""One pass in so many looks at the whole table, for rows that committed later than LOOK_BACK allows for."""
FIRST = b"telehealth audit chain"

_log = logging.getLogger(__name__)


async def seal(session: Session, key: bytes, *, whole: bool = True) -> list[Head]:
    """Link every row that has no seal yet, in batches. Returns the new heads; none when another process is sealing.

    whole=False looks only at the newest rows. The lock is held until the commit, so seals follow one another in
    the order of their ids.
    """
    if not await session.scalar(select(func.pg_try_advisory_xact_lock(LOCK))):
        return []
    heads: list[Head] = []
    highest = await session.scalar(select(func.max(AuditSealed.audit_id))) or 0
    floor = 0 if whole else highest - LOOK_BACK
    while batch := await _unsealed(session, floor, highest):
        heads.append(await _link(session, key, batch, late=batch[0].id < highest))
        highest = max(highest, batch[-1].id)
    return heads


async def _unsealed(session: Session, floor: int, highest: int) -> Sequence[AuditEvent]:
    """The next rows to seal: the late ones by themselves, then the new ones."""
    open_rows = (
        select(AuditEvent)
        .where(AuditEvent.id > floor, ~select(AuditSealed).where(AuditSealed.audit_id == AuditEvent.id).exists())
        .order_by(AuditEvent.id)
        .limit(BATCH)
    )
    late = (await session.scalars(open_rows.where(AuditEvent.id < highest))).all()
    return late or (await session.scalars(open_rows.where(AuditEvent.id > highest))).all()


async def _link(session: Session, key: bytes, rows: Sequence[AuditEvent], *, late: bool) -> Head:
    before = await session.scalar(select(AuditSeal.hmac).order_by(AuditSeal.id.desc()).limit(1))
    claim = _claim(rows[0].id, rows[-1].id, len(rows), late)
    mark = link(key, before or FIRST, claim, rows)
    row = AuditSeal(first_id=rows[0].id, last_id=rows[-1].id, rows=len(rows), hmac=mark, late=late)
    session.add(row)
    await session.flush()
    await session.execute(insert(AuditSealed), [{"audit_id": event.id, "seal_id": row.id} for event in rows])
    return Head(row.id, row.last_id, row.rows, mark.hex())


def link(key: bytes, before: bytes, claim: bytes, rows: Iterable[AuditEvent]) -> bytes:
    """The HMAC of one seal. Lines are JSON, which holds no line break, so no two contents give the same bytes."""
    chain = hmac.new(key, before.hex().encode() + b"\n" + claim, hashlib.sha256)
    for row in rows:
        chain.update(b"\n" + canonical(row))
    return chain.digest()


def canonical(row: AuditEvent) -> bytes:
    """Everything a row says, as one line."""
    return _line(
        [
            row.id,
            row.at.astimezone(UTC).isoformat(timespec="microseconds"),
            *(
                str(value) if value else None
                for value in (row.account_id, row.session_id, row.entity_id, row.patient_id)
            ),
            row.action,
            row.entity,
            row.outcome,
            row.reason,
            row.detail,
        ]
    )


def _claim(first_id: int, last_id: int, rows: int, late: bool) -> bytes:
    return _line([first_id, last_id, rows, late])


def _line(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()


async def seal_forever(database: Database, settings: Settings) -> None:
    """Seal every few seconds until cancelled, and once more then. A failed pass is logged and tried again."""
    turn = 0
    try:
        while True:
            try:
                await seal_once(database, settings, whole=turn % WHOLE_EVERY == 0)
            except Exception:
                _log.exception("audit seal failed")
            turn += 1
            await asyncio.sleep(PERIOD)
    finally:
        try:
            await asyncio.wait_for(seal_once(database, settings, whole=False), timeout=PERIOD)
        except Exception:
            _log.warning("the last rows of the audit log stay unsealed until the next start")


async def seal_once(database: Database, settings: Settings, *, whole: bool = True) -> None:
    """One pass: seal, commit, and note every seal that this process's file does not have yet.

    The file is written after the commit, from what the database says: a crash in between is made good by the next
    pass, and a file never knows of a seal that was rolled back.
    """
    path = heads_file(settings)
    async with database.transaction() as session:
        await seal(session, _key(settings), whole=whole)
    noted = await asyncio.to_thread(newest_noted, path)
    async with database.transaction() as session:
        new = await _heads_after(session, noted)
    if new:
        await asyncio.to_thread(append_heads, path, new)


async def _heads_after(session: Session, seal_id: int) -> list[Head]:
    rows = await session.scalars(select(AuditSeal).where(AuditSeal.id > seal_id).order_by(AuditSeal.id))
    return [Head(row.id, row.last_id, row.rows, row.hmac.hex()) for row in rows]


def _key(settings: Settings) -> bytes:
    return settings.audit_key.get_secret_value().encode()


async def verify_log(database: Database, settings: Settings) -> list[str]:
    """What `telehealth audit verify` says: the faults found, one sentence each; empty means whole."""
    heads = await asyncio.to_thread(read_heads, heads_file(settings))
    async with database.transaction() as session:
        return await verify(session, _key(settings), heads)


async def verify(session: Session, key: bytes, heads: Sequence[Head]) -> list[str]:
    """Walk the chain from its start and compare it with the heads noted outside. Returns the faults, one sentence each.

    After a fault the walk goes on from what is stored, so that one change gives one fault and not a hundred.
    """
    faults: list[str] = []
    stored: dict[int, str] = {}
    before = FIRST
    while seals := await _seals_after(session, max(stored, default=0)):
        rows = await _rows_of(session, seals)
        for one in seals:
            faults += _seal_faults(key, before, one, rows[one.id])
            stored[one.id] = one.hmac.hex()
            before = one.hmac
        session.expunge_all()
    return faults + _head_faults(stored, heads) + await _gaps(session)


async def _seals_after(session: Session, seal_id: int) -> Sequence[AuditSeal]:
    return (
        await session.scalars(select(AuditSeal).where(AuditSeal.id > seal_id).order_by(AuditSeal.id).limit(50))
    ).all()


async def _rows_of(session: Session, seals: Sequence[AuditSeal]) -> dict[int, list[AuditEvent]]:
    rows: dict[int, list[AuditEvent]] = defaultdict(list)
    covered = (
        select(AuditSealed.seal_id, AuditEvent)
        .join(AuditEvent, AuditSealed.audit_id == AuditEvent.id)
        .where(AuditSealed.seal_id.in_([one.id for one in seals]))
        .order_by(AuditEvent.id)
        .execution_options(populate_existing=True)
    )
    for seal_id, event in await session.execute(covered):
        rows[seal_id].append(event)
    return rows


def _seal_faults(key: bytes, before: bytes, one: AuditSeal, rows: Sequence[AuditEvent]) -> list[str]:
    where = f"Seal {one.id} (rows {one.first_id} to {one.last_id})"
    if len(rows) != one.rows:
        return [f"{where}: {one.rows} rows were sealed, {len(rows)} are there."]
    expected = link(key, before, _claim(one.first_id, one.last_id, one.rows, one.late), rows)
    if not hmac.compare_digest(expected, one.hmac):
        return [f"{where}: a row was changed, or the seal before it is gone."]
    return []


def _head_faults(stored: dict[int, str], heads: Sequence[Head]) -> list[str]:
    """Seals that the file knows of and the database does not, or knows otherwise."""
    if stored and not heads:
        return ["No head was noted outside the database: a cut end would not show."]
    gone = [head for head in heads if head.seal not in stored]
    other = [head for head in heads if head.seal in stored and stored[head.seal] != head.hmac]
    return [f"Seal {head.seal} (up to row {head.last_id}) is gone." for head in gone] + [
        f"Seal {head.seal} is not the one noted when it was made." for head in other
    ]


async def _gaps(session: Session) -> list[str]:
    """Rows without a seal although the sealer has passed them for ten minutes: their seal was taken away."""
    passed = select(func.max(AuditSeal.at) - text("interval '10 minutes'")).scalar_subquery()
    loose = select(func.count(), func.min(AuditEvent.id)).where(
        AuditEvent.at < passed, ~select(AuditSealed).where(AuditSealed.audit_id == AuditEvent.id).exists()
    )
    count, lowest = (await session.execute(loose)).one()
    return [f"{count} rows from {lowest} on have lost their seal."] if count else []
