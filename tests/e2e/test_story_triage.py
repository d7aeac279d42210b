"""What is asked while it rings: a stroke, 115 that nobody answers, and somebody who must not be alone."""

from uuid import UUID

from sqlalchemy import select

from telehealth.calls.models import CallRow
from telehealth.db import Database
from tests.e2e import absence, cast, shots
from tests.e2e.screen import Screen
from tests.e2e.stage import Stage
from tests.services.test_calls_queue import call_now, later


async def test_story_a_stroke_while_it_rings(stage: Stage) -> None:
    """One card after another, a danger sign before everything else; the doctor reads it first; a reload loses nothing."""
    binh = await cast.doctor_on_duty(stage)
    lan = await cast.lan_at_her_phone(stage)
    await cast.rings_for_mai(lan)
    await lan.see("Đang gọi bác sĩ Bình", "Trong lúc chờ: có chuyện gì?", "Méo miệng, yếu tay chân", "Bỏ qua")
    await shots.keep(lan, "triage-1-complaint")
    await lan.tap("Méo miệng, yếu tay chân")
    await lan.see("Câu 1 trên 10", "Có bị bất tỉnh", "CÓ, bất tỉnh", "KHÔNG RÕ", "Nghe")
    await shots.keep(lan, "triage-2-question")
    await _nothing_reads_aloud_here(lan)
    await _every_call_set(lan)
    await lan.see("đột ngột mất thăng bằng")
    await lan.tap("Bỏ qua")
    await lan.tap("KHÔNG RÕ")
    await lan.tap("CÓ, méo miệng")
    await lan.see(
        "Có dấu hiệu nguy hiểm", "GỌI 115", "Trạm Y tế xã Yên Hòa", "Vẫn đang gọi bác sĩ", "Đừng cho ăn, uống"
    )
    await shots.keep(lan, "triage-3-danger")
    await binh.see("Cuộc gọi đến", "Dấu hiệu nguy hiểm: méo miệng", "Người bệnh đang ở: Yên Hòa", within=cast.LONG)
    await binh.see("Méo miệng, yếu tay chân", "Còn 5 câu chưa trả lời")
    await lan.reload()
    await lan.see("Có dấu hiệu nguy hiểm", "GỌI 115", within=cast.LONG)
    await lan.tap("Trả lời tiếp")
    await lan.see("Dấu hiệu nguy hiểm: méo miệng", "Bình thường lần cuối lúc mấy giờ?")
    await shots.keep(lan, "triage-4-last-normal")
    await lan.tap("Hơn một ngày trước")
    await binh.see("Bình thường lần cuối: hơn một ngày trước")
    await shots.keep(binh, "triage-10-doctor-ringing")
    await _says_where_she_is(lan, binh)
    await binh.tap("Nhận")
    await cast.both_hear_and_see(lan, binh)
    await binh.see("Dấu hiệu nguy hiểm: méo miệng", "Nhà bác Tư, cổng xanh")
    await shots.keep(binh, "triage-11-doctor-in-call", top=".call-right")


async def _nothing_reads_aloud_here(lan: Screen) -> None:
    """This browser has no Vietnamese voice: "Nghe" says so instead of staying silent."""
    await lan.tap("Nghe")
    await lan.see("chưa có giọng đọc tiếng Việt")


async def _every_call_set(lan: Screen) -> None:
    for words in ("Có bị bất tỉnh", "Có ngừng thở", "Môi có bị tím", "Có đang co giật", "Có đang chảy máu"):
        await lan.see(words)
        await lan.tap("KHÔNG")
    await lan.tap("Câu trước")
    await lan.see("Có đang chảy máu")
    await lan.tap("KHÔNG")


async def _says_where_she_is(lan: Screen, binh: Screen) -> None:
    await lan.tap("Xem việc cần làm")
    await lan.see("Người bệnh đang ở: Yên Hòa, Quảng Trị")
    await lan.tap("Đổi chỗ")
    await lan.see("Người bệnh đang ở đâu?", "Tỉnh, thành phố")
    await lan.write("Xã, phường", "nam dong ha")
    await lan.tap("Phường Nam Đông Hà")
    await lan.write("Chỉ đường tới nhà", "Nhà bác Tư, cổng xanh")
    await shots.keep(lan, "triage-5-place")
    await lan.tap("Đúng chỗ này")
    await lan.see("Người bệnh đang ở: Nam Đông Hà, Quảng Trị", "Bệnh viện Đa khoa tỉnh")
    await binh.see("Người bệnh đang ở: Nam Đông Hà, Quảng Trị", "Nhà bác Tư, cổng xanh")


