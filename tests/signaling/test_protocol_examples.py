"""PROTOCOL.md is run: every client example is sent as printed and acked as printed, every server example is heard."""

import json
import re
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from signaling import protocol
from telehealth import events
from telehealth.records.service import encounter_of_call
from tests.people import open_session, token_of
from tests.signaling.night import Night

TEXT = (Path(protocol.__file__).parent / "PROTOCOL.md").read_text(encoding="utf-8")
CALL = "0198c0de-0000-7000-8000-000000000001"
HOLDER, MESSAGE, ENCOUNTER = (CALL[:-2] + ending for ending in ("aa", "bb", "cc"))


def examples(part: str) -> dict[str, list[tuple[bool, Any]]]:
    """name → [(is an ack, JSON)] of one part of the document, in order."""
    chapter = re.search(rf"^## {part}\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert chapter is not None
    found: dict[str, list[tuple[bool, Any]]] = {}
    for section in re.split(r"^### ", chapter[1], flags=re.MULTILINE)[1:]:
        blocks = re.finditer(r"(Ack:\n)?```json\n(.*?)```", section, re.DOTALL)
        found[section.split("`")[1]] = [(bool(block[1]), json.loads(block[2])) for block in blocks]
    return found


CLIENT, SERVER = examples("Client to server"), examples("Server to client")


def printed(value: Any, real: dict[str, str]) -> Any:
    """A heard payload with the ids of the document in place of real ones."""
    text = json.dumps(value, ensure_ascii=False)
    for document_id, id_ in real.items():
        text = text.replace(id_, document_id)
    return json.loads(text)


def test_the_document_names_every_message_and_no_other() -> None:
    assert set(CLIENT) == set(protocol.CLIENT_MESSAGES)
    assert set(SERVER) == set(protocol.SERVER_MESSAGES)


def test_the_document_names_every_code_and_no_other() -> None:
    listed = re.search(r"Codes:\n(.*?)\. `detail`", TEXT, re.DOTALL)
    assert listed is not None
    assert set(re.findall(r"`([a-z-]+)`", listed[1])) == set(protocol.CODES)


def test_every_server_example_is_of_its_type() -> None:
    for name, found in SERVER.items():
        assert found, f"{name} has no example"
        for _, example in found:
            protocol.SERVER_MESSAGES[name].model_validate(example)


async def test_the_examples_of_the_document_make_a_whole_night(night: Night) -> None:
    await night.on_duty(night.everyone.binh)
    row = await open_session(night.database, night.everyone.lan)
    lan = await night.page(night.everyone.lan)
    binh, ha = await night.page(night.everyone.binh), await night.page(night.everyone.ha)
    leaving = await night.page(night.everyone.lan, token_of(night.settings, row))
    (lan.device, lan.peer), (binh.device, binh.peer) = (
        ("dev-caller-1", "peer-caller-1"),
        ("dev-doctor-1", "peer-doctor-1"),
    )
    real = {CALL: await night.call(night.everyone.lan), HOLDER: str(night.everyone.binh.practitioner_id)}
    await binh.hears("call.changed", state="ringing")
    await binh.join(real[CALL])

    for name, found in CLIENT.items():  # each as printed; an ack stands for the messages before it
        acks: list[Any] = []
        for is_ack, example in found:
            if is_ack:
                assert acks and all(printed(ack, real) == example for ack in acks), name
                acks = []
            else:
                acks.append(await lan.say(name, json.loads(json.dumps(example).replace(CALL, real[CALL]))))
        assert not acks, f"{name}: an example without its ack"
    await binh.hears("call.peer", present=False)

    await lan.join(real[CALL])
    await night.accept(night.everyone.binh, real[CALL], binh)
    await binh.hears("call.changed", state="connected")
    real[MESSAGE] = str(uuid4())
    await night.post(night.everyone.lan, f"/api/calls/{real[CALL]}/messages", {"id": real[MESSAGE], "body": "Dạ"})
    async with night.database.transaction() as session:
        encounter = await encounter_of_call(session, UUID(real[CALL]))
        assert encounter is not None
        real[ENCOUNTER] = str(encounter)
        await events.record(session, events.AdviceChanged(encounter, None))
        await events.record(session, events.CallbackChanged(uuid4(), "open"))
        await events.record(session, events.SessionRevoked(row.id))
    await leaving.hears("session.revoked")
    await lan.hears("advice.changed")
    await ha.hears("callback.changed")
    await night.on_duty(night.everyone.thu)
    await ha.hears("duty.changed")
    await ha.hears("queue.changed")
    await night.signalling.refetch_all()
    await ha.hears("refetch")

    heard = [(name, printed(payload, real)) for page in (lan, binh, ha, leaving) for name, payload in page.heard]
    for name, found in SERVER.items():
        for _, example in found:
            assert (name, but_version(example)) in [(said, but_version(payload)) for said, payload in heard], (
                name,
                example,
            )
    for name, payload in heard:
        protocol.SERVER_MESSAGES[name].model_validate(payload)


def but_version(payload: dict[str, Any]) -> dict[str, Any]:
    """How often a call moved until now is not the document's to say."""
    return {key: value for key, value in payload.items() if key != "version"}
