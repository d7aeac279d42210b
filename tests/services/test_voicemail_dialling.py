"""Before the doctor telephones, the family is told by SMS to pick up: short, unaccented, without a word of why."""

import aiohttp
from sqlalchemy import select, text

from telehealth.accounts.models import SmsMessage
from telehealth.db import Database
from telehealth.notify.outbox import DEMO_INBOX
from telehealth.settings import Settings
from tests.conftest import client_of, running
from tests.people import Everyone, sign_in

COMPLAINT = "Sốt cao, co giật"


async def asks(http: aiohttp.ClientSession, headers: dict[str, str]) -> str:
    body = {"phone": "0912000001", "reason": COMPLAINT}
    return str((await (await http.post("/api/callbacks", json=body, headers=headers)).json())["id"])


async def sent(database: Database) -> list[tuple[str, str]]:
    async with database.transaction() as session:
        rows = await session.execute(select(SmsMessage.kind, SmsMessage.phone).order_by(SmsMessage.id))
        return [(kind, phone) for kind, phone in rows]


async def test_the_family_is_told_once_in_ten_minutes(
    database: Database, demo_settings: Settings, everyone: Everyone
) -> None:
    lan, headers = [await sign_in(database, demo_settings, who) for who in (everyone.lan, everyone.binh)]
    async with running(demo_settings) as server, client_of(server) as http:
        callback = await asks(http, lan)
        for _ in range(2):
            answer = await http.post(f"/api/callbacks/{callback}/dialling", headers=headers)
            assert (await answer.json())["told"]
        assert await sent(database) == [("calling_back", "+84912000001")]
        (message,) = server.app[DEMO_INBOX].messages()
        assert message.text.isascii()
        assert "bac si dang goi lai" in message.text
        assert len(message.text) <= 160
        assert not any(word in message.text.lower() for word in ("sot", "co giat", "mai", "lan"))
        async with database.transaction() as session:
            await session.execute(text("UPDATE sms_message SET created_at = created_at - interval '11 minutes'"))
        await http.post(f"/api/callbacks/{callback}/dialling", headers=headers)
        assert len(await sent(database)) == 2


async def test_a_spent_budget_stops_the_message_and_not_the_call(
    database: Database, demo_settings: Settings, everyone: Everyone
) -> None:
    spent = demo_settings.model_copy(update={"sms_daily_budget": 0})
    lan, binh = (await sign_in(database, spent, everyone.lan), await sign_in(database, spent, everyone.binh))
    async with running(spent) as server, client_of(server) as http:
        answer = await http.post(f"/api/callbacks/{await asks(http, lan)}/dialling", headers=binh)
        assert (answer.status, (await answer.json())["told"]) == (200, False)
    assert await sent(database) == []
