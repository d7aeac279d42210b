"""Membership under any order of joining, reading, moving and leaving: one truth, seen alike from every side."""

from uuid import UUID, uuid5

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from signaling.negotiation import Chair, Member, Negotiation
from signaling.protocol import NotInCall
from telehealth.accounts.permissions import Principal
from telehealth.errors import Denied, NotFound, TooMany

CALLS = ["call-of-lan", "call-of-quy"]
SIDS = [f"sid-{number}" for number in range(5)]
PEERS = [f"peer-{number}" for number in range(5)]
DEVICES = ["phone", "tablet"]
ROOT = UUID(int=0)
PEOPLE = [Principal(uuid5(ROOT, name), uuid5(ROOT, name), "patient", "full") for name in ("lan", "quy", "binh")]


class Sockets(RuleBasedStateMachine):
    """Any number of sockets doing anything."""

    expected = Bundle("expected")
    seated = Bundle("seated")

    def __init__(self) -> None:
        super().__init__()
        self.negotiation = Negotiation()

    @rule(
        target=expected,
        sid=st.sampled_from(SIDS),
        call=st.sampled_from(CALLS),
        device=st.sampled_from(DEVICES),
        peer=st.sampled_from(PEERS),
    )
    def joins(self, sid: str, call: str, device: str, peer: str) -> object:
        who = PEOPLE[SIDS.index(sid) % len(PEOPLE)]  # a socket belongs to one person
        try:
            return self.negotiation.expect(sid, who, call, device, peer)
        except (Denied, TooMany):
            return multiple()

    @rule(target=seated, member=consumes(expected))
    def is_seated(self, member: Member) -> object:
        was_gone = member.gone
        try:
            self.negotiation.seat(member, Chair(member.call, "caller", None))
        except NotFound:
            assert was_gone
            return multiple()
        except Denied:
            self.negotiation.forget_expected(member)
            return multiple()
        assert not was_gone, "a member put out while its seat was read must not sit down"
        return member

    @rule(member=consumes(expected))
    def is_refused(self, member: Member) -> None:
        self.negotiation.forget_expected(member)

    @rule(member=st.one_of(expected, seated))
    def is_put_out(self, member: Member) -> None:
        self.negotiation.remove(member)

    @rule(sid=st.sampled_from(SIDS))
    def socket_goes(self, sid: str) -> None:
        for member in self.negotiation.of_socket(sid):
            self.negotiation.remove(member)
        assert not self.negotiation.of_socket(sid)

    @rule(sid=st.sampled_from(SIDS), call=st.sampled_from(CALLS), to=st.sampled_from(PEERS))
    def relays(self, sid: str, call: str, to: str) -> None:
        here = self.negotiation.seated_in(call)
        try:
            sender, receiver = self.negotiation.route(sid, call, to)
        except NotInCall:
            mine, theirs = [m for m in here if m.sid == sid], [m for m in here if m.peer == to]
            assert not mine or not theirs or mine == theirs
            return
        assert sender in here and receiver in here and sender is not receiver
        assert (sender.sid, receiver.peer, sender.gone, receiver.gone) == (sid, to, False, False)

    @invariant()
    def both_indexes_say_the_same(self) -> None:
        by_call = {member for call in CALLS for member in self.negotiation.seated_in(call)}
        by_socket = {member for sid in SIDS for member in self.negotiation.of_socket(sid) if member.chair}
        assert by_call == by_socket

    @invariant()
    def one_place_each(self) -> None:
        for call in CALLS:
            here = self.negotiation.seated_in(call)
            for key in (lambda m: m.sid, lambda m: m.peer, lambda m: (m.who.session_id, m.device)):
                assert len({key(member) for member in here}) == len(here)

    @invariant()
    def nothing_is_kept_of_the_gone(self) -> None:
        everybody = [member for call in CALLS for member in self.negotiation.known_in(call)]
        assert not [member for member in everybody if member.gone]
        assert set(self.negotiation.calls) == {member.call for member in everybody}


TestSockets = Sockets.TestCase
TestSockets.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
