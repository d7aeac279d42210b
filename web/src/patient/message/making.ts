import { signal } from '@preact/signals';
import { newKey } from '../../api/client';
import type { Fault } from '../../rtc/devices';
import { type Kind, type Recorder, type Recording, record } from './recorder';
import { sendMessage } from './sending';

export type Making =
  | { at: 'idle' }
  | { at: 'asking' }
  | { at: 'refused'; fault: Fault; kind: Kind }
  | { at: 'recording'; recorder: Recorder; since: number }
  | { at: 'review'; made: Recording; url: string };

/** The message being made on this page. It outlives the screen it was begun on: a call may end in the middle of it. */
export const making = signal<Making>({ at: 'idle' });

/** How long a screen may be gone before a running recording stops by itself: nobody is recorded without seeing it. */
const UNSEEN = 1500;
let shown = 0;

export async function begin(kind: Kind, from: MediaStream | null): Promise<void> {
  making.value = { at: 'asking' };
  const got = await record(kind, from, () => void finish());
  if ('fault' in got) making.value = { at: 'refused', fault: got.fault, kind };
  else making.value = { at: 'recording', recorder: got.recorder, since: performance.now() };
  if (!shown) stopUnseen();
}

export async function finish(): Promise<void> {
  const now = making.value;
  if (now.at !== 'recording') return;
  const made = await now.recorder.finish();
  if (making.value !== now) return;
  making.value = made ? { at: 'review', made, url: URL.createObjectURL(made.bytes) } : { at: 'idle' };
}

/** Throw it away; nothing of it is kept. */
export function throwAway(): void {
  const now = making.value;
  if (now.at === 'recording') now.recorder.cancel();
  if (now.at === 'review') URL.revokeObjectURL(now.url);
  making.value = { at: 'idle' };
}

export async function sendMade(callId: string): Promise<void> {
  const now = making.value;
  if (now.at !== 'review') return;
  const { bytes, mediaType, seconds } = now.made;
  making.value = { at: 'idle' };
  URL.revokeObjectURL(now.url);
  await sendMessage({ id: newKey(), callId, mediaType, seconds, bytes, madeAt: Date.now() });
}

/** The screen that shows what is being made is on; returns how to say that it is gone. */
export function watching(): () => void {
  shown += 1;
  return () => {
    shown -= 1;
    setTimeout(() => shown || stopUnseen(), UNSEEN);
  };
}

function stopUnseen(): void {
  if (making.value.at === 'recording') void finish();
}
