"""A call changes hands: to a colleague who says yes; on hold for an emergency, and back; and a doctor who leaves soon."""

from uuid import UUID

from sqlalchemy import select

from telehealth.calls import aftermath, ledger, ringing
from telehealth.calls.models import CallRow
from telehealth.calls.states import Priority, Triaged
from telehealth.db import Database
from telehealth.settings import Settings
from tests.e2e import cast, proof, shots
from tests.e2e.capture import BINH, THU
from tests.e2e.screen import Screen
from tests.e2e.stage import Stage


async def test_story_a_call_is_handed_over(stage: Stage) -> None:
    """bác sĩ Thu says no once, then yes; chị Lan hears and sees her, and reads that she has taken over."""
    binh, thu, lan = await _two_doctors_and_a_call(stage)
    await _asks_thu(binh)
    await thu.see("Trần Văn Bình chuyển cuộc gọi", "Hoàng Thị Mai", "Người bệnh đang chờ trong cuộc gọi")
    await shots.keep(thu, "doctor-10-offered")
    await thu.tap("Từ chối")
    await binh.see("Lê Thị Thu chưa nhận", "Cuộc gọi vẫn của bạn")
    await cast.both_hear_and_see(lan, binh)
    await _asks_thu(binh)
    await shots.keep(binh, "doctor-11-handing-over", top=".call-right")
    await thu.tap("Nhận")
    await binh.see("Đã được bác sĩ", "Thu", "nhận", within=cast.LONG)
    await lan.see("Bác sĩ Thu tiếp nhận", within=cast.LONG)
    await shots.keep(lan, "caller-14-handed-over")
    await cast.both_hear_and_see(lan, thu, THU)
    await thu.see("Bác sĩ dặn")
    await thu.tap("Kết thúc")
    await lan.see("Bác sĩ dặn", within=cast.LONG)


async def _two_doctors_and_a_call(stage: Stage) -> tuple[Screen, Screen, Screen]:
    binh = await cast.doctor_on_duty(stage)
    thu = await cast.doctor_on_duty(stage, "doctor2", THU)
    lan = await cast.lan_at_her_phone(stage)
    await cast.rings_for_mai(lan)
    await binh.see("Cuộc gọi đến", within=cast.LONG)
    await binh.tap("Nhận")
    await cast.both_hear_and_see(lan, binh)
    return binh, thu, lan


async def _asks_thu(binh: Screen) -> None:
    await binh.tap("Chuyển cho bác sĩ khác")
    await binh.see("Chuyển cuộc gọi cho ai?", "Lê Thị Thu")
    await binh.tap("Lê Thị Thu")
    await binh.see("Đang chờ bác sĩ Lê Thị Thu nhận")


async def test_story_an_emergency_knocks(stage: Stage, demo_settings: Settings) -> None:
    """While bác sĩ Bình speaks with bà Mai's family an emergency calls: he takes it, they hold with their place kept, and
    he comes back to them; each time the sound and the picture are the right ones'."""
    binh = await cast.doctor_on_duty(stage)
    lan = await cast.lan_at_her_phone(stage)
    await cast.rings_for_mai(lan)
    await binh.see("Cuộc gọi đến", within=cast.LONG)
    await binh.tap("Nhận")
    await cast.both_hear_and_see(lan, binh)
    other = await _another_caller(stage)
    await _is_an_emergency(demo_settings)
    await binh.see("Có ca cấp cứu đang gọi", "Nhận cấp cứu, bà Mai giữ máy", within=cast.LONG)
    await cast.both_hear_and_see(lan, binh)
    await shots.keep(binh, "doctor-12-knock")
    await binh.tap("Nhận cấp cứu, bà Mai giữ máy", within=cast.LONG)
    await lan.see("Bác sĩ đang cấp cứu, xin giữ máy.", "Chỗ của quý vị được giữ", within=cast.LONG)
    await shots.keep(lan, "caller-15-on-hold")
    await proof.hears_and_sees(other, BINH)
    await proof.hears_and_sees(binh, THU)
    await binh.see("bà Mai đang giữ máy", "Chuyển bà Mai cho bác sĩ khác")
    await binh.tap("Kết thúc")
    await binh.see("bà Mai đang giữ máy chờ bạn", "Quay lại với bà Mai", within=cast.LONG)
    await shots.keep(binh, "doctor-13-back-from-the-emergency")
    await binh.tap("Quay lại với bà Mai")
    await cast.both_hear_and_see(lan, binh)
    await lan.no_longer_see("Bác sĩ đang cấp cứu")


