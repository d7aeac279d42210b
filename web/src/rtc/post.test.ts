import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPost, type Reached } from './post';
import type { Negotiation } from './protocol';

const said = (sdp: string): Negotiation => ({ description: { type: 'offer', sdp } });
const candidates: Negotiation = { candidates: [null] };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server that answers so; what it took, and what was told. */
function post(answers: (message: Negotiation) => Reached) {
  const taken: Negotiation[] = [];
  const told: boolean[] = [];
  const state = { alive: true };
  const send = async (message: Negotiation) => {
    const answer = answers(message);
    if (answer === 'sent') taken.push(message);
    return answer;
  };
  const say = createPost(
    send,
    (reached) => told.push(reached),
    () => state.alive,
  );
  return { say, taken, told, state };
}

it('sends at once what can be sent', async () => {
  const { say, taken, told } = post(() => 'sent');
  say(said('one'));
  say(candidates);
  await vi.advanceTimersByTimeAsync(0);
  expect([taken, told]).toEqual([
    [said('one'), candidates],
    [true, true],
  ]);
});

it('sends again, in order, what the other server could not be told, and what came meanwhile after it', async () => {
  let down = true;
  const { say, taken } = post(() => (down ? 'later' : 'sent'));
  say(said('one'));
  say(candidates);
  await vi.advanceTimersByTimeAsync(1000);
  say(said('two'));
  expect(taken).toEqual([]);
  down = false;
  await vi.advanceTimersByTimeAsync(2500);
  expect(taken).toEqual([said('one'), candidates, said('two')]);
});

it('asks less and less often, and at least every two seconds', async () => {
  let asked = 0;
  const { say } = post(() => {
    asked += 1;
    return 'later';
  });
  say(said('one'));
  await vi.advanceTimersByTimeAsync(30_000);
  expect(asked).toBeGreaterThan(14);
  expect(asked).toBeLessThan(20);
});

it('says that nobody is there, and keeps nothing then', async () => {
  const { say, taken, told } = post(() => 'away');
  say(said('one'));
  await vi.advanceTimersByTimeAsync(10_000);
  expect([taken, told]).toEqual([[], [false]]);
});

it('stops when its connection is no more', async () => {
  const { say, taken, state } = post(() => (state.alive ? 'later' : 'sent'));
  say(said('one'));
  await vi.advanceTimersByTimeAsync(0);
  state.alive = false;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(taken).toEqual([]);
});