async def test_story_115_is_dialled_and_does_not_answer(stage: Stage) -> None:
    """The page hidden, the microphone gone, ten minutes past: the call rings on as urgent as before, and the doctor reads
    what the family is doing. Back at the page: did it answer? No: the hospital's number, and how to go."""
    binh = await cast.doctor_on_duty(stage)
    lan = await cast.lan_at_her_phone(stage)
    await cast.rings_for_mai(lan)
    await lan.tap("Khó thở, ho")
    await lan.tap("KHÔNG")
    await lan.see("Có ngừng thở")
    await lan.tap("CÓ, ngừng thở")
    await lan.see("Có dấu hiệu nguy hiểm", "GỌI 115", "ấn mạnh và nhanh giữa ngực")
    await shots.keep(lan, "triage-6-first-aid")
    await absence.dials_nowhere(lan)
    await lan.tap("GỌI 115")
    await absence.goes_away(lan)
    await binh.see("Người nhà đang gọi 115", "Dấu hiệu nguy hiểm: ngừng thở", within=cast.LONG)
    await _ten_minutes_pass(stage, binh)
    await absence.comes_back(lan)
    await lan.see("115 có nghe máy không?", "Cuộc gọi với bác sĩ vẫn được giữ")
    await shots.keep(lan, "triage-7-did-115-answer")
    await lan.tap("KHÔNG, 115 không nghe máy")
    await lan.see("Bệnh viện Đa khoa tỉnh", "Nếu tự đưa người bệnh đi", "Vẫn đang gọi bác sĩ")
    await shots.keep(lan, "triage-8-own-transport")
    await binh.see("115 không nghe máy", within=cast.LONG)
    await lan.tap("Đã rõ")
    await binh.tap("Nhận")
    await lan.see("Bác sĩ Bình", within=cast.LONG)


async def _ten_minutes_pass(stage: Stage, binh: Screen) -> None:
    database = Database(stage.house.database_url, pool_size=1)
    async with database.transaction() as session:
        call_id: UUID | None = await session.scalar(select(CallRow.id).where(CallRow.state != "ended"))
    assert call_id
    for _ in range(10):
        await later(database, call_id, 60)
    call = await call_now(database, call_id)
    assert call.is_open
    assert (int(call.priority), call.red_flag, call.answered_115) == (3, True, None)
    await database.close()
    await binh.see("Cuộc gọi đến", "Người nhà đang gọi 115", "Dấu hiệu nguy hiểm: ngừng thở", within=cast.LONG)


async def test_story_somebody_who_must_not_be_alone(stage: Stage) -> None:
    """No message, no booking, nothing of it afterwards on a telephone that the family shares."""
    binh = await cast.doctor_on_duty(stage)
    lan = await cast.lan_at_her_phone(stage)
    await lan.tap("chị Lan")
    await lan.tap("GỌI BÁC SĨ")
    await lan.tap("Buồn chán, muốn tự làm hại mình")
    await lan.see("Xin đừng ở một mình", "GỌI 115", "Vẫn đang gọi bác sĩ")
    await shots.keep(lan, "triage-9-not-alone")
    await binh.see("Có thể muốn tự làm hại mình", "Buồn chán", within=cast.LONG)
    await binh.tap("Nhận")
    await cast.both_hear_and_see(lan, binh)
    await cast.caller_hangs_up(lan)
    await lan.see("Bác sĩ dặn", within=cast.LONG)
    await lan.never_see("Buồn chán", "tự làm hại", "một mình")
    await lan.tap("Về trang đầu")
    await lan.tap("Sổ sức khỏe")
    await lan.never_see("Buồn chán", "tự làm hại", "một mình")


async def test_story_the_clinic_reads_the_questions_and_that_nobody_has_signed_them(stage: Stage) -> None:
    context = await stage.context(await stage.browser(None))
    await cast.enters(stage, context, "manager")
    ha = await stage.screen(context, "chị Hà's desk", "/clinic")
    await ha.tap("Bộ câu hỏi")
    await ha.see("Bộ câu hỏi khi chuông reo", "Cần bác sĩ ký duyệt", "Mọi cuộc gọi", "Số khẩn cấp theo tỉnh")
    await ha.tap("Khó thở")
    await ha.see("SpO₂ bao nhiêu phần trăm", "nguy hiểm dưới 92", "Cấp cứu")
    await shots.keep(ha, "triage-12-clinic")