async def test_story_an_emergency_knocks_at_a_note(stage: Stage, demo_settings: Settings) -> None:
    """bác sĩ Bình writes after a call: an emergency is a banner over his note, not a page in its place, until he takes it."""
    binh = await cast.doctor_on_duty(stage)
    lan = await cast.lan_at_her_phone(stage)
    await cast.rings_for_mai(lan)
    await binh.see("Cuộc gọi đến", within=cast.LONG)
    await binh.tap("Nhận")
    await cast.both_hear_and_see(lan, binh)
    await binh.tap("Kết thúc")
    await binh.see("Đang ghi chép: chưa đổ chuông tới", "Sẵn sàng", within=cast.LONG)
    other = await _another_caller(stage)
    await binh.write("Bác sĩ dặn", "Nghỉ ngơi, uống đủ nước.")
    await _is_an_emergency(demo_settings)
    await binh.see("Có ca cấp cứu đang gọi", "Nhận cấp cứu", "Đang ghi chép", "Bác sĩ dặn", within=cast.LONG)
    await binh.no_longer_see("Cuộc gọi đến")
    await shots.keep(binh, "doctor-16-knock-at-a-note")
    await binh.tap("Nhận cấp cứu")
    await proof.hears_and_sees(other, BINH)
    await proof.hears_and_sees(binh, THU)


async def test_story_a_call_back_is_handed_over(stage: Stage) -> None:
    """bác sĩ Thu is asked on her own page: she says no, is asked again, and says yes."""
    lan = await cast.lan_at_her_phone(stage)
    binh = await cast.doctor_on_duty(stage)
    thu = await cast.doctor_on_duty(stage, "doctor2", THU)
    await cast.rings_for_mai(lan)
    await lan.tap("Dừng gọi")
    await lan.tap("Dừng, nhờ bác sĩ gọi lại")
    await binh.see("Cần gọi lại", "Tôi gọi lại", within=cast.LONG)
    await binh.tap("Tôi gọi lại")
    await _asks_thu_to_call_back(binh, thu)
    await thu.tap("Không nhận được")
    await binh.no_longer_see("Đã hỏi bác sĩ Lê Thị Thu")
    await _asks_thu_to_call_back(binh, thu)
    await shots.keep(thu, "doctor-17-call-back-offered")
    await thu.tap("Nhận chuyển")
    await thu.see("Đã nói chuyện", within=cast.LONG)
    await binh.see("Lê Thị Thu đang lo", within=cast.LONG)
    await binh.no_longer_see("Đã nói chuyện")


async def _asks_thu_to_call_back(binh: Screen, thu: Screen) -> None:
    await binh.tap("Chuyển")
    await binh.see("Chuyển việc gọi lại cho ai?", "Lê Thị Thu")
    await binh.tap("Lê Thị Thu")
    await binh.see("Đã hỏi bác sĩ Lê Thị Thu, chờ nhận.", within=cast.LONG)
    await thu.see("Bác sĩ Trần Văn Bình chuyển cho bạn", "Nhận chuyển", within=cast.LONG)


async def _another_caller(stage: Stage) -> Screen:
    """Somebody else's phone rings; it shows another colour and gives another tone than chị Lan's."""
    stranger = await stage.phone(THU, "a stranger's phone")
    await stranger.tap("GỌI BÁC SĨ")
    await stranger.write("Số điện thoại", "0987 654 321")
    await stranger.tap("Gửi mã cho tôi")
    await stranger.see("Nhập mã 6 số")
    await stranger.tap("Gọi ngay không cần mã", within=45)
    await stranger.see_one("Đang tìm bác sĩ", "Đang gọi bác sĩ", within=cast.LONG)
    return stranger


async def _is_an_emergency(settings: Settings) -> None:
    """What the answered questions come to: an emergency."""
    database = Database(settings.database_url, pool_size=1)
    async with database.transaction() as session:
        call_id: UUID | None = await session.scalar(select(CallRow.id).where(CallRow.state.in_(("waiting", "ringing"))))
        assert call_id is not None
        change = await ledger.change(session, call_id, Triaged(Priority.EMERGENCY, red_flag=True), actor="caller")
        await aftermath.follow(session, change)
        await ringing.ring_next(session, call_id)
    await database.close()


async def test_story_a_doctor_leaves_soon_and_writes_first(stage: Stage) -> None:
    """ "Nghỉ sau 15 phút" counts down and can be taken back; after a call the page says until when nothing rings."""
    binh = await cast.doctor_on_duty(stage)
    await binh.tap("Nghỉ sau 15 phút")
    await binh.see("Nghỉ lúc", "Không nhận cuộc gọi mới", "Bạn là bác sĩ trực cuối cùng")
    await shots.keep(binh, "doctor-14-leaving-soon")
    await binh.tap("Vẫn trực, không nghỉ nữa")
    await binh.see("Nghỉ sau 15 phút")
    lan = await cast.lan_at_her_phone(stage)
    await cast.rings_for_mai(lan)
    await binh.see("Cuộc gọi đến", within=cast.LONG)
    await binh.tap("Nhận")
    await cast.both_hear_and_see(lan, binh)
    await binh.tap("Kết thúc")
    await binh.see("Đang ghi chép: chưa đổ chuông tới", "Sẵn sàng", within=cast.LONG)
    await shots.keep(binh, "doctor-15-writing")
    await binh.tap("Sẵn sàng")
    await binh.no_longer_see("Đang ghi chép")
