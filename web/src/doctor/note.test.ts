import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '../api/client';
import { createNote, disputed, FIELDS, type Kept, merged, type Texts } from './note';

type View = Parameters<typeof createNote>[2];
const EMPTY = Object.fromEntries(FIELDS.map((name) => [name, ''])) as Texts;
const view = (version: number, texts: Partial<Texts> = {}, more: Partial<View> = {}): View =>
  ({
    ...EMPTY,
    ...texts,
    version,
    updated_at: '2026-11-23T02:00:00Z',
    signed_at: null,
    signed_by: null,
    ...more,
  }) as View;

/** The server's side of one note: keeps versions, refuses an older one with the newer note. */
function server(first: View) {
  let stored = first;
  let down = false;
  const refuse = (code: string) => {
    throw new Problem(code, 409, code, { note: stored });
  };
  const put = vi.fn(async (_path: string, { body }: { body: Texts & { version: number } }) => {
    if (down) throw new Problem('offline', 0, '');
    if (stored.signed_at) refuse('signed');
    if (body.version !== stored.version) refuse('newer-note');
    stored = { ...view(stored.version + 1), ...body, version: stored.version + 1 };
    return stored;
  });
  const post = vi.fn(async (_path: string, { body }: { body: { version: number } }) => {
    if (body.version !== stored.version) refuse('newer-note');
    stored = { ...stored, signed_at: '2026-11-23T02:20:00Z', signed_by: 'Trần Văn Bình' };
    return stored;
  });
  return {
    api: { put, post } as unknown as Parameters<typeof createNote>[0],
    put,
    now: () => stored,
    elsewhere: (texts: Partial<Texts>, more: Partial<View> = {}) => {
      stored = { ...stored, ...texts, version: stored.version + 1, ...more };
    },
    fail: (on: boolean) => {
      down = on;
    },
  };
}
function drawer(first: Kept | null = null) {
  let kept = first;
  const write = (next: Kept | null) => {
    kept = next;
  };
  return { read: () => kept, write, kept: () => kept };
}
const rest = () => vi.advanceTimersByTimeAsync(1000);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("bác sĩ Bình's note", () => {
  it('is kept a moment after he stops typing, in one save', async () => {
    const there = server(view(1));
    const note = createNote(there.api, 'e', there.now(), drawer());
    for (const text of ['Đ', 'Đau', 'Đau ngực']) note.edit('subjective', text);
    expect(note.status.value).toBe('unsaved');
    await rest();
    expect([there.put.mock.calls.length, there.now().subjective, note.status.value]).toEqual([1, 'Đau ngực', 'saved']);
  });
  it('keeps what is typed while a save is under way', async () => {
    const there = server(view(1));
    const note = createNote(there.api, 'e', there.now(), drawer());
    note.edit('advice', 'Ngồi yên');
    const saving = note.save();
    note.edit('advice', 'Ngồi yên, gọi 115 nếu đau tăng');
    await saving;
    await rest();
    expect([there.now().advice, note.status.value]).toEqual(['Ngồi yên, gọi 115 nếu đau tăng', 'saved']);
  });
  it('loses nothing while the network is down, and tries again by itself', async () => {
    const there = server(view(1));
    const tab = drawer();
    const note = createNote(there.api, 'e', there.now(), tab);
    there.fail(true);
    note.edit('plan', 'Điện tim');
    await rest();
    expect([note.status.value, tab.kept()?.texts.plan]).toEqual(['retrying', 'Điện tim']);
    there.fail(false);
    await vi.advanceTimersByTimeAsync(5000);
    expect([there.now().plan, note.status.value, tab.kept()]).toEqual(['Điện tim', 'saved', null]);
  });
  it('puts together what two devices wrote into different parts', async () => {
    const there = server(view(1));
    const note = createNote(there.api, 'e', there.now(), drawer());
    there.elsewhere({ plan: 'Điện tim' });
    note.edit('subjective', 'Đau ngực');
    await vi.advanceTimersByTimeAsync(3000);
    expect(there.now()).toMatchObject({ subjective: 'Đau ngực', plan: 'Điện tim' });
    expect(note.status.value).toBe('saved');
  });
  it('asks when both wrote into the same part, and saves what is chosen', async () => {
    const there = server(view(1));
    const note = createNote(there.api, 'e', there.now(), drawer());
    there.elsewhere({ subjective: 'Khó thở' });
    note.edit('subjective', 'Đau ngực');
    await rest();
    expect([note.status.value, note.newer.value?.subjective, note.texts.value.subjective]).toEqual([
      'conflict',
      'Khó thở',
      'Đau ngực',
    ]);
    note.edit('plan', 'Điện tim');
    note.settle({ subjective: 'Khó thở\nĐau ngực' });
    await rest();
    expect(there.now()).toMatchObject({ subjective: 'Khó thở\nĐau ngực', plan: 'Điện tim' });
    expect(note.status.value).toBe('saved');
  });
  it('signs exactly what is on the screen', async () => {
    const there = server(view(1));
    const note = createNote(there.api, 'e', there.now(), drawer());
    note.edit('advice', 'Uống nước');
    await note.sign();
    expect([there.now().advice, Boolean(there.now().signed_at), note.status.value]).toEqual([
      'Uống nước',
      true,
      'signed',
    ]);
    note.edit('advice', 'khác');
    expect(note.texts.value.advice).toBe('Uống nước');
  });
  it('does not sign over an open question', async () => {
    const there = server(view(1));
    const note = createNote(there.api, 'e', there.now(), drawer());
    there.elsewhere({ advice: 'Nghỉ ngơi' });
    note.edit('advice', 'Uống nước');
    await note.sign();
    expect([note.status.value, there.now().signed_at]).toEqual(['conflict', null]);
  });
  it('keeps words that came too late for a note signed elsewhere', async () => {
    const there = server(view(1));
    const note = createNote(there.api, 'e', there.now(), drawer());
    there.elsewhere({}, { signed_at: '2026-11-23T02:20:00Z' });
    note.edit('plan', 'Điện tim');
    await rest();
    expect([note.status.value, note.leftover.value?.plan, note.texts.value.plan]).toEqual(['signed', 'Điện tim', '']);
  });
  it('finds unsaved words again after a reload, also when the server has moved on', async () => {
    const there = server(view(3, { plan: 'Điện tim' }));
    const kept: Kept = { version: 2, base: EMPTY, texts: { ...EMPTY, subjective: 'Đau ngực' } };
    const note = createNote(there.api, 'e', there.now(), drawer(kept));
    await vi.advanceTimersByTimeAsync(2000);
    expect(there.now()).toMatchObject({ subjective: 'Đau ngực', plan: 'Điện tim' });
    expect(note.status.value).toBe('saved');
  });
});

describe('putting two versions together', () => {
  const base = { ...EMPTY, plan: 'a' };
  it('keeps each side where the other changed nothing', () => {
    expect(merged(base, { ...base, plan: 'b' }, { ...base, advice: 'c' })).toEqual({
      ...EMPTY,
      plan: 'b',
      advice: 'c',
    });
  });
  it('disputes only what both changed differently', () => {
    expect(disputed(base, { ...base, plan: 'b', advice: 'x' }, { ...base, plan: 'c', advice: 'x' })).toEqual(['plan']);
  });
});
