import { expect, it } from 'vitest';
import { heardFrom, serverNow } from './clock';

const HOURS = 3_600_000;
const answered = (at: number) => heardFrom(new Response('', { headers: { Date: new Date(at).toUTCString() } }));

it('a phone three hours ahead still counts from the time of the server', () => {
  answered(Date.now() - 3 * HOURS);
  expect(Math.abs(serverNow() - (Date.now() - 3 * HOURS))).toBeLessThan(2100);
});

it('a clock that is set right in mid-call is believed again', () => {
  answered(Date.now() + HOURS);
  answered(Date.now());
  expect(Math.abs(serverNow() - Date.now())).toBeLessThan(2100);
});
