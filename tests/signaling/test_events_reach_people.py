"""Who hears of what: everyone concerned, on every page, and nobody else."""

import asyncio
import time
from uuid import UUID, uuid4

from telehealth import events
from telehealth.accounts.permissions import Role
from telehealth.app import SUBSCRIBERS
from telehealth.db import Session
from telehealth.events import AdviceChanged, CallbackChanged, DutyChanged
from telehealth.records.service import encounter_of_call
from tests.people import Staff
from tests.signaling.night import Night, Page

STAFF_NEWS = ("duty.changed", "queue.changed", "callback.changed")


async def quiet(*pages: Page) -> None:
    """Everything under way has arrived: an ack comes after what was sent before it."""
    await asyncio.sleep(0.3)
    for page in pages:
        await page.say("call.leave", {"call": str(uuid4()), "peer": "peer-nobody"})


async def test_every_page_of_the_rung_doctor_and_of_the_caller_hears_of_the_call(night: Night) -> None:
    await night.on_duty(night.everyone.binh)
    phone, laptop = await night.page(night.everyone.binh), await night.page(night.everyone.binh)
    lan, tablet = await night.page(night.everyone.lan), await night.page(night.everyone.lan)
    thu, quy, ha = [await night.page(one) for one in (night.everyone.thu, night.everyone.quy, night.everyone.ha)]
    call = await night.call(night.everyone.lan)
    for page in (phone, laptop, lan, tablet):
        told = await page.hears("call.changed", call=call, state="ringing")
        assert (told["holder"], told["holder_device"]) == (None, None)
    await quiet(thu, quy, ha)
    for page in (thu, quy, ha):
        assert page.all("call.changed") == []


async def test_who_lost_the_race_hears_who_took_the_call(night: Night) -> None:
    call, _, binh = await night.ringing()
    laptop = await night.page(night.everyone.binh)
    await night.accept(night.everyone.binh, call, binh)
    told = await laptop.hears("call.changed", state="connected")
    assert (told["holder"]["name"], told["holder_device"]) == ("Trần Văn Bình", binh.device)


async def test_a_guest_hears_of_the_own_call(night: Night) -> None:
    await night.on_duty(night.everyone.binh)
    guest = await night.page(None)
    call = await night.call(None, relation="other")
    assert (await guest.hears("call.changed", call=call))["state"] in ("waiting", "ringing")
    assert (await guest.join(call))["part"] == "caller"


async def test_a_chat_message_is_announced_to_those_in_the_call_without_its_words(night: Night) -> None:
    call, lan, binh = await night.ringing()
    await night.accept(night.everyone.binh, call, binh)
    outsider = await night.page(night.everyone.quy)
    message = str(uuid4())
    await night.post(night.everyone.lan, f"/api/calls/{call}/messages", {"id": message, "body": "Mẹ cháu sốt từ tối"})
    for page in (lan, binh):
        assert await page.hears("call.message") == {"call": call, "message": message}
    await quiet(outsider)
    assert outsider.all("call.message") == []


async def test_the_duty_page_and_the_clinic_hear_that_something_moved_and_families_do_not(night: Night) -> None:
    binh, ha, lan = [await night.page(one) for one in (night.everyone.binh, night.everyone.ha, night.everyone.lan)]
    dpo = await night.page(night.everyone.dpo)
    await night.on_duty(night.everyone.thu)
    await night.call(night.everyone.lan)
    await night.signalling.tell(CallbackChanged(uuid4(), "open"))
    for page in (binh, ha):
        for name in STAFF_NEWS:
            assert await page.hears(name) == {}
    await quiet(lan, dpo)
    for page in (lan, dpo):  # the data-protection officer may not see the queue
        assert not [name for name in STAFF_NEWS if page.all(name)]


async def test_a_storm_of_changes_is_told_once_a_second_and_the_last_is_not_lost(night: Night) -> None:
    binh = await night.page(night.everyone.binh)
    began = time.monotonic()
    for _ in range(200):
        await night.signalling.tell(DutyChanged(uuid4(), True))
    await binh.hears("duty.changed")
    await asyncio.sleep(1.5)  # the storm has been told to its end
    before = len(binh.all("duty.changed"))
    await night.signalling.tell(DutyChanged(uuid4(), False))
    await asyncio.sleep(1.5)
    assert len(binh.all("duty.changed")) == before + 1
    assert before <= 1 + (time.monotonic() - began)


async def test_advice_is_announced_to_the_family_and_to_the_caller(night: Night) -> None:
    call, lan, binh = await night.ringing()
    quy = await night.page(night.everyone.quy)
    ring_only = await night.page(night.everyone.lan, await night.token(night.everyone.lan, scope="ring"))
    await night.accept(night.everyone.binh, call, binh)
    patient = {"patient_id": str(night.everyone.mai)}
    await night.post(night.everyone.binh, f"/api/calls/{call}/patient", patient)
    async with night.database.transaction() as session:
        encounter = await encounter_of(session, call)
        await events.record(session, AdviceChanged(encounter, night.everyone.mai))
    assert (await lan.hears("advice.changed"))["encounter"] == str(encounter)
    await quiet(quy, ring_only)
    assert quy.all("advice.changed") == []
    assert ring_only.all("advice.changed") == [], "this sign-in may ring, not read"
    assert binh.all("advice.changed") == []


async def test_a_guest_hears_that_the_advice_is_there(night: Night) -> None:
    await night.on_duty(night.everyone.binh)
    guest, binh = await night.page(None), await night.page(night.everyone.binh)
    call = await night.call(None, relation="other")
    await binh.hears("call.changed", call=call, state="ringing")
    await night.accept(night.everyone.binh, call, binh)
    async with night.database.transaction() as session:
        encounter = await encounter_of(session, call)
        await events.record(session, AdviceChanged(encounter, None))
    assert await guest.hears("advice.changed", encounter=str(encounter))


async def test_a_lost_role_closes_the_sockets(night: Night) -> None:
    binh = await night.page(night.everyone.binh)
    await lose_role(night, night.everyone.binh)
    assert await binh.hears("session.revoked") == {}


async def encounter_of(session: Session, call: str) -> UUID:
    """The encounter the accept opened."""
    found = await encounter_of_call(session, UUID(call))
    assert found is not None
    return found


async def lose_role(night: Night, who: Staff) -> None:
    """The administrator takes the role away."""
    headers = await night.headers(night.everyone.administrator)
    async with night.http.get("/api/staff", headers=headers) as answer:
        staff = (await answer.json())["staff"]
    roles = next(one["roles"] for one in staff if one["account_id"] == str(who.account_id))
    role = next(role for role in roles if role["role"] == Role.DOCTOR)
    async with night.http.delete(f"/api/staff/roles/{role['id']}", headers=headers) as answer:
        assert answer.status == 204, await answer.text()


def test_the_named_events_are_all_told() -> None:
    assert set(SUBSCRIBERS) == set(events.EVENTS.values())
