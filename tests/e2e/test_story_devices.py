"""Without a camera, without a microphone: clear words, and the call goes on with what there is. In production mode, where
nothing is drawn in place of what is missing."""

from typing import Any

from tests.e2e import cast, proof
from tests.e2e.capture import BINH, LAN
from tests.e2e.gateway import Gateway
from tests.e2e.screen import Screen
from tests.e2e.stage import Stage

PHONE, SHOWN = "+84912000001", "0912 000 001"


async def test_story_a_phone_without_a_camera_makes_a_voice_call(stage_for_real: Stage, gateway: Gateway) -> None:
    """She hears and is heard; the doctor is told in words why there is no picture."""
    binh = await _binh_on_duty(stage_for_real)
    lan = await _lan_signs_in(stage_for_real, gateway, cameras=0)
    await cast.rings_for_mai(lan)
    await lan.see("Máy này không có máy quay. Cuộc gọi chỉ có tiếng.")
    await binh.see("Cuộc gọi đến", within=cast.LONG)
    await binh.tap("Nhận")
    await proof.hears(binh, LAN)
    await proof.hears_and_sees(lan, BINH)
    await binh.see("Bên kia không bật hình. Vẫn nghe được tiếng.")


async def test_story_a_refused_microphone_leaves_listening_and_typing(stage_for_real: Stage, gateway: Gateway) -> None:
    """She reads what still works; the doctor sees the number to dial; what she types arrives."""
    binh = await _binh_on_duty(stage_for_real)
    lan = await _lan_signs_in(stage_for_real, gateway, ask=True)
    await _refuse(lan, stage_for_real.address, "microphone", "camera")
    await cast.rings_for_mai(lan)
    await lan.see("Micrô đang bị chặn. Vẫn nghe được bác sĩ và nhắn tin được", "chạm ổ khóa cạnh địa chỉ")
    await binh.see("Cuộc gọi đến", within=cast.LONG)
    await binh.tap("Nhận")
    await binh.see("Máy bên kia không có micrô", "Gọi điện 0912")
    await _hears_at_once_or_after_a_tap(lan)
    await lan.tap("Nhắn tin")
    await lan.write("Viết tin nhắn", "Em không nói được, em nhắn tin nhé")
    await lan.tap("Gửi")
    await binh.see("Em không nói được, em nhắn tin nhé")
    assert (await proof.sent(lan)).packets == 0


async def _hears_at_once_or_after_a_tap(lan: Screen) -> None:
    """She has tapped to call, so the browser lets the page sound."""
    await proof.hears_and_sees(lan, BINH)


async def _binh_on_duty(stage: Stage) -> Screen:
    binh = await stage.desk(BINH, "bác sĩ Bình's desk")
    await cast.signs_in(binh, cast.staff("bs.binh"))
    await cast.goes_on_duty(binh)
    return binh


async def _lan_signs_in(stage: Stage, gateway: Gateway, **browser: Any) -> Screen:
    """Chị Lan with her number and the code of a text message. Her own page shows no inbox."""
    lan = await stage.phone(LAN, "chị Lan's phone", "/", **browser)
    await lan.see("1 bác sĩ đang trực")
    await lan.tap("GỌI BÁC SĨ")
    await lan.write("Số điện thoại", SHOWN)
    await lan.tap("Gửi mã cho tôi")
    await lan.see("Nhập mã 6 số")
    await lan.never_see("Hộp thư thử")
    await lan.write("Mã 6 số", await gateway.code_for(PHONE))
    await lan.see("Ai cần bác sĩ?", "bà Mai")
    return lan


async def _refuse(screen: Screen, origin: str, *names: str) -> None:
    """What a person did who tapped "Chặn"."""
    for name in names:
        setting = {"permission": {"name": name}, "setting": "denied", "origin": origin}
        await screen.cdp.send("Browser.setPermission", setting)
