"""The call machine under arbitrary orders of events: no two holders, no limbo, no undocumented step."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from telehealth.calls import machine
from telehealth.calls.states import (
    TRANSITIONS,
    Accepted,
    Call,
    Claimed,
    Declined,
    Dialled115,
    EndReason,
    Event,
    HandoverAccepted,
    HandoverDeclined,
    HandoverOffered,
    Held,
    HungUp,
    NobodyLeft,
    Outcome,
    Priority,
    Resumed,
    Returned115,
    SeatLost,
    SeatTaken,
    State,
    Ticked,
    Triaged,
    Withdrawn,
)
from telehealth.duty.ladder import Ladder, Manner, Rung, Whom
from telehealth.errors import Conflict, Denied, DomainError

T0 = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
BINH, THU, HOA = (UUID(int=n) for n in (1, 2, 3))
DOCTORS = st.sampled_from([BINH, THU, HOA])
DEVICES = st.sampled_from(["dev-phone-1", "dev-laptop"])
PARTS = st.sampled_from(["caller", "holder"])


class CallLife(RuleBasedStateMachine):
    """One caller, three doctors with two devices each, a timer and a flaky network, in any order."""

    apply = staticmethod(machine.apply)

    @initialize()
    def asked(self) -> None:
        self.now = T0
        self.call = machine.request(self.now)
        self.told_holder: list[tuple[UUID, str]] = []
        self.moved_off = 0

    def happen(self, event: Event) -> None:
        before = self.call
        try:
            after = self.apply(before, event, self.now)
        except DomainError as refusal:
            assert refusal.code
            return
        self.call = after
        if after != before:
            allowed = TRANSITIONS.get((before.state, type(event)), frozenset())
            assert after.state in allowed, f"undocumented: {before.state} --{type(event).__name__}--> {after.state}"
        if isinstance(event, Accepted) and after != before:
            assert not before.is_held, "a second holder was told that the call is theirs"
        if isinstance(event, HandoverAccepted) and after != before:
            assert before.is_held and before.offered_to == event.practitioner, "taken over without being asked"
        if not isinstance(event, Triaged):
            assert after.priority is before.priority, "only the answers to the questions move a call's rank"

    @rule(seconds=st.integers(0, 400))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.happen(Ticked())

    @rule(doctor=DOCTORS)
    def ring(self, doctor: UUID) -> None:
        if machine.ring_is_due(self.call, self.now):
            self.happen(Claimed((doctor,)))

    @rule()
    def nobody_left(self) -> None:
        self.happen(NobodyLeft())

    @rule(doctor=DOCTORS, device=DEVICES)
    def accept(self, doctor: UUID, device: str) -> None:
        self.happen(Accepted(doctor, device))

    @rule(doctor=DOCTORS)
    def decline(self, doctor: UUID) -> None:
        self.happen(Declined(doctor, "đang khám"))

    @rule(doctor=DOCTORS)
    def withdraw(self, doctor: UUID) -> None:
        self.happen(Withdrawn(doctor))

    @rule(doctor=DOCTORS, device=DEVICES)
    def resume(self, doctor: UUID, device: str) -> None:
        self.happen(Resumed(doctor, device))

    @precondition(lambda self: self.now > T0)
    @rule(by=PARTS, no_longer_needed=st.booleans())
    def hang_up(self, by: str, no_longer_needed: bool) -> None:
        self.happen(HungUp(by, no_longer_needed))  # type: ignore[arg-type]

    @rule(part=PARTS)
    def seat_lost(self, part: str) -> None:
        self.happen(SeatLost(part))  # type: ignore[arg-type]

    @rule(part=PARTS)
    def seat_taken(self, part: str) -> None:
        self.happen(SeatTaken(part))  # type: ignore[arg-type]

    @rule(doctor=DOCTORS)
    def hold(self, doctor: UUID) -> None:
        self.happen(Held(doctor))

    @rule(by=DOCTORS, to=DOCTORS)
    def offer(self, by: UUID, to: UUID) -> None:
        self.happen(HandoverOffered(by, to))

    @rule(doctor=DOCTORS, device=DEVICES)
    def take_over(self, doctor: UUID, device: str) -> None:
        self.happen(HandoverAccepted(doctor, device))

    @rule(doctor=DOCTORS)
    def decline_offer(self, doctor: UUID) -> None:
        self.happen(HandoverDeclined(doctor))

    @rule(priority=st.sampled_from(Priority), red_flag=st.booleans(), self_harm=st.booleans())
    def triage(self, priority: Priority, red_flag: bool, self_harm: bool) -> None:
        self.happen(Triaged(priority, red_flag, self_harm))

    @rule()
    def dial_115(self) -> None:
        self.happen(Dialled115())

    @rule(answered=st.booleans())
    def return_from_115(self, answered: bool) -> None:
        self.happen(Returned115(answered))

    @invariant()
    def never_in_limbo(self) -> None:
        """A call rings, is held, has ended, or has a moment at which time will move it."""
        call = self.call
        if call.state is State.ENDED:
            assert call.end_reason and call.ended_at and machine.deadline(call) is None
        elif call.is_held:
            assert call.holder and call.holder_device
            assert call.offered_to != call.holder
            assert (call.state is State.ON_HOLD) == (call.on_hold_since is not None)
            assert call.state is not State.ON_HOLD or machine.deadline(call) is not None
        else:
            assert machine.deadline(call) is not None
            assert call.next_ring_at is not None
            assert call.holder is None

    @invariant()
    def rings_agree_with_the_state(self) -> None:
        live = self.call.live_rings
        assert bool(live) == (self.call.state is State.RINGING)
        assert len({ring.practitioner for ring in live}) == len(live), "one doctor is rung twice at once"
        assert [ring.number for ring in self.call.rings] == list(range(1, len(self.call.rings) + 1))

    @invariant()
    def an_unanswered_end_is_owed(self) -> None:
        if self.call.end_reason in (EndReason.UNANSWERED, EndReason.CALLER_LOST, EndReason.DROPPED):
            assert self.call.callback


def test_no_order_of_events_breaks_a_call() -> None:
    run_state_machine_as_test(CallLife, settings=settings(max_examples=400, stateful_step_count=40, deadline=None))


def test_sabotage_an_accept_without_its_guard_is_found() -> None:
    """With the guard removed (a later accept simply takes over) the same properties turn red."""

    def unguarded(call: Call, event: Event, now: datetime) -> Call:
        if isinstance(event, Accepted) and call.state is State.CONNECTED:
            return replace(call, holder=event.practitioner, holder_device=event.device)
        return machine.apply(call, event, now)

    class Broken(CallLife):
        apply = staticmethod(unguarded)  # type: ignore[assignment]

    with pytest.raises(AssertionError):
        run_state_machine_as_test(Broken, settings=settings(max_examples=200, deadline=None, database=None))


def at(seconds: int) -> datetime:
    return T0 + timedelta(seconds=seconds)


def ringing_binh() -> Call:
    return machine.apply(machine.request(T0), Claimed((BINH,)), T0)


def test_after_thirty_seconds_of_silence_the_next_rings_too() -> None:
    call = ringing_binh()
    assert not machine.ring_is_due(call, at(29))
    assert machine.ring_is_due(call, at(30))
    both = machine.apply(call, Claimed((THU,)), at(30))
    assert [ring.practitioner for ring in both.live_rings] == [BINH, THU]


def test_the_first_rings_up_to_two_minutes() -> None:
    call = machine.apply(ringing_binh(), Claimed((THU,)), at(30))
    assert len(machine.apply(call, Ticked(), at(119)).live_rings) == 2
    later = machine.apply(call, Ticked(), at(120))
    assert [ring.practitioner for ring in later.live_rings] == [THU]
    assert later.rings[0].outcome is Outcome.MISSED


def test_a_decline_rings_the_next_at_once() -> None:
    call = machine.apply(ringing_binh(), Declined(BINH), at(3))
    assert call.state is State.WAITING
    assert machine.ring_is_due(call, at(3))


def test_when_all_were_tried_it_starts_over() -> None:
    call = machine.apply(ringing_binh(), Declined(BINH), at(3))
    assert call.tried == {BINH}
    again = machine.apply(call, NobodyLeft(), at(3))
    assert again.tried == frozenset()
    assert machine.ring_is_due(again, at(13))


def test_the_second_accept_learns_that_it_is_taken() -> None:
    call = machine.apply(ringing_binh(), Claimed((THU,)), at(30))
    held = machine.apply(call, Accepted(THU, "dev-laptop"), at(31))
    assert held.rings[0].outcome is Outcome.TAKEN
    with pytest.raises(Conflict, match="already-taken"):
        machine.apply(held, Accepted(BINH, "dev-phone-1"), at(32))
    with pytest.raises(Conflict, match="already-taken"):
        machine.apply(held, Accepted(THU, "dev-phone-1"), at(32))
    assert machine.apply(held, Accepted(THU, "dev-laptop"), at(32)) == held


def test_after_five_minutes_it_is_also_a_call_back_and_rings_on() -> None:
    call = machine.apply(ringing_binh(), Claimed((THU,)), at(250))
    later = machine.apply(call, Ticked(), at(300))
    assert later.callback
    assert later.state is State.RINGING


def test_a_caller_gone_for_two_minutes_is_called_back() -> None:
    call = machine.apply(ringing_binh(), SeatLost("caller"), at(10))
    assert machine.apply(call, Ticked(), at(129)).state is not State.ENDED
    gone = machine.apply(call, Ticked(), at(130))
    assert (gone.end_reason, gone.callback) == (EndReason.CALLER_LOST, True)
    back = machine.apply(call, SeatTaken("caller"), at(100))
    assert machine.apply(back, Ticked(), at(130)).end_reason is None


def test_a_holder_gone_for_two_minutes_gives_the_caller_back_to_the_queue() -> None:
    held = machine.apply(ringing_binh(), Accepted(BINH, "dev-phone-1"), at(5))
    lost = machine.apply(held, SeatLost("holder"), at(60))
    freed = machine.apply(lost, Ticked(), at(180))
    assert freed.state is State.WAITING
    assert freed.holder is None
    assert machine.ring_is_due(freed, at(180))


def test_hanging_up_early_owes_nothing_and_late_owes_a_call_back() -> None:
    early = machine.apply(ringing_binh(), HungUp("caller"), at(20))
    assert (early.end_reason, early.callback) == (EndReason.CANCELLED, False)
    assert machine.apply(ringing_binh(), HungUp("caller"), at(61)).callback
    assert not machine.apply(ringing_binh(), HungUp("caller", no_longer_needed=True), at(61)).callback


def test_a_call_back_nobody_takes_ends_not_reached() -> None:
    call = machine.call_back(BINH, "dev-laptop", T0)
    assert machine.apply(call, Ticked(), at(119)).state is State.CONNECTED
    assert machine.apply(call, Ticked(), at(120)).end_reason is EndReason.NOT_REACHED


LADDER = Ladder(
    rungs=(
        Rung(whom=Whom.STATION, lasts=timedelta(seconds=60), rounds=1),
        Rung(whom=Whom.HOSPITAL, manner=Manner.ALL_AT_ONCE, lasts=timedelta(seconds=60)),
        Rung(whom=Whom.EVERYONE, manner=Manner.ALL_AT_ONCE),
    )
)


def test_the_next_rung_starts_at_its_deadline_and_only_once() -> None:
    call = machine.apply(machine.request(T0, LADDER), Claimed((BINH,)), T0)
    assert machine.deadline(call) == at(30)
    assert machine.apply(call, Ticked(), at(59)).rung == 0
    climbed = machine.apply(call, Ticked(), at(60))
    assert (climbed.rung, climbed.next_ring_at, climbed.rung_ends_at) == (1, at(60), at(120))
    assert machine.apply(climbed, Ticked(), at(60)) == climbed
    assert [ring.practitioner for ring in climbed.live_rings] == [BINH], "whoever rings, rings on"


def test_after_an_outage_no_rung_is_skipped() -> None:
    call = machine.apply(machine.request(T0, LADDER), Claimed((BINH,)), T0)
    late = machine.apply(call, Ticked(), at(200))
    assert (late.rung, late.rung_ends_at) == (1, at(260))


def test_when_all_of_a_rung_said_no_the_next_starts_at_once() -> None:
    call = machine.apply(machine.request(T0, LADDER), Claimed((BINH,)), T0)
    declined = machine.apply(call, Declined(BINH), at(5))
    assert machine.apply(declined, NobodyLeft(), at(5)).rung == 1


def test_the_last_rung_goes_round_for_ever() -> None:
    call = machine.request(T0, LADDER)
    for seconds in (60, 120):
        call = machine.apply(call, Ticked(), at(seconds))
    assert (call.rung, call.rung_ends_at) == (2, None)
    assert machine.apply(call, NobodyLeft(), at(121)) == call
    tried = machine.apply(machine.apply(call, Claimed((BINH, THU)), at(121)), Ticked(), at(241))
    again = machine.apply(tried, NobodyLeft(), at(241))
    assert (again.rung, again.round, again.next_ring_at) == (2, 1, at(251))


def test_an_emergency_rings_the_rest_of_the_rung_at_once() -> None:
    call = ringing_binh()
    assert not machine.ring_is_due(call, at(3))
    urgent = machine.apply(call, Triaged(Priority.EMERGENCY, red_flag=True), at(3))
    assert machine.ring_is_due(urgent, at(3))
    assert machine.rings_all(urgent)


def test_an_emergency_puts_the_present_caller_on_hold_and_keeps_the_seat() -> None:
    held = machine.apply(machine.apply(ringing_binh(), Accepted(BINH, "dev-1"), at(5)), Held(BINH), at(60))
    assert (held.state, held.holder) == (State.ON_HOLD, BINH)
    with pytest.raises(Conflict, match="already-taken"):
        machine.apply(held, Accepted(THU, "dev-2"), at(61))
    back = machine.apply(held, Resumed(BINH, "dev-1"), at(90))
    assert (back.state, back.on_hold_since) == (State.CONNECTED, None)


def test_a_caller_on_hold_for_too_long_goes_to_somebody_else() -> None:
    held = machine.apply(machine.apply(ringing_binh(), Accepted(BINH, "dev-1"), at(5)), Held(BINH), at(60))
    assert machine.deadline(held) == at(660)
    requeued = machine.apply(held, Ticked(), at(660))
    assert (requeued.state, requeued.holder, requeued.rung) == (State.WAITING, None, 0)
    assert machine.apply(requeued, Ticked(), at(661)).callback, "and is owed a call-back already"


def test_whoever_hangs_up_on_hold_is_called_back() -> None:
    held = machine.apply(machine.apply(ringing_binh(), Accepted(BINH, "dev-1"), at(5)), Held(BINH), at(60))
    left = machine.apply(held, HungUp("caller"), at(70))
    assert (left.end_reason, left.callback) == (EndReason.DROPPED, True)
    done = machine.apply(held, HungUp("caller", no_longer_needed=True), at(70))
    assert (done.end_reason, done.callback) == (EndReason.CANCELLED, False)


def test_a_red_flag_makes_every_hang_up_a_call_back() -> None:
    flagged = machine.apply(ringing_binh(), Triaged(Priority.EMERGENCY, red_flag=True), at(3))
    assert machine.apply(flagged, HungUp("caller"), at(4)).callback
    assert not machine.apply(flagged, HungUp("caller", no_longer_needed=True), at(4)).callback


def test_dialling_115_ends_nothing_and_keeps_the_seat_a_quarter_of_an_hour() -> None:
    flagged = machine.apply(ringing_binh(), Triaged(Priority.EMERGENCY, red_flag=True), at(3))
    gone = machine.apply(machine.apply(flagged, Dialled115(), at(10)), SeatLost("caller"), at(12))
    assert (gone.state, gone.priority) == (State.RINGING, Priority.EMERGENCY)
    waiting = machine.apply(gone, Ticked(), at(600))
    assert waiting.end_reason is None
    assert machine.apply(waiting, Ticked(), at(10 + 900)).end_reason is EndReason.CALLER_LOST
    back = machine.apply(machine.apply(waiting, SeatTaken("caller"), at(605)), Returned115(False), at(606))
    assert back.answered_115 is False


def test_a_handover_needs_a_yes_and_never_leaves_nobody() -> None:
    held = machine.apply(ringing_binh(), Accepted(BINH, "dev-1"), at(5))
    with pytest.raises(Conflict, match="not-offered"):
        machine.apply(held, HandoverAccepted(THU, "dev-2"), at(6))
    offered = machine.apply(held, HandoverOffered(BINH, THU), at(6))
    assert offered.holder == BINH
    taken = machine.apply(offered, HandoverAccepted(THU, "dev-2"), at(7))
    assert (taken.holder, taken.holder_device, taken.offered_to) == (THU, "dev-2", None)
    lapsed = machine.apply(offered, Ticked(), at(66))
    assert (lapsed.holder, lapsed.offered_to) == (BINH, None)
    assert machine.apply(offered, HandoverDeclined(THU), at(8)).offered_to is None
    with pytest.raises(Denied, match="not-holder"):
        machine.apply(held, HandoverOffered(THU, HOA), at(8))


def test_a_drop_after_an_answer_is_owed_anew() -> None:
    call = machine.apply(ringing_binh(), Ticked(), at(300))
    assert call.callback
    held = machine.apply(call, Accepted(BINH, "dev-1"), at(301))
    assert not held.callback
    dropped = machine.apply(machine.apply(held, SeatLost("caller"), at(310)), Ticked(), at(430))
    assert (dropped.end_reason, dropped.callback) == (EndReason.DROPPED, True)


def test_the_ladder_travels_as_json() -> None:
    assert Ladder.model_validate_json(LADDER.model_dump_json()) == LADDER
    assert LADDER.model_dump(mode="json")["rungs"][0]["lasts"] == 60
