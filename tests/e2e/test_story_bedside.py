"""anh Pả, health worker, stands beside bà Mai with his phone: finds her, calls, measures while it rings, reads the advice out."""

from tests.e2e import browsers, cast, shots
from tests.e2e.capture import LAN
from tests.e2e.screen import Screen
from tests.e2e.stage import Stage

ADVICE = "Cho bà nằm nghỉ, 30 phút nữa anh đo lại huyết áp."


async def pa_with_his_phone(stage: Stage) -> Screen:
    """The clinic's page on a phone of 360 pixels."""
    context = await stage.context(await stage.browser(LAN), browsers.PHONE)
    await cast.enters(stage, context, "worker")
    pa = await stage.screen(context, "anh Pả's phone", "/clinic", touch=True)
    await pa.see("Người bệnh là ai?")
    return pa


async def test_story_a_health_worker_at_the_bedside(stage: Stage) -> None:
    stage.excused = ("/vitals)",)  # the server asks about "14/9" by refusing it once, and the console notes that
    binh = await cast.doctor_on_duty(stage)
    pa = await pa_with_his_phone(stage)
    await shots.keep(pa, "bedside-1-find")
    await _finds_ba_mai(pa)
    await pa.tap("GỌI BÁC SĨ")
    await pa.see("Đang gọi bác sĩ Bình", "Cho bà Mai", "Sinh hiệu")
    await _asks_while_it_rings(pa, binh)
    await _measures_while_it_rings(pa, binh)
    await binh.tap("Nhận")
    await cast.both_hear_and_see(pa, binh)
    await shots.keep(pa, "bedside-5-in-call")
    await _measures_in_the_call(pa, binh)
    await _reads_the_advice_out(pa, binh)


async def _finds_ba_mai(pa: Screen) -> None:
    """Without marks, with a birth year that is one off; nobody of another commune is there to find."""
    await pa.write("Tên người bệnh", "hoang thi m")
    await pa.write("Năm sinh", "1955")
    await pa.tap("Tìm")
    await pa.see("Tìm thấy 1 người", "Hoàng Thị Mai", "72 tuổi")
    await shots.keep(pa, "bedside-2-found")
    await pa.tap("Hoàng Thị Mai")
    await pa.see("Gọi bác sĩ cho", "Yên Hòa", "nhân viên y tế đang ở cạnh người bệnh")
    await shots.keep(pa, "bedside-3-person")


async def _asks_while_it_rings(pa: Screen, binh: Screen) -> None:
    """The cards a family gets, beside the vitals: a danger sign comes before everything else, and first to the doctor."""
    await pa.see("Trong lúc chờ: có chuyện gì?", "Khó thở", within=cast.LONG)
    await pa.tap("Khó thở")
    await pa.see("Câu 1 trên", "Có bị bất tỉnh", "KHÔNG RÕ", "Sinh hiệu")
    await shots.keep(pa, "bedside-10-question")
    for words in ("Có bị bất tỉnh", "Có ngừng thở"):
        await pa.see(words)
        await pa.tap("KHÔNG")
    await pa.tap("CÓ, môi tím")
    await pa.see("Có dấu hiệu nguy hiểm", "GỌI 115", "Vẫn đang gọi bác sĩ", "Sinh hiệu")
    await binh.see("Dấu hiệu nguy hiểm: môi tím", within=cast.LONG)
    await shots.keep(pa, "bedside-11-danger")
    await pa.tap("Trả lời tiếp")


