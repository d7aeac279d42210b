"""Nobody on duty: said at once, with numbers to dial and a call-back that a doctor then sees to."""

from tests.e2e import cast, shots
from tests.e2e.capture import BINH, LAN
from tests.e2e.stage import Stage

PHONE = "0987 654 321"
REASON = "Bố em ho ra máu"


async def test_story_nobody_on_duty_then_a_call_back_by_telephone(stage: Stage) -> None:
    binh = await cast.doctor_on_duty(stage)
    await binh.tap("Kết thúc ca trực")
    await binh.see("Kết thúc ca trực?")
    await binh.tap("Kết thúc ca trực")
    await binh.see("Bắt đầu trực")
    lan = await cast.lan_at_her_phone(stage)
    await lan.see("Lúc này chưa có bác sĩ trực.", "Gấp thì gọi 115", "02333000115")
    await shots.keep(lan, "caller-14-nobody-first")
    await cast.rings_for_mai(lan)
    await lan.see("Lúc này chưa có bác sĩ trực", "Gọi Cấp cứu: 115", "Trạm Y tế xã Yên Hòa", "02333000115")
    await shots.keep(lan, "caller-15-nobody")
    await lan.write("Số điện thoại", PHONE)
    await lan.write("Có chuyện gì?", REASON)
    await lan.tap("Xin gọi lại")
    await lan.see("Đã nhận yêu cầu.")
    await shots.keep(lan, "caller-16-callback-taken")
    await binh.see("Cần gọi lại", REASON, "Xin được gọi lại", within=cast.LONG)
    await shots.keep(binh, "doctor-8-callbacks")
    await binh.tap("Tôi gọi lại")
    await binh.see("Gọi điện thoại 0987")
    await binh.tap("Đã nói chuyện")
    await binh.see("Ghi chép", "Bác sĩ dặn", "Điện thoại")
    await shots.keep(binh, "doctor-9-by-telephone")


async def test_story_a_stranger_sees_the_numbers_before_any_sign_in(stage: Stage) -> None:
    """The way to 115 and to the station needs no account, and the call-back form no code."""
    binh = await cast.doctor_on_duty(stage, looks=BINH)
    await binh.tap("Kết thúc ca trực")
    await binh.see("Kết thúc ca trực?")
    await binh.tap("Kết thúc ca trực")
    await binh.see("Bắt đầu trực")
    stranger = await stage.phone(LAN, "a stranger's phone")
    await stranger.see("Cấp cứu? Gọi 115", "Lúc này chưa có bác sĩ trực.", "02333000115")
    await stranger.tap("Xin gọi lại")
    await stranger.write("Số điện thoại", PHONE)
    await stranger.tap("Xin gọi lại")
    await stranger.see("Đã nhận yêu cầu.")
    await binh.see("Xin được gọi lại", "Số chưa xác minh", within=cast.LONG)
