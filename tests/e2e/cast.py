"""The people of the stories at their screens, and the few things they do in every story."""

from typing import Any

import pyotp
from playwright.async_api import BrowserContext

from telehealth.demo.story import DemoStaff, story
from tests.e2e import browsers, proof
from tests.e2e.capture import BINH, LAN, Looks
from tests.e2e.screen import Screen
from tests.e2e.stage import Stage

LONG = 25.0
"""Seconds for what waits for a second page, a socket and a database."""


async def enters(stage: Stage, context: BrowserContext, part: str) -> None:
    """Sign this browser in as one of the demo's people: what the landing page's button does."""
    answer = await context.request.post(
        f"{stage.address}/api/demo/enter", data={"as": part}, headers={"Origin": stage.address}
    )
    assert answer.ok, await answer.text()


async def lan_at_her_phone(stage: Stage, looks: Looks | None = LAN, **browser: Any) -> Screen:
    """Chị Lan, whose phone has called before, on the first screen."""
    context = await stage.context(await stage.browser(looks, **browser), browsers.PHONE)
    await enters(stage, context, "caller")
    lan = await stage.screen(context, "chị Lan's phone", "/patient", touch=True)
    await lan.see("Ai cần bác sĩ?", "bà Mai", "chị Lan", "bé Na")
    return lan


async def rings_for_mai(lan: Screen) -> None:
    """The two taps of a family that has called before."""
    await lan.tap("bà Mai")
    await lan.tap("GỌI BÁC SĨ")


async def doctor_on_duty(stage: Stage, part: str = "doctor", looks: Looks | None = BINH, **browser: Any) -> Screen:
    """A doctor at a desk, on duty, with the bell on."""
    context = await stage.context(await stage.browser(looks, **browser))
    return await another_device(stage, context, part, f"{part}'s desk")


async def another_device(stage: Stage, context: BrowserContext, part: str, name: str) -> Screen:
    """A doctor's further page in this browser, on duty, with the bell on."""
    await enters(stage, context, part)
    doctor = await stage.screen(context, name, "/doctor")
    await goes_on_duty(doctor)
    return doctor


async def goes_on_duty(doctor: Screen) -> None:
    """One tap: on duty, or, where duty is open already, the bell."""
    what = await doctor.see_one("Bắt đầu trực", "Chạm để bật chuông")
    await doctor.tap(what)
    await doctor.see("Đang trực", "Nghe thử chuông")


async def signs_in(doctor: Screen, person: DemoStaff) -> None:
    """Login, password, and what the authenticator shows."""
    await doctor.see("Đăng nhập")
    await doctor.write("Tên đăng nhập", person.login)
    await doctor.write("Mật khẩu", person.password)
    await doctor.write("Mã 6 số", pyotp.TOTP(person.totp).now())
    await doctor.tap("Đăng nhập")


def staff(login: str) -> DemoStaff:
    """One of the demo's staff."""
    return next(person for person in story().staff if person.login == login)


async def both_hear_and_see(lan: Screen, doctor: Screen, looks: Looks = BINH) -> None:
    """Each finds the other's tone in what plays and the other's colour in what shows."""
    await proof.hears_and_sees(doctor, LAN)
    await proof.hears_and_sees(lan, looks)


async def caller_hangs_up(lan: Screen) -> None:
    """The family's page asks first, since a thumb slips."""
    await lan.tap("Kết thúc")
    await lan.see("Kết thúc cuộc gọi?")
    await lan.tap("Kết thúc")
