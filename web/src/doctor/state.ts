import { batch, computed, effect, signal, untracked } from '@preact/signals';
import { type Api, Problem, type Shape } from '../api/client';
import { enterAs } from '../api/demo';
import { keepAwake } from '../rtc/awake';
import type { CallChanged } from '../rtc/protocol';
import { openSocket, type Socket } from '../rtc/socket';
import { type Call, createCall, type Phase } from '../state/call';
import { createSession, type Session } from '../state/session';
import { single } from '../state/single';
import { tabDevice } from '../state/tab';
import { wakeBell } from './bell';

export const session = createSession('doctor') as Session & { audience: 'doctor' };
export const api: Api = session.api;
export const device = tabDevice('doctor');

export const config = signal<Shape<'PublicConfig'> | null>(null);
export const duty = signal<Shape<'DutyView'> | null>(null);
export const loops = signal<Shape<'EncounterList'> | null>(null);
/** The one call this page deals with: it rings here, is held here, or was taken elsewhere a moment ago. */
export const call = signal<Call | null>(null);
export const opened = signal<string | null>(null);
/** What the last deed ran into, until the next one. */
export const trouble = signal<unknown>(null);
export const socketUp = signal(true);

/** A doctor answers calls; nurses and health workers see the queue and the call-backs. */
export const answers = computed(() => session.me.value?.roles.some(({ role }) => role === 'doctor') ?? false);

let socket: Socket | null = null;

export const refreshDuty = single(async () => {
  if (session.state.value !== 'in') return;
  try {
    duty.value = await api.get('/api/duty');
  } catch (error) {
    if (error instanceof Problem && error.status === 403) duty.value = null;
  }
});
export const refreshLoops = single(async () => {
  if (session.state.value !== 'in') return;
  loops.value = await api.get('/api/encounters').catch(() => loops.value);
});

/** Take part in a call: ring for it, or go on with it. A page has one call at a time. */
export function follow(callId: string): void {
  if (!socket || call.value?.callId === callId) return;
  call.value?.dispose();
  const made = createCall(api, {
    audience: 'doctor',
    callId,
    device,
    socket,
    practitioner: session.me.value?.practitioner?.id ?? null,
    pretendAs: config.value?.demo ? (session.me.value?.display_name ?? '') : null,
  });
  call.value = made;
  void made.start();
}

export function letGo(): void {
  call.value?.dispose();
  call.value = null;
}

/** The page's call only knocks: an emergency for a doctor who is busy, in a call elsewhere or writing a note. */
export const onlyKnocks = () => call.value?.phase.value === 'ringing' && call.value.view.value?.knock === true;

/** This page is taken: something rings here, or a call goes on. A knock leaves the page as it is. */
export const busyHere = () =>
  ['loading', 'ringing', 'connected'].includes(call.value?.phase.value ?? '') && !onlyKnocks();

/** Calls known to have ended: a duty view from a moment before must not bring them back. */
const over = new Set<string>();

/** What the duty view says of calls, done: a page reloaded in the middle of a call finds its way back. */
effect(() => {
  const wanted = duty.value?.held_call ?? duty.value?.rung_call ?? null;
  if (wanted && !over.has(wanted)) untracked(() => !busyHere() && follow(wanted));
});

/** A call rings or moved. One that may ring here is looked at before the duty view has named it: seconds matter. */
function onCall({ call: id, state }: CallChanged): void {
  if (call.value?.callId === id && busyHere()) return;
  if (state === 'ringing' && !busyHere() && !call.value?.taken.value?.mine) follow(id);
  void refreshDuty();
}

export type Outcome = { kind: 'taken'; name: string } | { kind: 'withdrawn' } | { kind: 'ended' };
/** How the last call went from here, said for a while. */
export const outcome = signal<Outcome | null>(null);
const SAID_FOR = 10_000;

/** The end of a ring or a call on this page: a held call leaves its note open, the others a sentence. */
effect(() => {
  const live = call.value;
  const phase = live?.phase.value;
  if (live && phase) untracked(() => conclude(live, phase));
});

/** The call that rang on this page last: only of that one the page has anything to say. */
let rang = '';

function conclude(live: Call, phase: Phase): void {
  if (phase === 'ended') over.add(live.callId);
  const known = rang === live.callId;
  if (phase === 'ringing' || phase === 'connected') rang = live.callId;
  const encounter = live.view.value?.encounter_id;
  const taken = phase === 'taken' && !live.taken.value?.mine;
  if (phase === 'ended' && encounter) opened.value = encounter;
  else if (taken) known && say({ kind: 'taken', name: live.taken.value?.name ?? '' });
  else if (phase === 'withdrawn') known && say({ kind: 'withdrawn' });
  else if (phase === 'ended') known && say({ kind: 'ended' });
  else return;
  queueMicrotask(() => {
    if (call.value === live) letGo();
    void refreshDuty();
    void refreshLoops();
  });
}

function say(said: Outcome): void {
  outcome.value = said;
  setTimeout(() => {
    if (outcome.value === said) outcome.value = null;
  }, SAID_FOR);
}

function connect(): void {
  if (socket) return;
  const made = openSocket(session, device);
  socket = made;
  made.on('call.changed', onCall);
  for (const message of ['duty.changed', 'queue.changed', 'callback.changed'] as const) {
    made.on(message, () => void refreshDuty());
  }
  made.on('refetch', () => void refreshDuty());
  made.onUp(() => void refreshDuty());
  made.up.subscribe((up) => {
    socketUp.value = up;
  });
}

function disconnect(): void {
  letGo();
  socket?.close();
  socket = null;
  batch(() => {
    duty.value = null;
    loops.value = null;
    opened.value = null;
  });
}

effect(() => {
  const state = session.state.value;
  untracked(() => {
    if (state === 'in') {
      connect();
      void refreshDuty();
      void refreshLoops();
    }
    if (state === 'out') disconnect();
  });
});

let sleep: (() => void) | null = null;
/** On duty the screen stays on and the bell is made ready. */
effect(() => {
  const on = duty.value?.on_duty ?? false;
  untracked(() => {
    if (on) wakeBell();
    if (on) sleep ??= keepAwake();
    if (!on) {
      sleep?.();
      sleep = null;
    }
  });
});

/** A deed whose failure is shown at the top of the page. True when it worked. */
export async function attempt(deed: () => Promise<unknown>): Promise<boolean> {
  trouble.value = null;
  try {
    await deed();
    return true;
  } catch (error) {
    trouble.value = error;
    return false;
  }
}

/** In the demo's two frames the doctor enters and goes on duty by itself (`/demo/doctor?auto`). */
export const inDemoFrame = () =>
  location.pathname.startsWith('/demo/') && new URLSearchParams(location.search).has('auto');

export async function boot(): Promise<void> {
  config.value = await api.get('/api/config').catch(() => null);
  if (!inDemoFrame()) return session.boot();
  session.adopt(await enterAs('doctor'));
  await attempt(async () => {
    duty.value = await api.post('/api/duty/start', { body: { facility_id: null } });
  });
}

/** Every few seconds while the socket is down, so that a page never stands still. */
setInterval(() => {
  if (session.state.value === 'offline') void session.boot();
  else if (!socketUp.value) void refreshDuty();
}, 5000);
