/** How far the call of the side-by-side demo has come: the doctor's frame says it, the page around it shows what to do. */
export const STAGES = ['ringing', 'talking', 'unwritten', 'ended', 'signed'] as const;
export type Stage = (typeof STAGES)[number];

interface Seen {
  phase: string | undefined;
  /** The note of this call, once the call is over. */
  note: { signed: boolean; advice: string } | null;
}

/** Null when the doctor looks at something else: what was said last still holds. */
export function stageOf({ phase, note }: Seen): Stage | null {
  if (phase === 'ringing') return 'ringing';
  if (phase === 'connected') return 'talking';
  if (!note) return null;
  if (note.signed) return 'signed';
  return note.advice.trim() ? 'ended' : 'unwritten';
}

/** What a message says, if it came from that frame of this very site. */
export function heard(event: MessageEvent, frame: Window | null | undefined): Stage | null {
  if (event.origin !== location.origin || !frame || event.source !== frame) return null;
  return STAGES.find((stage) => stage === event.data?.stage) ?? null;
}
