import type { Sample } from './stats';

/** How the line is, in the words a person can act on; the words themselves stand in i18n/call.vi.ts. */
export type Network = 'connecting' | 'good' | 'weak' | 'voice' | 'reconnecting';

export interface Quality {
  /** Smoothed mean opinion score, 1 (nothing) to 4.5 (as if beside you). */
  mos: number;
  /** When the last picture came; null while none is expected. */
  frameAt: number | null;
}
export const fresh: Quality = { mos: 4, frameAt: null };

const FEC_WEIGHT = 5.3;
const WEAK = 3.2;
const FREEZE = 2500;
const FALL = 0.8;
const RISE = 0.4;

/** The simplified E-model: delay and loss to an opinion score. `loss` in percent. */
export function opinion(rtt: number, jitter: number, loss: number): number {
  const delay = rtt / 2 + 2 * jitter;
  const r = 100 - (delay <= 160 ? delay / 40 : (delay - 120) / 10) - FEC_WEIGHT * loss;
  const bounded = Math.min(100, Math.max(0, r));
  return 1 + 0.035 * bounded + 7e-6 * bounded * (bounded - 60) * (100 - bounded);
}

/** The next judgement: falls fast, rises slowly, so that words do not flicker. `picture`: the other side sends one. */
export function judge(before: Quality, from: Sample, to: Sample, now: number, picture: boolean): Quality {
  const received = to.audioPackets - from.audioPackets;
  const lost = Math.max(0, to.audioLost - from.audioLost);
  const loss = received + lost > 0 ? (100 * lost) / (received + lost) : 0;
  const mos = opinion(to.rtt, to.jitter, loss);
  const pace = mos < before.mos ? FALL : RISE;
  const frameAt = !picture ? null : to.frames > from.frames ? now : (before.frameAt ?? now);
  return { mos: before.mos + pace * (mos - before.mos), frameAt };
}

/** The word for a line that is alive. `thin`: our own picture is paused to leave room for the voice. */
export function word(quality: Quality, now: number, thin: boolean): 'good' | 'weak' | 'voice' {
  const frozen = quality.frameAt !== null && now - quality.frameAt >= FREEZE;
  if (frozen || thin) return 'voice';
  return quality.mos < WEAK ? 'weak' : 'good';
}
