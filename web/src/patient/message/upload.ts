import { Problem, type Shape } from '../../api/client';

export type Progress = Shape<'UploadView'>;

/** How one upload speaks to the server. Every call rejects with a `Problem`. */
export interface Line {
  /** Begin, or find out where an earlier beginning got to. */
  begin(): Promise<Progress>;
  send(offset: number, length: number): Promise<Progress>;
  /** Give up another upload of the same call that this phone knows nothing of. */
  drop(id: string): Promise<void>;
}

export interface Told {
  /** Bytes the server has. */
  moved(offset: number): void;
  /** Nothing goes just now; it is tried again. */
  waiting(): void;
  /** Wait so long, or until the network is back. */
  rest(ms: number): Promise<void>;
}

const FIRST_REST = 1000;
const LONGEST_REST = 15_000;
const QUICK = 2000;
const SLOW = 8000;
/** What will not get better by trying again. */
const FINAL = new Set([400, 403, 404, 409, 413]);

/** Bytes of the next send: more while it goes quickly, fewer when it crawls; always whole pieces. */
export function nextLength(last: number, tookMs: number, piece: number, most: number): number {
  if (tookMs < QUICK) return Math.min(last * 2, Math.floor(most / piece) * piece);
  if (tookMs > SLOW) return Math.max(piece, Math.floor(last / 2 / piece) * piece);
  return last;
}

/**
 * Send all of it, however often the line is lost. Resolves once the server has confirmed the whole; rejects with the
 * `Problem` of a refusal that trying again would not change.
 */
export async function upload(line: Line, told: Told): Promise<void> {
  let now: Progress | null = null;
  let length = 0;
  let rest = FIRST_REST;
  while (!now?.done) {
    try {
      if (!now) now = await line.begin();
      else {
        const begun = performance.now();
        now = await line.send(now.offset, Math.min(length, now.size - now.offset));
        length = nextLength(length, performance.now() - begun, now.piece, now.most);
      }
      length ||= now.piece;
      rest = FIRST_REST;
      told.moved(now.offset);
    } catch (error) {
      if (await settled(line, error)) continue;
      told.waiting();
      await told.rest(rest);
      rest = Math.min(rest * 2, LONGEST_REST);
      // What arrived of the lost send only the server knows.
      now = null;
    }
  }

  /** True when it can go on at once. Throws what is final. */
  async function settled(on: Line, error: unknown): Promise<boolean> {
    if (!(error instanceof Problem)) throw error;
    if (error.code === 'wrong-offset' && now) {
      now = { ...now, offset: Number(error.extra.offset) };
      return true;
    }
    if (error.code === 'upload-open') {
      await on.drop(String(error.extra.id)).catch(() => undefined);
      now = null;
      return true;
    }
    if (error.code !== 'cut-short' && FINAL.has(error.status)) throw error;
    return false;
  }
}
