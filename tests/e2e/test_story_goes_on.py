"""What a call survives: a page reloaded on either side, and a server that goes away and comes back."""

import asyncio

from tests.e2e import cast, proof
from tests.e2e.capture import BINH, LAN
from tests.e2e.screen import Screen
from tests.e2e.stage import Stage

AWAY = 6.0
"""Seconds without a server."""


async def test_story_reload_in_mid_call(stage: Stage) -> None:
    """Chị Lan's page is reloaded in the middle of the call, then the doctor's; each time it goes on, without a tap."""
    lan, binh = await _in_a_call(stage)
    await lan.reload()
    await proof.hears_and_sees(lan, BINH, within=cast.LONG)
    await proof.hears_and_sees(binh, LAN)
    await lan.see("Bác sĩ Bình", "Kết thúc")
    await binh.reload()
    await proof.hears_and_sees(binh, LAN, within=cast.LONG)
    await proof.hears_and_sees(lan, BINH)
    await binh.see("Hoàng Thị Mai", "Bác sĩ dặn")


async def test_story_the_server_goes_away_in_mid_call(stage: Stage) -> None:
    """They go on hearing and seeing each other; what is typed meanwhile arrives afterwards; the seats are kept."""
    lan, binh = await _in_a_call(stage)
    stage.excused = ("ERR_CONNECTION_REFUSED", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_RESET", "WebSocket connection to")
    await stage.house.close()
    await lan.tap("Nhắn tin")
    await lan.write("Viết tin nhắn", "Mẹ em vừa nôn")
    await lan.tap("Gửi")
    await lan.see("Chưa gửi được, đang thử lại")
    await asyncio.sleep(AWAY)
    await cast.both_hear_and_see(lan, binh)
    await stage.house.open()
    await binh.see("Mẹ em vừa nôn", within=cast.LONG)
    await lan.no_longer_see("Chưa gửi được")
    await cast.both_hear_and_see(lan, binh)
    await lan.tap("Đóng")
    await cast.caller_hangs_up(lan)
    await binh.see("Cuộc gọi đã kết thúc", within=cast.LONG)


async def _in_a_call(stage: Stage) -> tuple[Screen, Screen]:
    binh = await cast.doctor_on_duty(stage)
    lan = await cast.lan_at_her_phone(stage)
    await cast.rings_for_mai(lan)
    await binh.see("Cuộc gọi đến", within=cast.LONG)
    await binh.tap("Nhận")
    await cast.both_hear_and_see(lan, binh)
    return lan, binh
