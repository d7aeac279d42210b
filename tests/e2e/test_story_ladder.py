"""The clinic's desk at night: who writes the ladder, and how a call is followed down it without a reload."""

from playwright.async_api import BrowserContext

from tests.e2e import cast, shots
from tests.e2e.screen import Screen
from tests.e2e.stage import Stage

TABS = "Thang gọi"


async def test_story_the_administrator_writes_the_ladder(stage: Stage) -> None:
    """Two desks have it open; the second to save is told what the first one changed, and loses nothing."""
    stage.excused = ("/api/ladder)",)  # the refusal of the second is an answer, and the console notes it
    context = await stage.context(await stage.browser(None))
    await cast.enters(stage, context, "administrator")
    tuan, other = [await _opens(stage, context, name) for name in ("anh Tuấn's desk", "anh Tuấn's other desk")]
    await tuan.see("0:00 Gọi lần lượt: trạm nơi người bệnh ở", "Giao việc gọi lại cho Nguyễn Thị Hà")
    await tuan.see("báo thêm Đỗ Anh Tuấn", "Trạm lân cận", "Trạm Y tế xã Yên Bình")
    await shots.keep(tuan, "clinic-5-ladder")
    await _mistypes(tuan)
    await _moves_rungs_by_keyboard(tuan)
    await tuan.tap("Lưu thang gọi")
    await tuan.see("Đã lưu. Cuộc gọi sau dùng thang mới.", "Bản 2, Đỗ Anh Tuấn")
    await other.write("Ghi chép sau cuộc gọi", "4:00")
    await other.tap("Lưu thang gọi")
    await other.see("vừa lưu một bản khác", "Họ đã đổi:", "Ở bậc này bao lâu 0:45")
    await shots.keep(other, "clinic-6-ladder-conflict")
    await other.tap("Lấy bản của họ")
    await other.see("Bản 2, Đỗ Anh Tuấn")
    await other.no_longer_see("Họ đã đổi:")
    await _names_a_neighbour(other)


async def _opens(stage: Stage, context: BrowserContext, name: str) -> Screen:
    desk = await stage.screen(context, name, "/clinic")
    await desk.tap(TABS)
    await desk.see("Đọc bằng lời", "Bản 1, Đỗ Anh Tuấn")
    return desk


async def _mistypes(tuan: Screen) -> None:
    """What is no time is said in words, and cannot be saved; the preview follows what is."""
    await tuan.write("Ở bậc này bao lâu", "45")
    await tuan.see("Xin ghi phút:giây", "Còn chỗ chưa đúng")
    await tuan.write("Ở bậc này bao lâu", "90:00")
    await tuan.see("Xin chọn từ 0:01 đến 60:00.")
    await tuan.write("Ở bậc này bao lâu", "0:45")
    await tuan.see("0:45 Gọi lần lượt: các trạm lân cận", "Có thay đổi chưa lưu.")


async def _moves_rungs_by_keyboard(tuan: Screen) -> None:
    """The keyboard stays with the rung that moved, so that Enter moves it on; then one is added and removed."""
    await tuan.tap("Đưa xuống bậc 1")
    await tuan.see("0:00 Gọi lần lượt: các trạm lân cận")
    await tuan.key("Enter")
    await tuan.see("1:00 Gọi lần lượt: bệnh viện tỉnh")
    for _ in range(2):
        await tuan.tap("Đưa lên bậc 3" if _ == 0 else "Đưa lên bậc 2")
    await tuan.see("0:00 Gọi lần lượt: trạm nơi người bệnh ở")
    await tuan.tap("Thêm một bậc")
    await tuan.see("Bậc 5")
    await tuan.tap("Bỏ bậc 4")
    await tuan.no_longer_see("Bậc 5")


async def _names_a_neighbour(desk: Screen) -> None:
    await desk.tap("Bệnh viện Đa khoa tỉnh (mẫu)")
    await desk.tap("Lưu trạm lân cận")
    await desk.see("Đã lưu trạm lân cận của Trạm Y tế xã Yên Hòa (mẫu).")


async def test_story_the_clinic_follows_a_call_down_its_ladder(stage: Stage) -> None:
    """chị Hà sees where the call stands, why two rungs were passed, that the doctor is about to leave, and who answers
    for a call-back, which she takes up; no name and no number."""
    binh = await cast.doctor_on_duty(stage)
    ha = await _ha(stage, binh)
    lan = await cast.lan_at_her_phone(stage)
    await cast.rings_for_mai(lan)
    await binh.see("Cuộc gọi đến", within=cast.LONG)
    await ha.see("Nữ, 72 tuổi", "Khẩn", "Bậc 3/4 · bậc sau lúc", "đang reo: Trần Văn Bình", within=cast.LONG)
    await shots.keep(ha, "clinic-3-queue")
    await ha.tap("Nữ, 72 tuổi")
    await ha.see("Trạm nơi người bệnh ở", "không ai trực ở bậc này", "Bệnh viện tỉnh", "đang ở bậc này", "đang reo")
    await ha.see("Tất cả, kể cả dự phòng", "chưa đến", "Đã đánh thức bằng gì")
    await shots.keep(ha, "clinic-4-story-ladder")
    await binh.tap("Nhận")
    await ha.see("Đang nói chuyện", "đã nhận", within=cast.LONG)
    await ha.tap("Đóng")
    await cast.caller_hangs_up(lan)
    await ha.see("Đã khám xong", "đang ghi chép", within=cast.LONG)
    await _takes_up_a_call_back(stage, ha)
    await _the_last_doctor_leaves(binh, ha)
    await _reads_the_ladder(ha)


async def _ha(stage: Stage, beside: Screen) -> Screen:
    browser = beside.page.context.browser
    assert browser is not None
    context = await stage.context(browser)
    await cast.enters(stage, context, "manager")
    ha = await stage.screen(context, "chị Hà's desk", "/clinic")
    await ha.see("Trần Văn Bình", "Không có cuộc gọi nào", "Không nợ ai cuộc gọi nào")
    return ha


async def _takes_up_a_call_back(stage: Stage, ha: Screen) -> None:
    """Somebody asks to be called back; the ladder names her."""
    answer = await ha.page.context.request.post(
        f"{stage.address}/api/callbacks", data={"phone": "0987 654 321", "reason": "Bố em ho"}
    )
    assert answer.ok, await answer.text()
    await ha.see("xin gọi lại", "Nguyễn Thị Hà lo", "chưa ai nhận lo", "hạn", within=cast.LONG)
    await ha.never_see("0987", "654", "ho ra", "Bố em")
    await ha.tap("Tôi lo việc này")
    await ha.see("Nguyễn Thị Hà đã nhận lo lúc")
    await ha.no_longer_see("Tôi lo việc này")


async def _the_last_doctor_leaves(binh: Screen, ha: Screen) -> None:
    await binh.tap("Về trang trực")
    await binh.tap("Nghỉ sau 15 phút")
    await ha.see("nghỉ lúc", "Không còn bác sĩ nào ở lại trực", within=cast.LONG)
    await shots.keep(ha, "clinic-7-gap")


async def _reads_the_ladder(ha: Screen) -> None:
    """She reads it and changes nothing."""
    await ha.tap(TABS)
    await ha.see("Chỉ người quản trị sửa được", "Giao việc gọi lại cho Nguyễn Thị Hà", "Bậc 1:")
    await ha.never_see("Lưu thang gọi", "Lưu trạm lân cận")
