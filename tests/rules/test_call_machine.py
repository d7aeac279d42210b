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
    AllTried,
    Call,
    Declined,
    EndReason,
    Event,
    HungUp,
    Outcome,
    Resumed,
    Rung,
    SeatLost,
    SeatTaken,
    State,
    Ticked,
    Withdrawn,
)
from telehealth.errors import Conflict, DomainError

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
            assert before.state is not State.CONNECTED, "a second holder was told that the call is theirs"

    @rule(seconds=st.integers(0, 400))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.happen(Ticked())

    @rule(doctor=DOCTORS)
    def ring(self, doctor: UUID) -> None:
        if machine.ring_is_due(self.call, self.now):
            self.happen(Rung(doctor))

    @rule()
    def all_tried(self) -> None:
        self.happen(AllTried())

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

    @invariant()
    def never_in_limbo(self) -> None:
        """A call rings, is held, has ended, or has a moment at which time will move it."""
        call = self.call
        if call.state is State.ENDED:
            assert call.end_reason and call.ended_at and machine.deadline(call) is None
        elif call.state is State.CONNECTED:
            assert call.holder and call.holder_device
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
    return machine.apply(machine.request(T0), Rung(BINH), T0)


def test_after_thirty_seconds_of_silence_the_next_rings_too() -> None:
    call = ringing_binh()
    assert not machine.ring_is_due(call, at(29))
    assert machine.ring_is_due(call, at(30))
    both = machine.apply(call, Rung(THU), at(30))
    assert [ring.practitioner for ring in both.live_rings] == [BINH, THU]


def test_the_first_rings_up_to_two_minutes() -> None:
    call = machine.apply(ringing_binh(), Rung(THU), at(30))
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
    again = machine.apply(call, AllTried(), at(3))
    assert again.tried == frozenset()
    assert machine.ring_is_due(again, at(13))


def test_the_second_accept_learns_that_it_is_taken() -> None:
    call = machine.apply(ringing_binh(), Rung(THU), at(30))
    held = machine.apply(call, Accepted(THU, "dev-laptop"), at(31))
    assert held.rings[0].outcome is Outcome.TAKEN
    with pytest.raises(Conflict, match="already-taken"):
        machine.apply(held, Accepted(BINH, "dev-phone-1"), at(32))
    with pytest.raises(Conflict, match="already-taken"):
        machine.apply(held, Accepted(THU, "dev-phone-1"), at(32))
    assert machine.apply(held, Accepted(THU, "dev-laptop"), at(32)) == held


def test_after_five_minutes_it_is_also_a_call_back_and_rings_on() -> None:
    call = machine.apply(ringing_binh(), Rung(THU), at(250))
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
