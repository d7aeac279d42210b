"""Offers, answers and candidates reach the one they are for, in order, and nobody else."""

from typing import Any

import pytest

from signaling.negotiation import Member, Negotiation
from tests.signaling.night import Night


async def test_lan_and_binh_negotiate_while_it_rings(night: Night) -> None:
    call, lan, binh = await night.ringing()
    ack = await lan.offer(call, binh, "v=0\r\nlan")
    assert ack == {"ok": True}
    heard = await binh.hears("signal")
    assert heard == {
        "call": call,
        "from": lan.peer,
        "generation": 1,
        "description": {"type": "offer", "sdp": "v=0\r\nlan"},
    }


async def test_who_joins_learns_who_is_there_and_the_others_learn_of_it(night: Night) -> None:
    await night.on_duty(night.everyone.binh)
    lan, binh = await night.page(night.everyone.lan), await night.page(night.everyone.binh)
    call = await night.call(night.everyone.lan)
    assert await lan.join(call) == {"ok": True, "part": "caller", "peers": []}
    there = {"peer": lan.peer, "device": lan.device, "part": "caller"}
    assert await binh.join(call) == {"ok": True, "part": "rung", "peers": [there]}
    seen = {"call": call, "peer": binh.peer, "device": binh.device, "part": "rung", "present": True}
    assert await lan.hears("call.peer") == seen


async def test_a_burst_of_candidates_arrives_in_the_order_sent(night: Night) -> None:
    call, lan, binh = await night.ringing()
    acks: list[Any] = []
    for number in range(100):
        line = f"candidate:{number} 1 udp 1 192.0.2.1 5000 typ host"
        body = {
            "call": call, "to": binh.peer, "generation": number,
            "candidates": [{"candidate": line, "sdpMid": "0", "sdpMLineIndex": 0}, None],
        }  # fmt: skip
        await lan.client.emit("signal", body, callback=acks.append)
    await binh.hears("signal", generation=99)
    assert [heard["generation"] for heard in binh.all("signal")] == list(range(100))
    await lan.say("call.leave", {"call": call, "peer": "peer-nobody"})  # its ack comes after all of theirs
    assert acks == [{"ok": True}] * 100


async def test_what_a_page_sends_now_is_told_to_the_others_only(night: Night) -> None:
    call, lan, binh = await night.ringing()
    assert await lan.say("media", {"call": call, "microphone": "on", "camera": "none"}) == {"ok": True}
    assert await binh.hears("media") == {"call": call, "from": lan.peer, "microphone": "on", "camera": "none"}
    assert lan.all("media") == []


async def test_a_page_that_left_is_out_until_it_joins_again(night: Night) -> None:
    call, lan, binh = await night.ringing()
    assert await binh.say("call.leave", {"call": call, "peer": binh.peer}) == {"ok": True}
    assert (await lan.hears("call.peer", present=False))["peer"] == binh.peer
    assert (await lan.offer(call, binh))["code"] == "not-in-call"
    assert (await binh.offer(call, lan))["code"] == "not-in-call"
    assert (await binh.join(call))["ok"]
    assert (await lan.offer(call, binh))["ok"]


async def test_a_reloaded_page_takes_the_place_of_its_older_life(night: Night) -> None:
    call, lan, binh = await night.ringing()
    again = await night.page(night.everyone.lan)
    again.device = lan.device
    assert (await again.join(call))["ok"]
    assert (await binh.hears("call.peer", present=False))["peer"] == lan.peer
    await binh.hears("call.peer", peer=again.peer, present=True)
    assert (await binh.offer(call, lan))["code"] == "not-in-call"
    assert (await lan.offer(call, binh))["code"] == "not-in-call", "the stale page must not relay"
    assert (await binh.offer(call, again))["ok"]


async def test_the_same_peer_on_a_new_socket_goes_on_where_it_was(night: Night) -> None:
    call, lan, binh = await night.ringing()
    again = await night.page(night.everyone.lan)
    again.device, again.peer = lan.device, lan.peer
    assert (await again.join(call))["ok"]
    await lan.close()
    assert (await binh.offer(call, again))["ok"]
    await again.hears("signal")
    assert not [seen for seen in binh.all("call.peer") if not seen["present"]], "the old socket's end is not the peer's"


async def test_strangers_have_no_seat(night: Night) -> None:
    call, lan, _ = await night.ringing()
    for outsider in (night.everyone.quy, night.everyone.thu, night.everyone.son, night.everyone.ha):
        page = await night.page(outsider)
        assert (await page.join(call))["code"] == "not-found"
        assert (await page.offer(call, lan))["code"] == "not-in-call"
        stolen = await page.join(call, peer=lan.peer)
        assert stolen["code"] in ("denied", "not-found")
    assert lan.all("signal") == []


async def attempts_across(night: Night) -> list[dict[str, Any]]:
    """Every way of the members of one call to reach the members of another."""
    one, lan, binh = await night.ringing()
    two, quy, thu = await night.other_call()
    acks = []
    for sender, own, other in ((lan, one, two), (binh, one, two), (quy, two, one), (thu, two, one)):
        for receiver in (lan, binh, quy, thu):
            if receiver is sender:
                continue
            acks.append(await sender.offer(other, receiver))
            if receiver in ((lan, binh) if other == one else (quy, thu)):
                acks.append(await sender.offer(own, receiver))
        acks.append(await sender.say("media", {"call": other, "microphone": "on", "camera": "on"}))
    return [*acks, *({"heard": page.all("signal") + page.all("media")} for page in (lan, binh, quy, thu))]


def all_refused(attempts: list[dict[str, Any]]) -> bool:
    """Every attempt was refused with the code of the contract, and nobody heard anything."""
    return all(attempt.get("code") == "not-in-call" or attempt.get("heard") == [] for attempt in attempts)


async def test_every_relay_into_another_call_is_refused(night: Night) -> None:
    attempts = await attempts_across(night)
    assert len(attempts) > 20
    assert all_refused(attempts)


async def test_sabotage_without_the_membership_check_the_refusals_stop(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    def route(self: Negotiation, sid: str, call: str, to: str) -> tuple[Member, Member]:
        everybody = [member for known in self.calls for member in self.seated_in(known)]
        sender = next(member for member in everybody if member.sid == sid)
        return sender, next(member for member in everybody if member.peer == to)

    monkeypatch.setattr(Negotiation, "route", route)
    assert not all_refused(await attempts_across(night))
