"""Tonight at a glance, and the story of one call. Counts and times; no names of patients, no clinical text."""

from datetime import datetime
from uuid import UUID

from aiohttp import web
from sqlalchemy import select

from telehealth.accounts.directory import practitioner_views
from telehealth.accounts.permissions import Permission
from telehealth.accounts.shapes import PractitionerView
from telehealth.calls.duty_page import on_duty, stays
from telehealth.calls.here import must_here
from telehealth.calls.models import CallRing, CallRow, CallTransition
from telehealth.clock import now
from telehealth.db import Session
from telehealth.duty import callbacks, waits
from telehealth.duty.ladder import DEFAULT, Ladder
from telehealth.endpoint import path_id, principal, settings, transaction
from telehealth.errors import NotFound
from telehealth.patients import service as patients
from telehealth.reports.labels import label
from telehealth.reports.owed import owed
from telehealth.reports.shapes import CallStory, QueueLine, StoryRing, StoryStep, Tonight

RECENT = 50
PROMPT_SECONDS = 120
"""'Answered within two minutes' is the figure the clinic watches."""


async def tonight(request: web.Request) -> Tonight:
    """The live view of the queue."""
    who, province = principal(request), settings(request).province_code
    async with transaction(request) as session:
        await must_here(session, who, Permission.VIEW_QUEUE, province)
        at = now()
        since = waits.since(at)
        rows = list(
            await session.scalars(
                select(CallRow)
                .where(CallRow.province_code == province, (CallRow.state != "ended") | (CallRow.requested_at >= since))
                .order_by(CallRow.requested_at)
            )
        )
        live = [row for row in rows if row.state != "ended"]
        ended = [row for row in reversed(rows) if row.state == "ended"][:RECENT]
        open_rows = [row for row in live if row.state in ("waiting", "ringing")]
        answered = [row for row in rows if row.answered_at and not row.outgoing]
        people = await on_duty(session, province)
        return Tonight(
            server_time=at,
            since=since,
            on_duty=people,
            waiting=len(open_rows),
            longest_wait_seconds=max((_waited(row, at) for row in open_rows), default=None),
            in_call=sum(row.state in ("connected", "on_hold") for row in live),
            answered=len(answered),
            answered_within_two_minutes=sum(_waited(row, at) <= PROMPT_SECONDS for row in answered),
            unanswered=sum(row.state == "ended" and row.answered_at is None for row in rows),
            callbacks_open=len(await callbacks.pending(session, province, limit=1000)),
            callbacks=await owed(session, province, who.account_id),
            nobody_stays=not any(stays(one) for one in people),
            live=await _lines(session, live, at),
            recent=await _lines(session, ended, at),
        )


async def story(request: web.Request) -> CallStory:
    """The story of one call: rung whom, when, with what result; every transition."""
    province = settings(request).province_code
    async with transaction(request) as session:
        await must_here(session, principal(request), Permission.VIEW_QUEUE, province)
        row = await session.get(CallRow, path_id(request))
        if row is None or row.province_code != province:
            raise NotFound("not-found", "No such call.")
        rings = list(
            await session.scalars(select(CallRing).where(CallRing.call_id == row.id).order_by(CallRing.number))
        )
        steps = await session.scalars(
            select(CallTransition).where(CallTransition.call_id == row.id).order_by(CallTransition.version)
        )
        people = await practitioner_views(session, {ring.practitioner_id for ring in rings})
        return CallStory(
            call=(await _lines(session, [row], now()))[0],
            rings=[_ring(ring, people) for ring in rings],
            steps=[_step(step) for step in steps],
            ladder=_ladder(row),
            rung_ends_at=row.rung_ends_at,
        )


def _waited(row: CallRow, at: datetime) -> int:
    until = row.answered_at or row.ended_at or at
    return max(0, int((until - row.requested_at).total_seconds()))


async def _lines(session: Session, rows: list[CallRow], at: datetime) -> list[QueueLine]:
    ringing: dict[UUID, list[UUID]] = {}
    live = select(CallRing.call_id, CallRing.practitioner_id).where(
        CallRing.outcome == "ringing", CallRing.call_id.in_([row.id for row in rows])
    )
    for call_id, practitioner in await session.execute(live):
        ringing.setdefault(call_id, []).append(practitioner)
    wanted = {one for group in ringing.values() for one in group} | {row.holder_id for row in rows if row.holder_id}
    people = await practitioner_views(session, wanted)
    patients_by_id = await patients.views(session, (row.patient_id for row in rows))
    return [
        QueueLine(
            call_id=row.id,
            state=row.state,
            requested_at=row.requested_at,
            answered_at=row.answered_at,
            ended_at=row.ended_at,
            end_reason=row.end_reason,
            waited_seconds=_waited(row, at),
            patient_label=label(patients_by_id.get(row.patient_id) if row.patient_id else None),
            ringing=[people[one] for one in ringing.get(row.id, [])],
            holder=people.get(row.holder_id) if row.holder_id else None,
            callback=row.callback,
            priority=row.priority,
            red_flag=row.red_flag,
            rung=row.rung,
            rungs=len(_ladder(row).rungs),
            rung_ends_at=row.rung_ends_at,
        )
        for row in rows
    ]


def _ladder(row: CallRow) -> Ladder:
    return Ladder.model_validate(row.ladder) if row.ladder else DEFAULT


def _ring(ring: CallRing, people: dict[UUID, PractitionerView]) -> StoryRing:
    return StoryRing(
        number=ring.number,
        practitioner=people[ring.practitioner_id],
        rung_at=ring.rung_at,
        ended_at=ring.ended_at,
        outcome=ring.outcome,
        rung=ring.rung,
        knock=ring.knock,
    )


def _step(step: CallTransition) -> StoryStep:
    return StoryStep(
        at=step.at,
        version=step.version,
        event=step.event,
        from_state=step.from_state,
        to_state=step.to_state,
        actor=step.actor,
        rung=step.detail.get("rung"),
        priority=step.detail.get("priority"),
    )