async def _measures_while_it_rings(pa: Screen, binh: Screen) -> None:
    """ "14/9" is asked about; the doctor's card shows 140/90, who measured it, and first of all who is there."""
    await binh.see("Cuộc gọi đến", "Nhân viên y tế đang ở cạnh người bệnh", "Hồ Văn Pả", "Trạm Y tế", within=cast.LONG)
    await pa.write("Huyết áp", "14/9")
    await pa.write("Nhiệt độ", "38,9")
    await pa.tap("Gửi cho bác sĩ")
    await pa.see("Huyết áp 14/9?", "140/90 mmHg, đúng không?")
    await pa.tap("Đúng, 140/90 mmHg")
    await pa.see("Đã gửi. Bác sĩ thấy ngay.")
    await binh.see("140/90 mmHg", "38,9 °C", "nhân viên trạm đo tại chỗ")
    await shots.keep(binh, "bedside-9-doctors-card")
    await pa.tap("Người bệnh đồng ý")
    await pa.see("Đã ghi: có sự đồng ý.")
    await shots.keep(pa, "bedside-4-ringing")


async def _measures_in_the_call(pa: Screen, binh: Screen) -> None:
    await pa.tap("Sinh hiệu")
    await pa.write("SpO₂", "93")
    await pa.tap("Đọc từ máy đo")
    await shots.keep(pa, "bedside-6-vitals-in-call")
    await pa.tap("Gửi cho bác sĩ")
    await binh.see("SpO₂", "93 %", "nhân viên trạm đọc từ máy đo", "140/90 mmHg")
    await pa.tap("Đóng")


async def _reads_the_advice_out(pa: Screen, binh: Screen) -> None:
    await binh.write("Bác sĩ dặn", ADVICE)
    await binh.see("Đã lưu")
    await pa.tap("Kết thúc")
    await pa.see("Kết thúc cuộc gọi?")
    await pa.tap("Kết thúc")
    await pa.see("Bác sĩ dặn", ADVICE, "Chưa ký", "24 giờ", within=cast.LONG)
    await shots.keep(pa, "bedside-7-advice")
    await pa.tap("Xong, về trang tìm")
    await pa.see("Người bệnh là ai?")


async def test_story_somebody_without_a_record(stage: Stage) -> None:
    """Almost the same name and year are shown first; a new person is added; a reload in the call finds the way back."""
    binh = await cast.doctor_on_duty(stage)
    pa = await pa_with_his_phone(stage)
    await pa.write("Tên người bệnh", "Kăn")
    await pa.tap("Tìm")
    await pa.see("Không có ai tên này trong xã")
    await pa.tap("Thêm người bệnh mới")
    await pa.write("Họ và tên", "hoàng thị mai")
    await pa.write("Năm sinh", "1955")
    await pa.tap("Thêm và chọn")
    await pa.see("Có phải là người này không?", "Hoàng Thị Mai", "sinh 1954")
    await shots.keep(pa, "bedside-8-alike")
    await pa.tap("Không phải, đây là người khác")
    await pa.see("Gọi bác sĩ cho", "hoàng thị mai")
    await pa.tap("GỌI BÁC SĨ")
    await binh.see("Cuộc gọi đến", "Nhân viên y tế đang ở cạnh người bệnh", within=cast.LONG)
    await pa.reload()
    await pa.see("Đang gọi bác sĩ Bình", within=cast.LONG)
    await binh.tap("Nhận")
    await cast.both_hear_and_see(pa, binh)


async def test_story_he_stops_and_is_called_back_at_the_station(stage: Stage) -> None:
    """Within the first minute nothing is owed by itself: what was asked for is kept, and said."""
    binh = await cast.doctor_on_duty(stage)
    pa = await pa_with_his_phone(stage)
    await pa.tap("Gọi ngay, chưa rõ tên")
    await pa.see("Đang gọi bác sĩ Bình", within=cast.LONG)
    await pa.tap("Dừng gọi")
    await pa.tap("Dừng, xin bác sĩ gọi lại trạm")
    await pa.see("Đã dừng gọi", "Yêu cầu gọi lại đã được giữ. Bác sĩ sẽ gọi lại trạm.", within=cast.LONG)
    await binh.see("Cần gọi lại", "Xin được gọi lại", within=cast.LONG)
