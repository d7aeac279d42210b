import { stopwatch } from '../../lib/format';

const SHAPE = /^(\d{1,4}):([0-5]\d)$/;

/** Seconds of "1:30"; null when it is no time. */
export function seconds(text: string): number | null {
  const found = SHAPE.exec(text.trim());
  return found ? Number(found[1]) * 60 + Number(found[2]) : null;
}

/** "1:30" of 90; minutes may pass 59. */
export const written = (duration: number): string => stopwatch(duration);
