// When to mend a connection. Chromium itself says "failed" only after 17 s; people hang up long before that.

/** Silence with media expected, and silence where only keep-alives are. */
const SILENT = 2500;
const SILENT_QUIET = 9000;
const BETWEEN_RESTARTS = 4000;
const GIVE_UP = 15_000;
const RESTARTS = 2;

export interface Watch {
  heardAt: number;
  heard: number;
  restarts: number;
  restartedAt: number;
  everHeard: boolean;
}
export type Remedy = 'none' | 'restart-ice' | 'renew';

export const watchFrom = (now: number): Watch => ({
  heardAt: now,
  heard: 0,
  restarts: 0,
  restartedAt: Number.NEGATIVE_INFINITY,
  everHeard: false,
});

/**
 * One look per second. `heard` is a number that moves with whatever arrives (it also falls, when ICE changes to another
 * pair); `media` says whether sound or picture is expected. After two restarts without effect, or 15 s of silence, the connection is made anew.
 */
export function look(watch: Watch, now: number, heard: number, media: boolean): { watch: Watch; remedy: Remedy } {
  if (heard !== watch.heard) {
    return { watch: { ...watchFrom(now), heard, everHeard: true }, remedy: 'none' };
  }
  const silence = now - watch.heardAt;
  const since = now - watch.restartedAt;
  if (silence >= GIVE_UP || (watch.restarts >= RESTARTS && since >= BETWEEN_RESTARTS)) {
    return { watch: { ...watchFrom(now), everHeard: watch.everHeard }, remedy: 'renew' };
  }
  const patience = media && watch.everHeard ? SILENT : SILENT_QUIET;
  if (silence >= patience && watch.restarts < RESTARTS && since >= BETWEEN_RESTARTS) {
    return { watch: { ...watch, restarts: watch.restarts + 1, restartedAt: now }, remedy: 'restart-ice' };
  }
  return { watch, remedy: 'none' };
}

/** Whether the silence is long enough that the person should be told. */
export const isSilent = (watch: Watch, now: number, media: boolean): boolean =>
  now - watch.heardAt >= (media ? SILENT : SILENT_QUIET);
