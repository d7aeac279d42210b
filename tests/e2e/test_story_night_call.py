"""Two in the morning: chị Lan calls for her mother, bác sĩ Bình answers, writes and signs, and the family reads it."""

from tests.e2e import cast, proof, shots
from tests.e2e.capture import BINH, LAN
from tests.e2e.screen import Screen
from tests.e2e.stage import Stage

SOAP = {
    "S ·": "Con gái gọi thay, mẹ chóng mặt từ 1 giờ sáng.",
    "O ·": "Tỉnh, nói rõ câu. Huyết áp 150/90.",
    "A ·": "Tăng huyết áp, theo dõi.",
    "P ·": "Nghỉ ngơi, đo lại sau 30 phút.",
}
ADVICE = "Bác nằm nghỉ, uống thuốc huyết áp như cũ, ba mươi phút nữa đo lại."
SAYS_LAN, SAYS_BINH = "Huyết áp của mẹ em là 150 trên 90", "Chị cho bác nằm nghỉ nhé"


async def test_story_a_whole_night_call(stage: Stage) -> None:
    binh = await stage.desk(BINH, "bác sĩ Bình's desk")
    await _comes_to_work(binh)
    lan = await cast.lan_at_her_phone(stage)
    await shots.keep(lan, "caller-8-family")
    await cast.rings_for_mai(lan)
    await _rings(lan, binh)
    await _nothing_is_sent_yet(lan, binh)
    await binh.tap("Nhận")
    await cast.both_hear_and_see(lan, binh)
    await shots.keep(lan, "caller-9-in-call")
    await _a_slip_of_the_thumb(lan, binh)
    await _chat(lan, binh)
    await _write(binh)
    await shots.keep(binh, "doctor-5-in-call", top=".call-right")
    await binh.tap("Kết thúc")
    await _family_reads_what_is_not_signed(lan)
    await _signs(binh)
    await _family_reads_what_is_signed(lan)


async def _comes_to_work(binh: Screen) -> None:
    await binh.see("Đăng nhập")
    await shots.keep(binh, "doctor-1-sign-in")
    await cast.signs_in(binh, cast.staff("bs.binh"))
    await binh.see("Đang trực", "Kết thúc ca trực")
    await binh.tap("Kết thúc ca trực")
    await binh.see("Kết thúc ca trực?")
    await binh.tap("Kết thúc ca trực")
    await binh.see("Bắt đầu trực")
    await shots.keep(binh, "doctor-2-off-duty")
    await cast.goes_on_duty(binh)
    await shots.keep(binh, "doctor-3-on-duty")


async def _rings(lan: Screen, binh: Screen) -> None:
    """The card says who, how old, why, and what was before, while it rings."""
    await lan.see("Đang gọi bác sĩ Bình")
    await lan.tap("Chóng mặt")
    await lan.tap("Tôi đồng ý")
    await binh.see("Cuộc gọi đến", "Hoàng Thị Mai", "72 tuổi", "Nữ", "Yên Hòa", within=cast.LONG)
    await binh.see("Nguyễn Thị Lan", "con của người bệnh", "Chóng mặt", "Đã đồng ý")
    await binh.see("Các lần khám trước", "Chóng mặt tư thế ở người tăng huyết áp", "Ho sau nhiễm siêu vi")
    await shots.keep(binh, "doctor-4-ringing")


async def _nothing_is_sent_yet(lan: Screen, binh: Screen) -> None:
    """The line is warm: connected, and silent. The doctor's devices are not even open."""
    await proof.line_is_warm(lan)
    await proof.line_is_warm(binh)
    await proof.sends_nothing(lan)
    quiet = await proof.sends_nothing(binh)
    assert quiet.capturing == []
    assert await proof.hears_nothing(lan)
    assert await proof.hears_nothing(binh)


async def _a_slip_of_the_thumb(lan: Screen, binh: Screen) -> None:
    """Back asks first; the picture goes off and comes again; nothing else is lost."""
    await lan.back()
    await lan.see("Kết thúc cuộc gọi?", "Bác sĩ vẫn đang ở đây.")
    await lan.tap("Ở lại")
    await lan.tap("Tắt hình")
    await binh.see("Bên kia không bật hình. Vẫn nghe được tiếng.")
    await proof.hears(binh, LAN)
    await lan.tap("Bật hình")
    await proof.sees(binh, LAN)
    await lan.tap("Tắt mic")
    await binh.see("Bên kia đang tắt mic.")
    await lan.tap("Bật mic")
    await proof.hears(binh, LAN)


async def _chat(lan: Screen, binh: Screen) -> None:
    await lan.tap("Nhắn tin")
    await lan.write("Viết tin nhắn", SAYS_LAN)
    await lan.tap("Gửi")
    await binh.see(SAYS_LAN)
    await binh.write("Viết tin nhắn", SAYS_BINH)
    await binh.tap("Gửi")
    await lan.see(SAYS_LAN, SAYS_BINH)
    await shots.keep(lan, "caller-10-chat")
    await lan.tap("Đóng")


async def _write(binh: Screen) -> None:
    """Who it is, said aloud and confirmed; then the note."""
    await binh.tap("Đúng người này")
    await binh.see("Đã xác nhận")
    for label, words in SOAP.items():
        await binh.write(label, words)
    await binh.write("Bác sĩ dặn", ADVICE)
    await binh.see("Đã lưu lúc")


async def _family_reads_what_is_not_signed(lan: Screen) -> None:
    await lan.see("Bác sĩ dặn", ADVICE, "Chưa ký", within=cast.LONG)
    await lan.never_see(*SOAP.values())
    await shots.keep(lan, "caller-11-advice-unsigned")


async def _signs(binh: Screen) -> None:
    await binh.see("Cuộc gọi đã kết thúc")
    await shots.keep(binh, "doctor-6-after-call")
    await binh.tap("Ký")
    await binh.see("Ký ghi chép này?")
    await binh.tap("Ký")
    await binh.see("đã ký lúc")
    await shots.keep(binh, "doctor-7-signed")


async def _family_reads_what_is_signed(lan: Screen) -> None:
    """On the same screen, without a tap; and from the book."""
    await lan.see(ADVICE, "Bác sĩ Bình đã ký lúc")
    await lan.never_see("Chưa ký", *SOAP.values())
    await shots.keep(lan, "caller-12-advice-signed")
    await lan.tap("Về trang đầu")
    await lan.tap("Sổ sức khỏe")
    await lan.see("Sổ sức khỏe", ADVICE, "Bác sĩ Bình đã ký lúc", "Khi dậy: ngồi ở mép giường")
    await lan.never_see("Chưa ký", *SOAP.values(), "hoa mắt khi đứng dậy")
    await shots.keep(lan, "caller-13-book")
