"""The demo's landing page: its first button, its doors, its two languages, its words at twice the size."""

from playwright.async_api import Page

from tests.e2e import browsers, cast, proof, shots
from tests.e2e.capture import LAN
from tests.e2e.screen import Screen
from tests.e2e.stage import Stage

DOORS = {"Người gọi": "Ai cần bác sĩ?", "Bác sĩ trực": "Đang trực", "Quản lý": "Trang phòng khám"}
"""Button → what its page shows."""


async def test_story_demo_first_button(stage: Stage) -> None:
    """Both frames ring by themselves; one tap, and each hears and sees the other, the caller's speaker apart."""
    guest = await stage.desk(LAN, "the guest", "/")
    await guest.see("Hai giờ sáng, vẫn có bác sĩ")
    await shots.keep(guest, "demo-1-landing")
    await guest.tap("Xem thử một cuộc gọi")
    caller, doctor = guest.frame(0, "the caller's frame"), guest.frame(1, "the doctor's frame")
    await doctor.see("Cuộc gọi đến", "Hoàng Thị Mai", within=cast.LONG)
    await caller.see("Đang gọi bác sĩ Bình")
    await doctor.tap("Nhận")
    await proof.sees(caller, LAN)
    await proof.sees(doctor, LAN)
    await proof.hears(doctor, LAN)
    assert "muted" in await proof.hears_nothing(caller)
    await shots.keep(guest, "demo-2-side-by-side")


async def test_story_a_machine_without_devices_still_shows_the_demo(stage: Stage) -> None:
    """No camera and nobody who allows a microphone: a drawn lamp and a quiet tone stand in."""
    browser = await stage.browser(None, cameras=0, ask=True)
    guest = await stage.screen(await stage.context(browser), "the guest", "/demo/side-by-side")
    for name in ("microphone", "camera"):
        setting = {"permission": {"name": name}, "setting": "denied", "origin": stage.address}
        await guest.cdp.send("Browser.setPermission", setting)
    caller, doctor = guest.frame(0, "the caller's frame"), guest.frame(1, "the doctor's frame")
    await doctor.see("Cuộc gọi đến", within=cast.LONG)
    await doctor.tap("Nhận")
    await proof.shows_something(caller)
    await proof.shows_something(doctor)


async def test_story_three_tabs_stay_three_people_through_reloads(stage: Stage) -> None:
    """Caller, doctor and manager in one browser: each audience has its own cookie."""
    context = await stage.context(await stage.browser(LAN))
    landing = await stage.screen(context, "the landing page", "/")
    tabs = {}
    for door, words in DOORS.items():
        async with context.expect_page() as opened:
            await landing.tap(f"Vào: {door}")
        tabs[door] = await _screen_of(stage, await opened.value, door)
        await tabs[door].see(words)
    for _ in range(2):
        for door, words in DOORS.items():
            await tabs[door].reload()
            await tabs[door].see(words)


async def test_story_english_and_words_at_twice_the_size(stage: Stage) -> None:
    """The switch speaks English and is remembered; at 200 % nothing on a phone has to be scrolled sideways."""
    lan = await cast.lan_at_her_phone(stage)
    await lan.tap("English")
    await lan.see("Who needs a doctor?", "CALL A DOCTOR", "Emergency? Call 115")
    await lan.reload()
    await lan.see("Who needs a doctor?")
    await shots.keep(lan, "caller-17-english")
    await lan.tap("Tiếng Việt")
    await lan.see("Ai cần bác sĩ?")
    await _twice_the_size(lan)
    await lan.see("GỌI BÁC SĨ")
    assert await _width(lan) <= browsers.PHONE["viewport"]["width"]
    await lan.tap("bà Mai")
    await lan.tap("GỌI BÁC SĨ")
    await lan.see("Đang gọi bác sĩ Bình")
    assert await _width(lan) <= browsers.PHONE["viewport"]["width"]


async def _screen_of(stage: Stage, page: Page, name: str) -> Screen:
    screen = await browsers.screen_of(page, name)
    stage.screens.append(screen)
    return screen


async def _twice_the_size(screen: Screen) -> None:
    """What a person does in the browser's settings: text at 200 %."""
    await screen.ask("{f: (page) => { page.document.documentElement.style.fontSize = '225%'; }}", "f")


async def _width(screen: Screen) -> int:
    return int(await screen.ask("{f: (page) => page.document.documentElement.scrollWidth}", "f"))
