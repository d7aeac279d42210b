"""A phone nobody knows: from the first screen to a ringing doctor in under a minute, and the way back."""

import time

from tests.e2e import shots
from tests.e2e.capture import LAN
from tests.e2e.stage import Stage

PHONE = "0912 345 678"
MINUTE = 60.0


async def test_story_a_new_phone_rings_a_doctor_in_under_a_minute(stage: Stage) -> None:
    """Phone → code → who → ringing. The way to 115 is there from the first moment."""
    lan = await stage.phone(LAN, "chị Lan's new phone")
    begun = time.monotonic()
    await lan.see("Cấp cứu? Gọi 115", "Cần gặp bác sĩ?", "1 bác sĩ đang trực")
    await shots.keep(lan, "caller-1-first")
    await lan.tap("GỌI BÁC SĨ")
    await lan.see("Số điện thoại của người đang cầm máy", "Cấp cứu? Gọi 115")
    await shots.keep(lan, "caller-2-phone")
    await lan.write("Số điện thoại", PHONE)
    await lan.tap("Gửi mã cho tôi")
    await lan.see("Nhập mã 6 số", "Hộp thư thử", "Chưa thấy mã?")
    await lan.see("Điền mã")
    await shots.keep(lan, "caller-3-code")
    await lan.tap("Điền mã")
    await lan.see("Khám cho ai?")
    await lan.tap("Bố hoặc mẹ tôi")
    await lan.write("Họ và tên", "Hoàng Thị Mai")
    await lan.write("Năm sinh", "1954")
    await shots.keep(lan, "caller-4-who")
    await lan.tap("GỌI BÁC SĨ")
    await lan.see("Đang gọi bác sĩ Bình", "Nếu bác sĩ Bình chưa nghe máy", "Mai")
    assert time.monotonic() - begun < MINUTE
    await lan.tap("Tôi đồng ý")
    await lan.see("Đã ghi lời đồng ý")
    await lan.tap("Chóng mặt")
    await lan.see("Câu 1 trên", "Có bị bất tỉnh")
    await shots.keep(lan, "caller-5-ringing")
    await lan.tap("Dừng gọi")
    await lan.see("Dừng gọi bác sĩ?")
    await shots.keep(lan, "caller-6-stop")
    await lan.tap("Dừng, không cần nữa")
    await lan.see("Đã dừng gọi")
    await shots.keep(lan, "caller-7-stopped")
