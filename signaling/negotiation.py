"""Who may relay to whom: membership of peers in calls, in memory.

A member is expected before its seat is read from the database and seated after. So a change of the call is always
either seen by that read, or told later to a member that is already known here; nothing falls between (relay.py evicts).
Relays pass only between seated members of one call. All this is worthless after a restart: clients join again.

Members of the same calls on other processes are known from the database (telehealth/live): `learn` is told the rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from signaling.limits import CALLS_PER_SOCKET, PEERS_PER_CALL
from signaling.protocol import CallPeer, NotInCall, Part, Seated
from telehealth.accounts.permissions import Principal
from telehealth.errors import Denied, NotFound, TooMany


@dataclass(frozen=True)
class Chair:
    """A seat as presence counts it: one side of one call, whatever the number of its devices."""

    call: str
    part: Part
    practitioner_id: UUID | None


@dataclass(eq=False)
class Member:
    """One peer in one call, on one socket. `chair` is None until the seat has been read."""

    call: str
    device: str
    peer: str
    sid: str
    who: Principal
    chair: Chair | None = None
    newer: Chair | None = None
    """Read by a review while this member's own reading was still under way."""
    gone: bool = False
    joined_at: datetime | None = None
    """When its row was written (database time)."""

    @property
    def part(self) -> Part:
        """What this member is in the call."""
        assert self.chair is not None
        return self.chair.part

    def seated(self) -> dict[str, object]:
        """As the answer to call.join lists it."""
        return Seated(peer=self.peer, device=self.device, part=self.part).model_dump()

    def seen(self, *, present: bool) -> dict[str, object]:
        """As the others see it come or go."""
        return CallPeer(
            call=self.call, peer=self.peer, device=self.device, part=self.part, present=present
        ).model_dump()


@dataclass(frozen=True)
class Remote:
    """A member on another process."""

    call: str
    device: str
    peer: str
    part: Part
    session_id: UUID
    process_id: UUID
    sid: str

    def seated(self) -> dict[str, object]:
        """As the answer to call.join lists it."""
        return Seated(peer=self.peer, device=self.device, part=self.part).model_dump()

    def seen(self, *, present: bool) -> dict[str, object]:
        """As the others see it come or go."""
        return CallPeer(
            call=self.call, peer=self.peer, device=self.device, part=self.part, present=present
        ).model_dump()

    @property
    def life(self) -> tuple[UUID, str]:
        """Changes when the page reconnects."""
        return (self.process_id, self.sid)


@dataclass(frozen=True)
class Learned:
    """What new rows of a call mean here."""

    came: list[Remote] = field(default_factory=list)
    went: list[Remote] = field(default_factory=list)
    replaced: list[Member] = field(default_factory=list)
    """Members here whose page sits on another process by now; they are out already."""


