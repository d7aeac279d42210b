import type { Shape } from '../../api/client';

type Full<T> = { [K in keyof T]-?: T[K] };

export type Rung = Full<Shape<'Rung'>>;
export type Resort = Full<Shape<'LastResort'>>;
export type Waking = Full<Shape<'Waking'>>;

/** A whole ladder, nothing left to defaults. Durations are seconds. */
export type Ladder = Full<Omit<Shape<'Ladder'>, 'rungs' | 'last_resort' | 'waking'>> & {
  rungs: Rung[];
  last_resort: Resort;
  waking: Waking;
};

export const MOST_RUNGS = 12;

/** What the server says is always whole. */
export const whole = (told: Shape<'Ladder'>): Ladder => told as Ladder;

/** The ladder with a copy of its last rung added before it, to be changed at will. */
export function withOneMore(ladder: Ladder): Ladder {
  const last = ladder.rungs.at(-1);
  if (!last || ladder.rungs.length >= MOST_RUNGS) return ladder;
  const more: Rung = { ...last, whom: 'hospital', manner: 'one_by_one' };
  return { ...ladder, rungs: [...ladder.rungs.slice(0, -1), more, last] };
}

/** The rung at `at` moved by so many places; the same ladder when there is no such place. */
export function moved(ladder: Ladder, at: number, by: -1 | 1): Ladder {
  const rungs = [...ladder.rungs];
  const [rung] = rungs.splice(at, 1);
  const to = at + by;
  if (!rung || to < 0 || to >= ladder.rungs.length) return ladder;
  rungs.splice(to, 0, rung);
  return { ...ladder, rungs };
}

/** Without this rung; the only one stays. */
export const without = (ladder: Ladder, at: number): Ladder =>
  ladder.rungs.length > 1 ? { ...ladder, rungs: ladder.rungs.filter((_, index) => index !== at) } : ladder;

/** With this rung changed. */
export const changed = (ladder: Ladder, at: number, part: Partial<Rung>): Ladder => ({
  ...ladder,
  rungs: ladder.rungs.map((rung, index) => (index === at ? { ...rung, ...part } : rung)),
});
