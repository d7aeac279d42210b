"""Both sides of a call write at the same instant, and each reads on from the last number it knows: nothing is passed over."""

import asyncio
from uuid import UUID, uuid4

import pytest

from telehealth.accounts.permissions import Principal
from telehealth.calls import chat, service
from telehealth.calls.shapes import NewCall, NewMessage
from telehealth.db import Database
from telehealth.duty import claims
from tests.people import Everyone, open_session, principal_of

PROVINCE = "44"


async def in_a_call(database: Database, everyone: Everyone) -> tuple[Principal, Principal, UUID]:
    """Chị Lan speaks with bác sĩ Bình."""
    lan, binh = await principal_of(database, everyone.lan), await principal_of(database, everyone.binh)
    await open_session(database, everyone.binh)
    async with database.transaction() as session:
        assert binh.practitioner_id
        await claims.start(session, binh.practitioner_id, everyone.binh.facility_id)
        call = await service.request(session, lan, NewCall(patient_id=everyone.mai, relation="child"), PROVINCE)
    async with database.transaction() as session:
        await service.accept(session, binh, call, "device-binh")
    return lan, binh, call


async def write(database: Database, who: Principal, call: UUID, body: str) -> None:
    async with database.transaction() as session:
        await chat.post(session, who, call, NewMessage(id=uuid4(), body=body))


async def read(database: Database, who: Principal, call: UUID, after: int) -> dict[int, str]:
    async with database.transaction() as session:
        return {one.number: one.body for one in await chat.messages(session, who, call, after)}


async def both_write(database: Database, everyone: Everyone) -> list[str]:
    """Chị Lan's message has its number and is not kept yet when bác sĩ Bình's comes; he reads, then reads on."""
    lan, binh, call = await in_a_call(database, everyone)
    async with database.transaction() as session:
        await chat.post(session, lan, call, NewMessage(id=uuid4(), body="Mẹ em vừa nôn"))
        writing = asyncio.create_task(write(database, binh, call, "Tôi đang xem"))
        await asyncio.sleep(0.5)
        seen = await read(database, binh, call, 0)
    await writing
    seen |= await read(database, binh, call, max(seen, default=0))
    return sorted(seen.values())


async def test_a_message_kept_later_never_has_a_smaller_number(database: Database, everyone: Everyone) -> None:
    assert await both_write(database, everyone) == ["Mẹ em vừa nôn", "Tôi đang xem"]


async def test_sabotage_without_the_order_a_reader_passes_a_message_over(
    database: Database, everyone: Everyone, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object) -> None:
        """Write at once."""

    monkeypatch.setattr(chat, "_one_after_the_other", nothing)
    assert await both_write(database, everyone) == ["Tôi đang xem"]
