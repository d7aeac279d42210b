"""The rows of this process: its doctors' sockets, and its pages in calls. Written at once when somebody comes (in the
transaction of the connect or the join), and soon after somebody goes, by one worker: a disconnect waits for nothing."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from signaling.negotiation import Chair, Member
from telehealth.accounts.permissions import Principal
from telehealth.db import Database, Session
from telehealth.errors import Denied
from telehealth.live import peers, sockets
from telehealth.live.peers import Peer

log = logging.getLogger("signaling")
RETRY: Final = 1.0
BATCH: Final = 100


class Roll:
    """The one writer of this process's rows. start() once the loop runs, close() before the database closes."""

    def __init__(self, database: Database, process_id: UUID) -> None:
        self._database = database
        self.process_id = process_id
        self._gone: list[Member] = []
        self._closed_sockets: list[str] = []
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin writing."""
        self._task = asyncio.create_task(self._work(), name="roll")

    async def close(self) -> None:
        """Stop. What is not written is buried with this process."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    # ---- coming

    async def connected(self, session: Session, sid: str, who: Principal, device: str | None) -> None:
        """A socket was admitted. Only doctors' are kept: whether they can be rung depends on it."""
        if who.audience == "doctor" and who.account_id is not None:
            await sockets.note(
                session,
                process_id=self.process_id,
                sid=sid,
                account_id=who.account_id,
                session_id=who.session_id,
                device=device,
            )

    async def sit(self, session: Session, member: Member, chair: Chair) -> list[Peer]:
        """Write a member down as seated; returns everybody who sits in the call. Denied for a peer id of another
        sign-in."""
        member.joined_at = await peers.sit(session, self._peer(member, chair))
        if member.joined_at is None:
            raise Denied(detail="This peer id is somebody else's.")
        await peers.tell_others(session, self.process_id, UUID(member.call))
        return await peers.seated_in(session, UUID(member.call))

    async def rewrite(self, sids: dict[str, tuple[Principal, str | None]], members: Iterable[Member]) -> None:
        """We had been taken for dead: our rows once more. A page that sits elsewhere by now is left there."""
        async with self._database.transaction() as session:
            for sid, (who, device) in sids.items():
                await self.connected(session, sid, who, device)
        for member in members:
            await self.restore(member)

    async def restore(self, member: Member) -> None:
        """Write one member's row again."""
        if member.chair is None or member.gone:
            return
        async with self._database.transaction() as session:
            joined_at = await peers.sit_again(session, self._peer(member, member.chair))
            if joined_at is not None:
                member.joined_at = joined_at
                await peers.tell_others(session, self.process_id, UUID(member.call))

    # ---- going

    def left(self, member: Member) -> None:
        """A member that was written down is out."""
        if member.joined_at is not None:
            self._gone.append(member)
            self._wake.set()

    def disconnected(self, sid: str, who: Principal) -> None:
        """A socket is gone."""
        if who.audience == "doctor":
            self._closed_sockets.append(sid)
            self._wake.set()

    async def _work(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._gone or self._closed_sockets:
                try:
                    await self._write(self._gone[:BATCH], self._closed_sockets[:BATCH])
                except Exception as fault:
                    log.warning("roll: write failed (%s), trying again", type(fault).__name__)
                    await asyncio.sleep(RETRY)

    async def _write(self, gone: list[Member], closed: list[str]) -> None:
        async with self._database.transaction() as session:
            if closed:
                await sockets.forget(session, self.process_id, closed)
            for member in sorted(gone, key=lambda member: (member.call, member.peer)):
                assert member.joined_at is not None
                await peers.rise(session, self.process_id, UUID(member.call), member.peer, member.joined_at)
            for call in sorted({member.call for member in gone}):
                await peers.tell_others(session, self.process_id, UUID(call))
        del self._gone[: len(gone)]
        del self._closed_sockets[: len(closed)]

    def _peer(self, member: Member, chair: Chair) -> Peer:
        return Peer(
            call_id=UUID(member.call),
            peer=member.peer,
            device=member.device,
            part=chair.part,
            practitioner_id=chair.practitioner_id,
            session_id=member.who.session_id,
            process_id=self.process_id,
            sid=member.sid,
        )
