import { computed, effect, signal, untracked } from '@preact/signals';
import { Problem, type Shape } from '../api/client';
import { openSocket, type Socket } from '../rtc/socket';
import { createSession, type Session } from '../state/session';
import { single } from '../state/single';

export const session = createSession('clinic') as Session & { audience: 'clinic' };
export const { api } = session;
export const config = signal<Shape<'PublicConfig'> | null>(null);
export const tonight = signal<Shape<'Tonight'> | null>(null);
/** The call whose story is open. */
export const story = signal<Shape<'CallStory'> | null>(null);
/** How people were woken for it. */
export const alerts = signal<Shape<'Delivery'>[]>([]);
export const trouble = signal<unknown>(null);
export const live = signal(true);

type Tab = 'bedside' | 'tonight' | 'ladder' | 'staff' | 'sets' | 'audit';
export const tab = signal<Tab | null>(null);

const has = (...roles: string[]) => session.me.value?.roles.some(({ role }) => roles.includes(role)) ?? false;
/** What this person's roles open here (the server judges again). */
export const tabs = computed<Tab[]>(() => {
  const mine: Tab[] = [];
  if (has('health_worker')) mine.push('bedside');
  if (has('manager', 'administrator', 'receptionist')) mine.push('tonight');
  if (has('manager', 'administrator')) mine.push('ladder');
  if (has('administrator')) mine.push('staff');
  if (has('manager', 'administrator')) mine.push('sets');
  if (has('dpo')) mine.push('audit');
  return mine;
});
export const shown = computed<Tab | null>(() => {
  const chosen = tab.value;
  return chosen && tabs.value.includes(chosen) ? chosen : (tabs.value[0] ?? null);
});

export const refresh = single(async () => {
  if (session.state.value !== 'in' || !tabs.value.includes('tonight')) return;
  try {
    tonight.value = await api.get('/api/clinic/tonight');
    trouble.value = null;
  } catch (error) {
    trouble.value = error;
  }
  if (story.value) await openStory(story.value.call.call_id);
});

export async function openStory(id: string): Promise<void> {
  try {
    const [told, woken] = await Promise.all([
      api.get('/api/clinic/calls/{id}', { path: { id } }),
      api.get('/api/clinic/calls/{id}/alerts', { path: { id } }),
    ]);
    alerts.value = woken.alerts;
    story.value = told;
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'offline')) trouble.value = error;
  }
}

let line: Socket | null = null;
/** This page's one socket; null while nobody is signed in. */
export const socket = (): Socket | null => line;
const POLL = 10_000;
const CALM_POLL = 60_000;

function connect(): void {
  if (line) return;
  line = openSocket(session);
  for (const message of ['queue.changed', 'duty.changed', 'callback.changed', 'refetch'] as const) {
    line.on(message, () => void refresh());
  }
  line.onUp(() => void refresh());
  line.up.subscribe((up) => {
    live.value = up;
  });
}

effect(() => {
  const state = session.state.value;
  untracked(() => {
    if (state === 'in') {
      connect();
      void refresh();
    }
    if (state !== 'out') return;
    line?.close();
    line = null;
    tonight.value = null;
    story.value = null;
  });
});

/** The socket tells of changes; without it the page looks by itself, and now and then even with it. */
let looked = 0;
setInterval(() => {
  if (session.state.value === 'offline') void session.boot();
  if (document.visibilityState === 'hidden') return;
  if (Date.now() - looked < (live.value ? CALM_POLL : POLL)) return;
  looked = Date.now();
  void refresh();
}, 2000);

export async function boot(): Promise<void> {
  config.value = await api.get('/api/config').catch(() => null);
  await session.boot();
}
