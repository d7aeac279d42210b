"""Who answers: the first doctor silent, or one of two devices of one doctor."""

import time

from playwright.async_api import Browser

from tests.e2e import browsers, cast, proof, shots
from tests.e2e.capture import BINH, THU
from tests.e2e.screen import Screen
from tests.e2e.stage import Stage

SILENCE = 30.0
"""Seconds a first doctor may be silent before the next is rung (product rule)."""


async def test_story_first_doctor_silent_second_answers(stage: Stage) -> None:
    """It goes on ringing at bác sĩ Bình while bác sĩ Thu is rung too; she answers, and his page says so. Chị Hà follows it
    all from the clinic, without a reload, and learns no name and no number."""
    binh = await cast.doctor_on_duty(stage)
    thu = await cast.doctor_on_duty(stage, "doctor2", THU)
    ha = await _at_the_clinic(stage, thu)
    lan = await cast.lan_at_her_phone(stage)
    stranger = await _asks_for_a_code(stage, lan)
    await cast.rings_for_mai(lan)
    await binh.see("Cuộc gọi đến", within=cast.LONG)
    begun = time.monotonic()
    await thu.never_see("Cuộc gọi đến")
    await ha.see("Nữ, 72 tuổi", "Đang đổ chuông", "đang reo: Trần Văn Bình", within=cast.LONG)
    await thu.see("Cuộc gọi đến", "Hoàng Thị Mai", within=SILENCE + 15)
    assert time.monotonic() - begun > SILENCE - 5
    await binh.see("Cuộc gọi đến")
    await lan.see("Đang gọi bác sĩ Thu")
    await thu.tap("Nhận")
    await binh.see("Đã được bác sĩ", "Thu", "nhận")
    await cast.both_hear_and_see(lan, thu, THU)
    assert (await proof.sent(binh)).packets == 0
    await ha.see("Đang nói chuyện", "với Lê Thị Thu")
    await shots.keep(ha, "clinic-1-tonight")
    await cast.caller_hangs_up(lan)
    await thu.see("Cuộc gọi đã kết thúc")
    await _reads_the_story(ha)
    await _rings_without_the_code(stranger, binh, thu)


async def _asks_for_a_code(stage: Stage, beside: Screen) -> Screen:
    """Somebody whose code will not come: while chị Lan's call runs, the 30 s pass here too."""
    context = await stage.context(_browser(beside), browsers.PHONE)
    stranger = await stage.screen(context, "a stranger's phone", "/patient", touch=True)
    await stranger.tap("GỌI BÁC SĨ")
    await stranger.write("Số điện thoại", "0987 654 321")
    await stranger.tap("Gửi mã cho tôi")
    await stranger.see("Nhập mã 6 số", "Chưa thấy mã?")
    return stranger


async def _rings_without_the_code(stranger: Screen, binh: Screen, thu: Screen) -> None:
    """An emergency waits for no code. The doctor sees that the number is not verified; a decline rings the next at once."""
    await thu.tap("Sẵn sàng")  # she has written no note yet, and would be rung for an emergency only
    await stranger.tap("Gọi ngay không cần mã")
    await stranger.see("Đang gọi bác sĩ Bình")
    await binh.see("Cuộc gọi đến", "Số chưa xác minh", "Người bệnh chưa rõ tên", "Chưa khám lần nào ở đây")
    await binh.tap("Từ chối")
    await binh.tap("Từ chối, không nêu lý do")
    await thu.see("Cuộc gọi đến", "Số chưa xác minh", within=5)
    await stranger.tap("Dừng gọi")
    await stranger.tap("Dừng, không cần nữa")
    await thu.no_longer_see("Cuộc gọi đến")


async def _at_the_clinic(stage: Stage, beside: Screen) -> Screen:
    context = await stage.context(_browser(beside))
    await cast.enters(stage, context, "manager")
    ha = await stage.screen(context, "chị Hà's desk", "/clinic")
    await ha.see("Trang phòng khám", "Trần Văn Bình", "Lê Thị Thu", "Không có cuộc gọi nào")
    return ha


def _browser(screen: Screen) -> Browser:
    browser = screen.page.context.browser
    assert browser is not None
    return browser


async def _reads_the_story(ha: Screen) -> None:
    """Rung whom, when, with what result; every step."""
    await ha.see("Đã khám xong")
    await ha.never_see("Mai", "Lan", "0912", "Chóng mặt")
    await ha.tap("Nữ, 72 tuổi")
    await ha.see("Cuộc gọi: Nữ, 72 tuổi", "Trần Văn Bình", "người khác nhận", "Lê Thị Thu", "đã nhận", "Gác máy")
    await shots.keep(ha, "clinic-2-story")


async def test_story_one_doctor_two_devices(stage: Stage) -> None:
    """Both ring; the first to accept wins; the other says where the call is, and may take it over."""
    desk = await cast.doctor_on_duty(stage)
    phone_browser = await stage.browser(BINH)
    phone = await cast.another_device(
        stage, await stage.context(phone_browser), "doctor", "bác sĩ Bình's second device"
    )
    lan = await cast.lan_at_her_phone(stage)
    await cast.rings_for_mai(lan)
    await desk.see("Cuộc gọi đến", within=cast.LONG)
    await phone.see("Cuộc gọi đến")
    await phone.tap("Nhận")
    await desk.see("Đã nhận trên máy khác")
    await cast.both_hear_and_see(lan, phone)
    assert (await proof.sent(desk)).packets == 0
    await desk.tap("Chuyển cuộc gọi về máy này")
    await cast.both_hear_and_see(lan, desk)
