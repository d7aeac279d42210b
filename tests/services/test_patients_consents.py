"""Consent: explicit, versioned, never in the way; asked again after an emergency."""

import pytest

from telehealth.accounts.permissions import Principal
from telehealth.db import Database
from telehealth.errors import Denied, Invalid
from telehealth.patients import consents
from telehealth.patients.shapes import ConsentGiven, ConsentView
from tests.people import Everyone
from tests.visits import audited, ringing, signed_in, visit

VERSION = consents.CURRENT_TEXT.version


async def answer(database: Database, everyone: Everyone, who: Principal, call: object, **said: str) -> ConsentView:
    consent = ConsentGiven.model_validate({"given_by": "child", "text_version": VERSION, **said})
    async with database.transaction() as session:
        return await consents.give(session, call, everyone.mai, who, consent)  # type: ignore[arg-type]


async def test_lan_agrees_for_her_mother_with_one_tap_or_two(database: Database, everyone: Everyone) -> None:
    call = await ringing(database, everyone, everyone.binh, everyone.mai)
    lan = await signed_in(database, everyone.lan)
    async with database.transaction() as session:
        assert await consents.latest(session, call) is None
    given = await answer(database, everyone, lan, call)
    assert (given.decision, given.given_by, given.text_version) == ("given", "child", VERSION)
    assert await answer(database, everyone, lan, call) == given
    assert await audited(database, "consent.given") == [(lan.account_id, "allowed", "")]


async def test_the_last_decision_counts_and_the_first_is_kept(database: Database, everyone: Everyone) -> None:
    call = await ringing(database, everyone, everyone.binh, everyone.mai)
    lan = await signed_in(database, everyone.lan)
    for decision in ("given", "refused"):
        await answer(database, everyone, lan, call, decision=decision)
    async with database.transaction() as session:
        now = await consents.latest(session, call)
    assert now is not None and now.decision == "refused"
    assert len(await audited(database, "consent.given") + await audited(database, "consent.refused")) == 2


async def test_in_an_emergency_the_doctor_says_why_and_the_page_asks_again(
    database: Database, everyone: Everyone
) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai, over=False)
    binh = await signed_in(database, everyone.binh)
    async with database.transaction() as session:
        kept = await consents.emergency(session, seen.call_id, everyone.mai, binh, "Bà Mai lơ mơ, con gái đang hoảng")
    assert (kept.decision, kept.given_by) == ("emergency", consents.NOBODY_ASKED)
    assert kept.reason == "Bà Mai lơ mơ, con gái đang hoảng"
    await answer(database, everyone, seen.caller, seen.call_id)
    async with database.transaction() as session:
        now = await consents.latest(session, seen.call_id)
    assert now is not None and now.decision == "given"


async def test_only_a_practitioner_declares_an_emergency(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, everyone.mai, over=False)
    async with database.transaction() as session:
        with pytest.raises(Denied):
            await consents.emergency(session, seen.call_id, everyone.mai, seen.caller, "Vội quá")


async def test_a_sentence_we_never_showed_is_no_consent(database: Database, everyone: Everyone) -> None:
    call = await ringing(database, everyone, everyone.binh, everyone.mai)
    lan = await signed_in(database, everyone.lan)
    with pytest.raises(Invalid):
        await answer(database, everyone, lan, call, text_version="1999-x")


async def test_an_unverified_caller_consents_too(database: Database, everyone: Everyone) -> None:
    seen = await visit(database, everyone, everyone.binh, None, guest=True, over=False)
    given = await answer(database, everyone, seen.caller, seen.call_id, given_by="self")
    assert given.given_by == "self"


def test_every_sentence_names_its_source_and_that_nobody_has_signed_it_off_yet() -> None:
    assert consents.CURRENT_TEXT.version in consents.TEXTS
    for version, one in consents.TEXTS.items():
        assert one.version == version and one.vi and one.en and "91/2025" in one.source
        assert "needs" in one.sign_off and "sign-off" in one.sign_off
