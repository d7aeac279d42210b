"""Handlers of the questions that are asked while it rings, and of where the patient is."""

from aiohttp import web

from telehealth.calls import ledger, place, triage, triage_views
from telehealth.calls.models import CallRow
from telehealth.calls.seats import is_caller
from telehealth.calls.triage_shapes import (
    PlaceFound,
    PlaceSaid,
    PlacesFound,
    QuestionView,
    Returned,
    SetList,
    SetView,
    SignOffView,
    Text,
    TriageSaid,
    TriageView,
)
from telehealth.db import Session
from telehealth.endpoint import path_id, principal, transaction
from telehealth.errors import Invalid, NotFound
from telehealth.triage import content, places
from telehealth.triage.content import Question, QuestionSet, SignOff

LONGEST_SEARCH = 80


async def read_triage(request: web.Request) -> TriageView:
    """The next cards, and what to do about a danger sign."""
    async with transaction(request) as session:
        judged = await triage_views.read(session, principal(request), path_id(request))
    return judged.answer()


async def say_triage(request: web.Request, body: TriageSaid) -> TriageView:
    """Answer one card or several."""
    async with transaction(request) as session:
        await triage.say(session, principal(request), await _mine(session, request), body)
        return await _seen(session, request)


async def dialled_115(request: web.Request) -> TriageView:
    """GỌI 115 was tapped."""
    async with transaction(request) as session:
        await triage.dialled(session, principal(request), await _mine(session, request))
        return await _seen(session, request)


async def returned_115(request: web.Request, body: Returned) -> TriageView:
    """Back from dialling 115."""
    async with transaction(request) as session:
        await triage.returned(session, principal(request), await _mine(session, request), body.answered)
        return await _seen(session, request)


async def say_place(request: web.Request, body: PlaceSaid) -> TriageView:
    """Say where the patient is now."""
    async with transaction(request) as session:
        await place.say_place(session, await _mine(session, request), body)
        return await _seen(session, request)


async def find_places(request: web.Request) -> PlacesFound:
    """Provinces, or the communes of one, by name without marks."""
    query, province = request.query.get("q", ""), request.query.get("province")
    if len(query) > LONGEST_SEARCH:
        raise Invalid("invalid", f"q has at most {LONGEST_SEARCH} characters.", field="q")
    if province is not None and places.province(province) is None:
        raise Invalid("unknown-place", "There is no such province.", field="province")
    return PlacesFound(places=[PlaceFound(code=one.code, name=one.name) for one in places.search(query, province)])


async def list_sets(_: web.Request) -> SetList:
    """All clinical content of triage, with who has signed it."""
    flags, aid, numbers, why = content.red_flags(), content.first_aid(), content.numbers(), content.complaints()
    return SetList(
        sets=[
            *(_set(one) for one in (*flags.sets, flags.facts)),
            _other("complaints", "Lý do gọi", "Complaints", why.version, why.source, why.sign_off),
            _other("first_aid", "Sơ cứu trong lúc chờ", "First aid", aid.version, aid.source, aid.sign_off),
            _other(
                "numbers",
                "Số khẩn cấp theo tỉnh",
                "Emergency numbers",
                numbers.version,
                numbers.source,
                numbers.sign_off,
            ),
        ]
    )


async def _mine(session: Session, request: web.Request) -> CallRow:
    """The caller's own call, locked: of two answers at once the second ranks by both."""
    row = await session.get(CallRow, path_id(request), with_for_update={"key_share": True})
    if row is None or not is_caller(principal(request), row):
        raise NotFound("not-found", "No such call.")
    return row


async def _seen(session: Session, request: web.Request) -> TriageView:
    row, call = await ledger.load(session, path_id(request))
    return await triage_views.for_family(session, principal(request), row, call)


def _set(group: QuestionSet) -> SetView:
    return SetView(
        id=group.id,
        version=group.version,
        title=Text(vi=group.title.vi, en=group.title.en),
        source=group.source,
        sign_off=_sign_off(group.sign_off),
        questions=[_question(one) for one in group.questions],
    )


def _question(one: Question) -> QuestionView:
    danger = one.danger.model_dump(by_alias=True, exclude_none=True) if one.danger else {}
    return QuestionView(id=one.id, kind=one.kind, text=Text(vi=one.vi, en=one.en), level=one.level, danger=danger)


def _other(id: str, vi: str, en: str, version: str, source: str, sign_off: SignOff) -> SetView:
    title = Text(vi=vi, en=en)
    return SetView(id=id, version=version, title=title, source=source, sign_off=_sign_off(sign_off), questions=[])


def _sign_off(state: SignOff) -> SignOffView:
    return SignOffView(needed=state.needed, by=state.by, at=state.at)