class Negotiation:
    """The members of every call on this process, and those whom they can reach on others."""

    def __init__(self) -> None:
        self._seated: dict[str, dict[str, Member]] = {}  # call → peer → member
        self._expected: dict[str, list[Member]] = {}  # call → members whose seat is being read
        self._sockets: dict[str, dict[str, Member]] = {}  # sid → call → member
        self._remote: dict[str, dict[str, Remote]] = {}  # call → peer → member elsewhere

    @property
    def calls(self) -> list[str]:
        """Every call somebody here sits in or is about to."""
        return list({*self._seated, *self._expected})

    # ---- coming

    def expect(self, sid: str, who: Principal, call: str, device: str, peer: str) -> Member:
        """Note a peer whose seat is about to be read."""
        members = self._seated.get(call, {})
        self._refuse_theft(members.get(peer), who)
        if peer not in members and len(members) + len(self.remote_in(call)) >= PEERS_PER_CALL:
            raise TooMany(detail="Too many devices in this call.")
        mine = self._sockets.get(sid, {})
        if call not in mine and len(mine) >= CALLS_PER_SOCKET:
            raise TooMany(detail="Too many calls on one socket.")
        member = Member(call, device, peer, sid, who)
        self._expected.setdefault(call, []).append(member)
        return member

    def seat(self, member: Member, chair: Chair) -> list[Member]:
        """The seat was read: this peer may relay from now on. Returns the peers it takes the place of.

        A page that was reloaded, or a socket that came back, leaves an older life of itself behind until its ping
        times out; the newest wins.
        """
        if member.gone:
            raise NotFound()
        self.forget_expected(member)
        self._refuse_theft(self._seated.get(member.call, {}).get(member.peer), member.who)
        replaced = [other for other in self.seated_in(member.call) if _same_place(other, member)]
        for other in replaced:
            self.remove(other)
        member.chair = member.newer or chair
        self._seated.setdefault(member.call, {})[member.peer] = member
        self._sockets.setdefault(member.sid, {})[member.call] = member
        return [other for other in replaced if other.peer != member.peer]

    def forget_expected(self, member: Member) -> None:
        """The seat has been read, or could not be."""
        waiting = self._expected.get(member.call, [])
        if member in waiting:
            waiting.remove(member)
        if not waiting:
            self._expected.pop(member.call, None)
            self._forget_others(member.call)

    # ---- relaying

    def route(self, sid: str, call: str, to: str) -> tuple[Member, Member | Remote]:
        """(sender, receiver) when both sit in this call; NotInCall otherwise. The one check behind every relay."""
        sender = self.mine(sid, call)
        receiver = self.seat_of(call, to) or self.remote_of(call, to)
        if receiver is None or receiver is sender:
            raise NotInCall()
        return sender, receiver

    def seat_of(self, call: str, peer: str) -> Member | None:
        """The member here with this peer id."""
        return self._seated.get(call, {}).get(peer)

    def mine(self, sid: str, call: str) -> Member:
        """The member this socket is in this call; NotInCall otherwise."""
        member = self._sockets.get(sid, {}).get(call)
        if member is None:
            raise NotInCall()
        return member

    def others(self, member: Member) -> list[Member]:
        """Everybody else who sits in the call."""
        return [other for other in self.seated_in(member.call) if other is not member]

    def seated_in(self, call: str) -> list[Member]:
        """Everybody who sits in the call."""
        return list(self._seated.get(call, {}).values())

    def known_in(self, call: str) -> list[Member]:
        """Everybody who sits in the call or is about to."""
        return self.seated_in(call) + self._expected.get(call, [])

    def occupied(self, chair: Chair) -> bool:
        """Whether any device sits there."""
        return any(member.chair == chair for member in self._seated.get(chair.call, {}).values())

    # ---- the other processes

    def remote_in(self, call: str) -> list[Remote]:
        """Everybody who sits in the call on another process."""
        return list(self._remote.get(call, {}).values())

    def remote_of(self, call: str, peer: str) -> Remote | None:
        """The member elsewhere with this peer id."""
        return self._remote.get(call, {}).get(peer)

    def learn(self, call: str, rows: Iterable[Remote], judged: Iterable[Member]) -> Learned:
        """The rows of a call on other processes, as just read. judged: those who were seated here before the reading;
        a member who sat down since is newer than the rows."""
        now = {row.peer: row for row in rows}
        before = self._remote.get(call, {})
        replaced = [
            member for member in judged if not member.gone and any(_same_page(row, member) for row in now.values())
        ]
        for member in replaced:
            self.remove(member)
        if call in self._seated or call in self._expected:
            self._remote[call] = now
        came = [row for peer, row in now.items() if peer not in before or before[peer].life != row.life]
        went = [row for peer, row in before.items() if peer not in now and self.seat_of(call, peer) is None]
        return Learned(came, went, replaced)

    # ---- going

    def of_socket(self, sid: str) -> list[Member]:
        """Every place this socket has, also those being read."""
        expected = [member for waiting in self._expected.values() for member in waiting if member.sid == sid]
        return list(self._sockets.get(sid, {}).values()) + expected

    def remove(self, member: Member) -> None:
        """Take the place away; a seat being read for it will not be given."""
        member.gone = True
        self.forget_expected(member)
        _drop(self._seated, member.call, member.peer, member)
        _drop(self._sockets, member.sid, member.call, member)
        self._forget_others(member.call)

    def _forget_others(self, call: str) -> None:
        """Without anybody here the others are no concern of ours; they are read again at the next join."""
        if call not in self._seated and call not in self._expected:
            self._remote.pop(call, None)

    @staticmethod
    def _refuse_theft(known: Member | None, who: Principal) -> None:
        if known is not None and known.who.session_id != who.session_id:
            raise Denied(detail="This peer id is somebody else's.")


def _same_place(other: Member, member: Member) -> bool:
    same_page = other.who.session_id == member.who.session_id and other.device == member.device
    return other.peer == member.peer or other.sid == member.sid or same_page


def _same_page(row: Remote, member: Member) -> bool:
    return row.session_id == member.who.session_id and (row.peer == member.peer or row.device == member.device)


def _drop(table: dict[str, dict[str, Member]], outer: str, inner: str, member: Member) -> None:
    if table.get(outer, {}).get(inner) is member:
        del table[outer][inner]
        if not table[outer]:
            del table[outer]
