import { expect, it, vi } from 'vitest';
import { heard, stageOf } from './stage';

it.each([
  ['ringing', null, 'ringing'],
  ['connected', null, 'talking'],
  [undefined, { signed: false, advice: ' ' }, 'unwritten'],
  [undefined, { signed: false, advice: 'Bác nằm nghỉ.' }, 'ended'],
  [undefined, { signed: true, advice: 'Bác nằm nghỉ.' }, 'signed'],
  ['loading', null, null],
])('a call that is %s with the note %o is at %s', (phase, note, stage) => {
  expect(stageOf({ phase, note })).toBe(stage);
});

it('believes only the doctor’s frame of its own site', () => {
  vi.stubGlobal('location', { origin: 'https://den-dem.example' });
  const frame = {} as Window;
  const says = (origin: string, source: unknown, stage: unknown) =>
    heard({ origin, source, data: { stage } } as MessageEvent, frame);
  expect(says('https://den-dem.example', frame, 'signed')).toBe('signed');
  expect(says('https://other.example', frame, 'signed')).toBeNull();
  expect(says('https://den-dem.example', {}, 'signed')).toBeNull();
  expect(says('https://den-dem.example', frame, 'anything')).toBeNull();
  vi.unstubAllGlobals();
});
