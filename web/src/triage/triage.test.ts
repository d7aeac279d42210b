import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Api, Problem } from '../api/client';
import { figure, pressureOf } from './figures';

const post = vi.hoisted(() => vi.fn());
const get = vi.hoisted(() => vi.fn());

import { type Card, createTriage, type View } from './state';

const api = { post, get } as unknown as Api;

const card = (id: string): Card => ({
  id,
  kind: 'yes_no',
  text: { vi: id, en: id },
  sign: { vi: id, en: id },
  unit: '',
  low: 0,
  high: 0,
  audio: null,
});
const view = (...ids: string[]): View => ({ complaint: 'fever', cards: ids.map(card) }) as View;
const moment = () => new Promise((resolve) => setTimeout(resolve));

describe('what a caller measures', () => {
  it('reads a decimal comma', () => {
    expect(figure('37,5')).toBe(37.5);
    expect(figure(' ')).toBeNaN();
  });
  it('understands 14/9 as 140/90, and refuses what cannot be', () => {
    expect(pressureOf('14', '9')).toBe('140/90');
    expect(pressureOf('165', '110')).toBe('165/110');
    expect(pressureOf('90', '140')).toBeNull();
    expect(pressureOf('12', '')).toBeNull();
  });
});

describe('the cards of one call', () => {
  beforeEach(() => {
    post.mockReset();
    get.mockReset();
  });

  it('shows the next card before the server has the answer', async () => {
    let arrive: (fresh: View) => void = () => undefined;
    post.mockReturnValueOnce(new Promise((resolve) => (arrive = resolve)));
    const triage = createTriage(api, 'call');
    triage.take(view('a', 'b', 'c'));
    triage.answer(card('a'), 'no');
    expect(triage.card.value?.id).toBe('b');
    expect(triage.busy.value).toBe(true);
    arrive(view('b', 'c', 'd'));
    await moment();
    expect(triage.card.value?.id).toBe('b');
    expect(triage.busy.value).toBe(false);
  });

  it('sends again what a thin network lost, and nothing that was said meanwhile is forgotten', async () => {
    vi.useFakeTimers();
    post.mockRejectedValueOnce(new Problem('offline', 0, '')).mockResolvedValue(view('c'));
    const triage = createTriage(api, 'call');
    triage.take(view('a', 'b', 'c'));
    triage.answer(card('a'), 'yes');
    await vi.advanceTimersByTimeAsync(10);
    expect(triage.failing.value).toBe(true);
    triage.answer(card('b'), 'no');
    await vi.advanceTimersByTimeAsync(2100);
    expect(post.mock.lastCall?.[1].body.answers).toEqual([
      { question: 'a', answer: 'yes' },
      { question: 'b', answer: 'no' },
    ]);
    expect(triage.busy.value).toBe(false);
    triage.close();
    vi.useRealTimers();
  });

  it('goes back to the card before, and its new answer counts', async () => {
    post.mockResolvedValue(view('c'));
    const triage = createTriage(api, 'call');
    triage.take(view('a', 'b', 'c'));
    triage.answer(card('a'), 'no');
    triage.answer(card('b'), 'no');
    triage.back();
    expect(triage.card.value?.id).toBe('b');
    triage.back();
    expect(triage.card.value?.id).toBe('a');
    triage.answer(card('a'), 'yes');
    await moment();
    expect(post.mock.lastCall?.[1].body.answers).toContainEqual({ question: 'a', answer: 'yes' });
    expect(triage.card.value?.id).toBe('c');
  });
});
