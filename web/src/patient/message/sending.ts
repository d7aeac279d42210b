import { signal } from '@preact/signals';
import { Problem } from '../../api/client';
import { api, session } from '../state';
import { all, type Kept, keep, letGo } from './kept';
import { type Line, type Progress, upload } from './upload';

export interface Sending {
  id: string;
  callId: string;
  size: number;
  offset: number;
  state: 'going' | 'waiting' | 'failed';
  problem: Problem | null;
}
/** The message on its way from this page, if any. */
export const sending = signal<Sending | null>(null);
/** Counts messages that arrived whole, so that lists look again. */
export const arrived = signal(0);

const PIECE_PATIENCE = 90_000;
const queue: Kept[] = [];
let working = false;

/** Keep it on this phone, and send it until the server has all of it. */
export async function sendMessage(recording: Kept): Promise<void> {
  await keep(recording);
  add(recording);
}

/** Go on with what an earlier page left unsent. */
export async function resumeSending(): Promise<void> {
  if (session.state.value !== 'in') return;
  for (const recording of await all()) add(recording);
}

/** Stop showing a message that cannot be sent. */
export async function giveUp(): Promise<void> {
  const now = sending.value;
  if (now?.state !== 'failed') return;
  sending.value = null;
  await letGo(now.id);
}

function add(recording: Kept): void {
  if (queue.some(({ id }) => id === recording.id) || sending.value?.id === recording.id) return;
  queue.push(recording);
  void work();
}

async function work(): Promise<void> {
  if (working) return;
  working = true;
  try {
    for (let next = queue[0]; next; next = queue[0]) {
      await oneTabAtATime(next);
      queue.shift();
    }
  } finally {
    working = false;
  }
}

/** Of two tabs one sends; the other, when its turn comes, is told that all has arrived. */
async function oneTabAtATime(recording: Kept): Promise<void> {
  const deed = () => send(recording);
  if ('locks' in navigator) await navigator.locks.request('left-message', deed);
  else await deed();
}

async function send(recording: Kept): Promise<void> {
  const { id, callId } = recording;
  const say = (more: Partial<Sending>) => {
    const before = sending.value ?? {
      id,
      callId,
      size: recording.bytes.size,
      offset: 0,
      state: 'going',
      problem: null,
    };
    sending.value = { ...before, ...more };
  };
  sending.value = null;
  say({});
  try {
    await upload(lineOf(recording), {
      moved: (offset) => say({ offset, state: 'going' }),
      waiting: () => say({ state: 'waiting' }),
      rest: networkOr,
    });
    await letGo(id);
    sending.value = null;
    arrived.value += 1;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === 'call-answered') {
      await letGo(id);
      sending.value = null;
    } else say({ state: 'failed', problem: error });
  }
}

function lineOf({ id, callId, bytes, mediaType, seconds }: Kept): Line {
  const path = { id: callId };
  return {
    begin: () =>
      api.post('/api/calls/{id}/message', { path, body: { id, media_type: mediaType, size: bytes.size, seconds } }),
    send: (offset, length) => patch(id, offset, bytes.slice(offset, offset + length)),
    drop: (other) => api.delete('/api/left-messages/{id}/upload', { path: { id: other } }),
  };
}

/** The one request of this page whose body is bytes; the token as everywhere. */
async function patch(id: string, offset: number, body: Blob): Promise<Progress> {
  const token = await session.freshToken().catch(() => null);
  const headers = {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/octet-stream',
    'Upload-Offset': String(offset),
  };
  let response: Response;
  try {
    const signal = AbortSignal.timeout(PIECE_PATIENCE);
    response = await fetch(`/api/left-messages/${id}/upload`, { method: 'PATCH', headers, body, signal });
  } catch {
    throw new Problem('offline', 0, 'The server cannot be reached.');
  }
  const told = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (response.ok) return told as unknown as Progress;
  throw new Problem(String(told.code ?? 'unavailable'), response.status, String(told.detail ?? ''), told);
}

const networkOr = (ms: number): Promise<void> =>
  new Promise((done) => {
    const over = () => {
      clearTimeout(timer);
      removeEventListener('online', over);
      done();
    };
    const timer = setTimeout(over, ms);
    addEventListener('online', over);
  });
