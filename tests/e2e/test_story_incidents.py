"""Things that happen on a night: a closed tab, two tabs, two families on one phone, clocks that are wrong."""

import re

from tests.e2e import browsers, cast, proof
from tests.e2e.capture import BINH, LAN
from tests.e2e.screen import Screen
from tests.e2e.stage import Stage

WRONG_CLOCK = """(() => {
  const Real = Date, off = %d;
  globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + off); }
    static now() { return Real.now() + off; }
  };
})();"""
"""A page whose machine's clock is off by so many milliseconds."""
HOUR = 3_600_000


async def test_story_a_closed_tab_in_mid_call_and_a_new_one(stage: Stage) -> None:
    """Chị Lan closes the tab by mistake and opens the page again: the call waits for her there, one tap away."""
    lan, binh = await _in_a_call(stage)
    context = lan.page.context
    await lan.page.close()
    stage.screens.remove(lan)
    again = await stage.screen(context, "chị Lan's new tab", "/patient", touch=True)
    await again.see("Bác sĩ Bình đang gọi lại", within=cast.LONG)
    await again.tap("Trả lời")
    await again.see("Bác sĩ Bình", "Kết thúc", within=cast.LONG)
    await proof.hears_and_sees(binh, LAN, within=cast.LONG)
    await cast.caller_hangs_up(again)
    await binh.see("Cuộc gọi đã kết thúc", within=cast.LONG)


async def test_story_two_tabs_of_the_same_patient_make_one_call(stage: Stage) -> None:
    """She taps the button in a second tab as well: it is the same call, stopping it there stops it, nobody rings twice."""
    binh = await cast.doctor_on_duty(stage)
    lan = await cast.lan_at_her_phone(stage)
    await cast.rings_for_mai(lan)
    await binh.see("Cuộc gọi đến", within=cast.LONG)
    second = await stage.screen(lan.page.context, "chị Lan's second tab", "/patient", touch=True)
    await cast.rings_for_mai(second)
    await second.see("Đang gọi bác sĩ Bình", within=cast.LONG)
    await second.tap("Dừng gọi")
    await second.tap("Dừng, không cần nữa")
    await second.see("Đã dừng gọi")
    await lan.no_longer_see("Đang gọi bác sĩ Bình", within=cast.LONG)
    await binh.no_longer_see("Cuộc gọi đến", within=cast.LONG)
    await binh.see("Đang trực")


async def test_story_two_families_on_one_phone(stage: Stage) -> None:
    """A neighbour borrows chị Lan's phone and signs in with a number of her own: nothing of Lan's family is there, and
    the doctor sees the neighbour's number."""
    binh = await cast.doctor_on_duty(stage)
    lan = await cast.lan_at_her_phone(stage)
    await lan.tap("Sửa gia đình")
    await lan.tap("Đăng xuất khỏi máy này")
    await lan.see("GỌI BÁC SĨ")
    await lan.tap("GỌI BÁC SĨ")
    await lan.write("Số điện thoại", "0912 345 678")
    await lan.tap("Gửi mã cho tôi")
    await lan.tap("Điền mã")
    await lan.see("Khám cho ai?")
    await lan.never_see("bà Mai", "bé Na", "Nguyễn Thị Lan")
    await lan.tap("Bố hoặc mẹ tôi")
    await lan.write("Họ và tên", "Võ Thị Tư")
    await lan.write("Năm sinh", "1950")
    await lan.tap("GỌI BÁC SĨ")
    await binh.see("Cuộc gọi đến", "Võ Thị Tư", within=cast.LONG)
    await binh.never_see("Hoàng Thị Mai", "0912 000 001")


async def test_story_clocks_that_are_wrong_on_both_sides(stage: Stage) -> None:
    """Chị Lan's phone is a day ahead, bác sĩ Bình's computer three hours behind: the call rings, is answered, and both
    read the same minute of it."""
    doctor_context = await stage.context(await stage.browser(BINH))
    await doctor_context.add_init_script(WRONG_CLOCK % (-3 * HOUR))
    binh = await cast.another_device(stage, doctor_context, "doctor", "bác sĩ Bình's desk")
    phone = await stage.context(await stage.browser(LAN), browsers.PHONE)
    await phone.add_init_script(WRONG_CLOCK % (24 * HOUR))
    await cast.enters(stage, phone, "caller")
    lan = await stage.screen(phone, "chị Lan's phone", "/patient", touch=True)
    await lan.see("Ai cần bác sĩ?", "bà Mai")
    await cast.rings_for_mai(lan)
    await binh.see("Cuộc gọi đến", within=cast.LONG)
    assert await _counts_from_now(lan), await lan.text()
    await binh.tap("Nhận")
    await cast.both_hear_and_see(lan, binh)
    assert await _counts_from_now(lan), await lan.text()
    assert await _counts_from_now(binh), await binh.text()
    await cast.caller_hangs_up(lan)
    await binh.see("Cuộc gọi đã kết thúc", within=cast.LONG)


async def _counts_from_now(screen: Screen) -> bool:
    """Whether the page has a stopwatch, and it says less than three minutes ("06:19" is a time of day, "0:19" is not)."""
    return re.search(r"(?<![\d:])[0-2]:\d\d(?![\d:])", await screen.text()) is not None


async def _in_a_call(stage: Stage) -> tuple[Screen, Screen]:
    binh = await cast.doctor_on_duty(stage)
    lan = await cast.lan_at_her_phone(stage)
    await cast.rings_for_mai(lan)
    await binh.see("Cuộc gọi đến", within=cast.LONG)
    await binh.tap("Nhận")
    await cast.both_hear_and_see(lan, binh)
    return lan, binh
