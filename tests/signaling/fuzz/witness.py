"""The people beside the attack: chị Lan and bác sĩ Bình talk all the time, ông Quý's own call goes on, and nobody hears a
word that was not meant for them."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from tests.signaling.fuzz.frames import Place
from tests.signaling.fuzz.report import Report
from tests.signaling.night import Night, Page

PACE = 0.2
"""Seconds between two relays of the family; well within a socket's budget."""
RELAYED = ("signal", "media")


@dataclass
class Witness:
    """Two calls and their honest pages. `lan` and `binh` are attacked from the other call, where `quy` and `thu` sit."""

    night: Night
    report: Report
    call: str
    lan: Page
    binh: Page
    attackers_call: str
    quy: Page
    thu: Page

    @classmethod
    async def begin(cls, night: Night, report: Report) -> "Witness":
        """Both calls answered, all four seated."""
        call, lan, binh = await night.ringing()
        await night.accept(night.everyone.binh, call, binh)
        other, quy, thu = await night.other_call()
        await night.accept(night.everyone.thu, other, thu)
        return cls(night, report, call, lan, binh, other, quy, thu)

    @property
    def attacked(self) -> Place:
        """Where no attacker may be heard."""
        return Place(self.call, (self.lan.peer, self.binh.peer))

    @property
    def attackers(self) -> Place:
        """The attackers' own call, and two peers there whom they may well address."""
        return Place(self.attackers_call, (self.quy.peer, self.thu.peer))

    async def talk(self, over: asyncio.Event) -> None:
        """Relay both ways until it is over; each must be acked, heard, and nothing else may be."""
        while not over.is_set():
            for sender, receiver in ((self.lan, self.binh), (self.binh, self.lan)):
                began = time.monotonic()
                try:
                    await self._relay(sender, receiver)
                except Exception as fault:
                    self.report.fault(f"the family was not served: {type(fault).__name__} {fault}")
                    return
                self.report.served += 1
                self.report.slowest = max(self.report.slowest, time.monotonic() - began)
            await asyncio.sleep(PACE)

    async def _relay(self, sender: Page, receiver: Page) -> None:
        words = f"v=0\r\nfamily {self.report.served}\r\n"
        ack = await sender.offer(self.call, receiver, words)
        assert ack == {"ok": True}, ack
        await receiver.hears("signal", description={"type": "offer", "sdp": words})
        self.judge()
        receiver.heard.clear()

    def judge(self) -> None:
        """Everything the family heard is of their own call and said by one of the two; the neighbours' likewise."""
        for page, call in ((self.lan, self.call), (self.binh, self.call), (self.quy, self.attackers_call)):
            for name, payload in page.heard:
                self.report.heard += page is not self.quy
                fault = overheard(name, payload, call)
                if fault is None and page is not self.quy and name in RELAYED:
                    fault = None if payload["from"] in self.attacked.peers else f"{name} of a stranger"
                if fault:
                    self.report.fault(f"a page heard {fault}")
        self.quy.heard.clear()
        self.thu.heard.clear()


def overheard(name: str, payload: Any, call: str | None) -> str | None:
    """What is wrong with a member of this call hearing this, if anything."""
    about = payload.get("call") if isinstance(payload, dict) else None
    return f"{name} of another call" if about is not None and about != call else None
