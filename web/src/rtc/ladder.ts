/** One rung of the video ladder: how large, how often, how many bits. */
export interface Rung {
  active: boolean;
  bitrate: number;
  scale: number;
  frames: number;
}

/** For a camera of 640 × 360, from the thinnest line up. */
const RUNGS: { from: number; rung: Rung }[] = [
  { from: 0, rung: { active: true, bitrate: 60_000, scale: 4, frames: 10 } },
  { from: 150_000, rung: { active: true, bitrate: 150_000, scale: 2, frames: 12 } },
  { from: 320_000, rung: { active: true, bitrate: 250_000, scale: 4 / 3, frames: 15 } },
  { from: 600_000, rung: { active: true, bitrate: 450_000, scale: 1, frames: 20 } },
];
const PAUSED: Rung = { active: false, bitrate: 60_000, scale: 4, frames: 10 };

const TOO_THIN = 70_000;
const ENOUGH = 80_000;
const PAUSE_AFTER = 3000;
const RETURN_AFTER = 6000;
/** With the picture gone the browser may never try a higher rate: look again after this long. */
const TRY_AGAIN = 20_000;

export interface Ladder {
  paused: boolean;
  /** Since when the estimate has spoken against the present state; null when it does not. */
  against: number | null;
  pausedAt: number;
}
export const ladder: Ladder = { paused: false, against: null, pausedAt: 0 };

/** Audio first: the picture pauses within 3 s under 70 kb/s and returns after 6 s over 80 kb/s. */
export function climb(before: Ladder, estimate: number | null, now: number): { ladder: Ladder; rung: Rung } {
  const rate = estimate ?? 300_000;
  const speaksAgainst = before.paused ? rate > ENOUGH : rate < TOO_THIN;
  const against = speaksAgainst ? (before.against ?? now) : null;
  const held = against === null ? -1 : now - against;
  const retry = before.paused && now - before.pausedAt >= TRY_AGAIN;
  if (retry || held >= (before.paused ? RETURN_AFTER : PAUSE_AFTER)) {
    const paused = !before.paused;
    return { ladder: { paused, against: null, pausedAt: now }, rung: paused ? PAUSED : rungFor(rate) };
  }
  return { ladder: { ...before, against }, rung: before.paused ? PAUSED : rungFor(rate) };
}

function rungFor(rate: number): Rung {
  return RUNGS.filter((step) => rate >= step.from).at(-1)?.rung ?? PAUSED;
}
