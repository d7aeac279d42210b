"""Nobody answers, so chị Lan leaves a message. The line is cut, the server goes away, her page is reloaded; it arrives whole,
the doctor hears it, and nothing of it lies on the disk in clear."""

import asyncio
from uuid import UUID

from sqlalchemy import select

from telehealth.calls.models import CallRow
from telehealth.db import Database
from telehealth.settings import Settings
from telehealth.storage.models import Blob
from tests.e2e import browsers, cast, proof, shots
from tests.e2e.capture import LAN, THU
from tests.e2e.screen import Screen
from tests.e2e.stage import Stage
from tests.voicemail import on_disk, rings_unanswered

SPOKEN = 3.2
"""Seconds."""
THIN = 12 * 1024
"""Bytes a second that leave the phone while the line is thin."""
LOST_LINE = (
    *("ERR_CONNECTION_REFUSED", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_RESET", "ERR_INTERNET_DISCONNECTED"),
    *("ERR_NETWORK_CHANGED", "WebSocket connection to", "ERR_TIMED_OUT"),
)


async def test_story_a_message_over_a_bad_line(stage: Stage, database: Database, demo_settings: Settings) -> None:
    stage.excused = LOST_LINE
    binh = await cast.doctor_on_duty(stage)
    lan = await _rings_in_vain(stage, database)
    await shots.keep(lan, "caller-message-1-offer")
    await lan.tap("Quay video")
    await lan.see("Đang quay", "2:00")
    await asyncio.sleep(SPOKEN)
    await shots.keep(lan, "caller-message-2-recording")
    await lan.tap("Xong")
    await lan.see("Nghe lại rồi gửi", "Gửi lời nhắn", "Ghi lại")
    await proof.plays_back(lan, LAN)
    await shots.keep(lan, "caller-message-3-check")
    await _line(lan, THIN)
    await lan.tap("Gửi lời nhắn")
    await lan.see("Đang gửi lời nhắn", "%")
    arrived = await _some_arrives(database, beyond=0)
    await shots.keep(lan, "caller-message-4-sending")
    await _line(lan, 0)
    await lan.see("Mất mạng. Lời nhắn vẫn giữ trong máy này", within=cast.LONG)
    await stage.house.close()
    await stage.house.open()
    await _line(lan, THIN)
    arrived = await _some_arrives(database, beyond=arrived)
    await lan.reload()
    await _line(lan, None)
    await lan.see("Đã gửi lời nhắn.", "Bác sĩ chưa nghe", within=cast.LONG)
    await lan.see("Đang gọi bác sĩ Bình")
    await shots.keep(lan, "caller-message-5-sent")
    await lan.tap("Dừng gọi")
    await lan.tap("Dừng, nhờ bác sĩ gọi lại")
    await lan.see("Đã gửi lời nhắn.")
    await _the_doctor_hears_it(binh, lan)
    stored = on_disk(demo_settings)
    assert len(stored) > 3
    assert not any(b"webm" in content or bytes.fromhex("1a45dfa3") in content for content in stored.values())


async def _the_doctor_hears_it(binh: Screen, lan: Screen) -> None:
    await binh.see("Cần gọi lại", "Lời nhắn video", "Chưa nghe", within=cast.LONG)
    await shots.keep(binh, "doctor-message-1-left")
    await binh.tap("Xem lời nhắn")
    await proof.plays_back(binh, LAN)
    await proof.shows_back(binh, LAN)
    await shots.keep(binh, "doctor-message-2-playing")
    await binh.tap("Đánh dấu đã nghe")
    await binh.see("Đã nghe: Trần Văn Bình")
    await lan.see("Trần Văn Bình đã nghe lúc", within=40)
    await binh.tap("Tôi gọi lại")
    await binh.see("Gọi điện thoại 0912", "Người nhà sẽ thấy số của bác sĩ", "*31#")
    await shots.keep(binh, "doctor-message-3-calling-back")


async def test_story_a_voice_message_is_recorded_again_and_sent(stage: Stage, database: Database) -> None:
    binh = await cast.doctor_on_duty(stage)
    lan = await _rings_in_vain(stage, database)
    await lan.tap("Ghi âm lời nhắn")
    await lan.see("Đang ghi âm")
    await asyncio.sleep(1)
    await lan.tap("Xong")
    await lan.tap("Ghi lại")
    await lan.see("Đang ghi âm", "Nói: ai bệnh")
    await asyncio.sleep(SPOKEN)
    await lan.tap("Xong")
    await proof.plays_back(lan, LAN)
    await lan.tap("Gửi lời nhắn")
    await lan.see("Đã gửi lời nhắn.", "Lời nhắn thoại", within=cast.LONG)
    await binh.see("Cuộc gọi đến")
    await lan.tap("Dừng gọi")
    await lan.tap("Dừng, nhờ bác sĩ gọi lại")
    await binh.see("Lời nhắn thoại", within=cast.LONG)
    await binh.tap("Nghe lời nhắn")
    await proof.plays_back(binh, LAN)


async def test_story_a_doctor_who_answers_ends_the_recording(stage: Stage, database: Database) -> None:
    """She need not tell a machine any more; nothing records on behind the call."""
    binh = await cast.doctor_on_duty(stage)
    lan = await _rings_in_vain(stage, database)
    await lan.tap("Ghi âm lời nhắn")
    await lan.see("Đang ghi âm")
    await binh.tap("Nhận")
    await cast.both_hear_and_see(lan, binh)
    await lan.never_see("Đang ghi âm")
    async with database.transaction() as session:
        assert (await session.scalars(select(Blob))).all() == []


async def test_story_a_browser_that_cannot_record_still_gets_the_call_back(stage: Stage, database: Database) -> None:
    await cast.doctor_on_duty(stage, looks=THU)
    context = await stage.context(await stage.browser(LAN), browsers.PHONE)
    await context.add_init_script("delete window.MediaRecorder")
    await cast.enters(stage, context, "caller")
    lan = await stage.screen(context, "chị Lan in an app's browser", "/patient", touch=True)
    await lan.see("bà Mai")
    await cast.rings_for_mai(lan)
    await lan.see("Đang gọi bác sĩ")
    await _a_minute_passes(lan, database)
    await lan.see("Trình duyệt trong ứng dụng này không ghi âm được. Bác sĩ vẫn gọi lại như đã hẹn.")
    await lan.never_see("Ghi âm lời nhắn")


async def _rings_in_vain(stage: Stage, database: Database) -> Screen:
    """A minute has passed, and bác sĩ Bình sleeps."""
    lan = await cast.lan_at_her_phone(stage)
    await cast.rings_for_mai(lan)
    await lan.see("Đang gọi bác sĩ Bình")
    await lan.never_see("Để lại lời nhắn")
    await _a_minute_passes(lan, database)
    await lan.see("Để lại lời nhắn cho bác sĩ", "Máy vẫn tiếp tục gọi", "Ghi âm lời nhắn", within=cast.LONG)
    return lan


async def _a_minute_passes(lan: Screen, database: Database) -> None:
    async with database.transaction() as session:
        (call,) = await session.scalars(select(CallRow.id).where(CallRow.state != "ended"))
    assert isinstance(call, UUID)
    await rings_unanswered(database, str(call))
    await lan.reload()


async def _line(screen: Screen, upload: int | None) -> None:
    """How many bytes a second leave the phone: 0 for no network at all, None for a good one."""
    conditions = {"offline": upload == 0, "latency": 0, "downloadThroughput": -1, "uploadThroughput": upload or -1}
    await screen.cdp.send("Network.enable")
    await screen.cdp.send("Network.emulateNetworkConditions", conditions)


async def _some_arrives(database: Database, beyond: int) -> int:
    """Wait until more than `beyond` bytes have arrived, and not yet all. Returns how many."""
    async with asyncio.timeout(60):
        while True:
            async with database.transaction() as session:
                blob = await session.scalar(select(Blob))
            if blob is not None and blob.received > beyond:
                assert blob.received < blob.length, "the line was not thin enough for this test"
                return blob.received
            await asyncio.sleep(0.05)
