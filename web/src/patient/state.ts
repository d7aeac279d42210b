import { signal } from '@preact/signals';
import { newKey, Problem, type Shape } from '../api/client';
import { createSession } from '../state/session';

export type Patient = Shape<'PatientView'>;
/** Whom to ring for: somebody of the family, or null for "Người khác". */
export type Whom = Patient | null;

/** Why somebody signs in. */
export type Goal = 'ring' | 'records' | 'family';

export type Screen =
  | { at: 'first' }
  | { at: 'sign-in'; goal: Goal }
  | { at: 'who' }
  | { at: 'call'; id: string }
  | { at: 'after'; id: string }
  | { at: 'records' }
  | { at: 'family' }
  | { at: 'callback' }
  | { at: 'nobody' };

export interface Numbers {
  emergency: string;
  stationName: string;
  stationPhone: string;
}

/** What GET /api/config tells a page. */
export const config = signal<Shape<'PublicConfig'> | null>(null);
export const status = signal<Shape<'ServiceStatus'> | null>(null);
/** Asked at least once, with or without an answer. */
export const statusAsked = signal(false);
export const session = createSession('patient');
export const api = session.api;
export const family = signal<Patient[]>([]);
export const chosen = signal<Patient | 'other' | null>(null);
export const screen = signal<Screen>({ at: 'first' });
export const placing = signal(false);
/** The caller hung up asking to be called back. */
export const callbackAsked = signal(false);
/** A sentence for the top of the first screen; null when all is well. */
export const trouble = signal<unknown>(null);
/** What a tap on the red strip means besides dialling; set while a call is on. */
export const emergencyTapped = signal<(() => void) | null>(null);
export const numbers = signal<Numbers>({ emergency: '115', stationName: '', stationPhone: '' });

/** Show a screen. Each one but the first has its step in the history, so that the phone's Back leads home. */
export function go(next: Screen): void {
  const deeper = screen.value.at === 'first' && next.at !== 'first';
  if (deeper) history.pushState({ deep: true }, '');
  else history.replaceState(next.at === 'first' ? null : { deep: true }, '');
  screen.value = next;
  scrollTo(0, 0);
}

export async function askStatus(): Promise<void> {
  try {
    const answer = await api.get('/api/status');
    status.value = answer;
    numbers.value = {
      emergency: answer.emergency_number,
      stationName: answer.station_name,
      stationPhone: answer.station_phone,
    };
  } catch {
    status.value = null;
  }
  statusAsked.value = true;
}

export const askConfig = async (): Promise<void> => {
  config.value = await api.get('/api/config').catch(() => config.value);
};

/** The family, sorted by given name as people are called. Guests have none. */
export async function askFamily(): Promise<void> {
  if (!session.me.value?.account_id) {
    family.value = [];
    return;
  }
  const { patients } = await api.get('/api/patients');
  family.value = [...patients].sort((a, b) => a.given_name.localeCompare(b.given_name, 'vi'));
}

const LIVE = 'call.live';
/** The call this tab has a seat in; kept over reloads, so that a reload rejoins by itself. */
export const liveCall = {
  get: () => kept(() => sessionStorage.getItem(LIVE)),
  set: (id: string) => kept(() => sessionStorage.setItem(LIVE, id)),
  clear: () => kept(() => sessionStorage.removeItem(LIVE)),
};

/** A recorded message waits on this phone for a network; see message/kept.ts. */
export const messageUnsent = (): boolean => kept(() => localStorage.getItem('message.pending')) !== null;

function kept<T>(deed: () => T): T | null {
  try {
    return deed();
  } catch {
    return null;
  }
}

export function enterCall(id: string): void {
  liveCall.set(id);
  go({ at: 'call', id });
}

let intent: { for: string; key: string } | null = null;

/** Ring a doctor now. The same tap sent twice (a lost answer) is the same call: one key per intent. */
export async function ring(whom: Whom, reason = ''): Promise<void> {
  if (placing.value) return;
  placing.value = true;
  trouble.value = null;
  callbackAsked.value = false;
  const forWhom = whom?.id ?? 'other';
  if (intent?.for !== forWhom) intent = { for: forWhom, key: newKey() };
  try {
    const call = await api.post('/api/calls', {
      body: { patient_id: whom?.id ?? null, relation: whom?.relation ?? 'other', reason },
      key: intent.key,
    });
    intent = null;
    enterCall(call.id);
  } catch (error) {
    await ringRefused(error);
  } finally {
    placing.value = false;
  }
}

async function ringRefused(error: unknown): Promise<void> {
  const code = error instanceof Problem ? error.code : '';
  if (code !== 'offline') intent = null;
  if (code === 'nobody-on-duty') {
    nobodyOnDuty(error as Problem);
  } else if (code === 'unidentified') {
    go({ at: 'sign-in', goal: 'ring' });
  } else if (!(await rejoin(false))) {
    trouble.value = error;
  }
}

function nobodyOnDuty({ extra }: Problem): void {
  numbers.value = {
    emergency: String(extra.emergency_number ?? numbers.value.emergency),
    stationName: String(extra.station_name ?? numbers.value.stationName),
    stationPhone: String(extra.station_phone ?? numbers.value.stationPhone),
  };
  go({ at: 'nobody' });
}

/** Return to a live call, if there is one. With `onlyOwn`, only to the one this tab was in. */
export async function rejoin(onlyOwn: boolean): Promise<boolean> {
  const { call } = await api.get('/api/calls/current').catch(() => ({ call: null }));
  if (!call || call.state === 'ended') {
    liveCall.clear();
    return false;
  }
  if (onlyOwn && liveCall.get() !== call.id) return false;
  enterCall(call.id);
  return true;
}

/** Who this is has been settled: a tap that came earlier waits for it, and says so on the button. */
async function known(): Promise<void> {
  placing.value = true;
  await new Promise<void>((done) => {
    const stop = session.state.subscribe((state) => {
      if (state === 'starting') return;
      queueMicrotask(() => stop());
      done();
    });
  });
  await askFamily().catch(() => undefined);
  placing.value = false;
}

/** The green button: known people ring at once; strangers give a number first. */
export async function callTapped(): Promise<void> {
  if (session.state.value === 'starting') {
    await known();
    if (family.value.length > 0) return;
  }
  if (session.state.value === 'offline') await session.boot();
  if (session.state.value === 'offline') {
    trouble.value = new Problem('offline', 0, 'The server cannot be reached.');
    return;
  }
  if (session.state.value !== 'in') return go({ at: 'sign-in', goal: 'ring' });
  const whom = chosen.value;
  if (family.value.length === 0 && whom === null && session.me.value?.account_id) return go({ at: 'who' });
  await ring(whom === 'other' ? null : whom);
}

export const givenName = (name: string): string => name.trim().split(/\s+/).pop() ?? name;
