"""Bác sĩ Bình sleeps beside his phone: the test alarm, a lock screen that names nobody, "Nhận" and "Từ chối" on it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from telehealth.demo.run import fill
from telehealth.settings import Settings
from tests.e2e import browsers, shots
from tests.e2e.capture import BINH
from tests.e2e.cast import LONG, doctor_on_duty, enters, lan_at_her_phone, rings_for_mai
from tests.e2e.conftest import staged
from tests.e2e.screen import Screen
from tests.e2e.stage import Stage
from tests.e2e.woken import Woken
from tests.push_service import PushService

NAMES = ("Mai", "Lan", "Yên Hòa", "tuổi", "sốt")


@pytest.fixture
async def company() -> AsyncIterator[PushService]:
    async with PushService() as service:
        yield service


@pytest.fixture
async def stage(
    demo_settings: Settings, company: PushService, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Stage]:
    """The demo, which may push to this machine."""
    await fill(demo_settings)
    async with staged(demo_settings.model_copy(update={"push_loopback": True}), tmp_path, request) as stage:
        yield stage


async def binh_at_his_phone(stage: Stage, company: PushService) -> tuple[Screen, Woken]:
    """On duty, notifications allowed, and the page just opened: no tap has allowed it to sound."""
    context = await stage.context(await stage.browser(BINH), browsers.PHONE)
    woken = Woken(context, company, stage.address)
    await woken.allow()
    await enters(stage, context, "doctor")
    binh = await stage.screen(context, "bác sĩ Bình's phone", "/doctor", touch=True)
    await binh.see("Đang trực", "Chạm để bật chuông", "Máy này được đánh thức cả khi trang đã đóng.")
    return binh, woken


async def test_the_test_alarm_is_a_real_push_and_one_tap_confirms_it(stage: Stage, company: PushService) -> None:
    binh, woken = await binh_at_his_phone(stage, company)
    clinic = await stage.context(await stage.browser(None))
    await enters(stage, clinic, "manager")
    ha = await stage.screen(clinic, "chị Hà's desk", "/clinic")
    await ha.see("Trần Văn Bình", "chưa thử chuông")
    await shots.keep(ha, "woken-3-clinic")
    await binh.tap("Chạm để bật chuông")
    await binh.tap("Nghe thử chuông")
    await binh.see("Chuông đang reo thử", "Tôi nghe thấy")
    await shots.keep(binh, "woken-1-test-alarm")
    await woken.pushed("test")
    assert await woken.shown() == [], "a page in sight that may sound rings by itself"
    await binh.tap("Tôi nghe thấy")
    await binh.no_longer_see("Chuông đang reo thử")
    await binh.see("Thiết bị của tôi", "nghe được chuông lúc", "Chuông đã bật")
    await shots.keep(binh, "woken-2-devices")
    await ha.no_longer_see("chưa thử chuông", within=LONG)


async def test_a_lock_screen_rings_names_nobody_and_nhan_answers(stage: Stage, company: PushService) -> None:
    binh, woken = await binh_at_his_phone(stage, company)
    lan = await lan_at_her_phone(stage)
    await rings_for_mai(lan)
    ring = await woken.pushed("ring")
    shown = await woken.shows("có cuộc gọi")
    assert shown["actions"] == ["Nhận", "Từ chối"]
    assert shown["stays"]
    assert not [name for name in NAMES if name in f"{shown['title']} {shown['body']} {ring['url']}"]
    assert set(ring) == {"kind", "outcome", "tag", "call", "url", "language", "token", "seconds"}
    assert await woken.tap(ring["tag"], "accept") == ["/doctor"]
    await lan.see("Trần Văn Bình", within=LONG)
    await binh.see("Kết thúc", within=LONG)
    await woken.pushed("taken")
    replaced = await woken.shows("Cuộc gọi đã có bác sĩ nhận")
    assert (replaced["tag"], replaced["silent"], replaced["actions"]) == (ring["tag"], True, [])


async def test_tu_choi_on_the_lock_screen_rings_the_colleague(stage: Stage, company: PushService) -> None:
    _, woken = await binh_at_his_phone(stage, company)
    lan = await lan_at_her_phone(stage)
    await rings_for_mai(lan)
    ring = await woken.pushed("ring")
    thu = await doctor_on_duty(stage, "doctor2", None)
    await woken.shows("có cuộc gọi")
    assert await woken.tap(ring["tag"], "decline") == []
    await thu.see("Cuộc gọi đến", "Hoàng Thị Mai", within=LONG)
    await woken.pushed("taken")
    await woken.shows("Cuộc gọi chuyển bác sĩ khác")
    assert len(await woken.shown()) == 1, "one notification a call: the new replaces the old"


async def test_a_tap_with_every_page_closed_opens_the_doctors_page_at_the_call(
    stage: Stage, company: PushService
) -> None:
    binh, woken = await binh_at_his_phone(stage, company)
    lan = await lan_at_her_phone(stage)
    await rings_for_mai(lan)
    ring = await woken.pushed("ring")
    await woken.shows("có cuộc gọi")
    await binh.go(stage.address + "/api/config")
    assert await woken.tap(ring["tag"]) == ["new /doctor"]
    await binh.go(stage.address + ring["url"])
    await binh.see("Cuộc gọi đến", "Hoàng Thị Mai", within=LONG)
    assert "call=" not in binh.page.url
