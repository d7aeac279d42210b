import { effect, signal, untracked } from '@preact/signals';
import type { Shape } from '../api/client';
import { t } from '../i18n/doctor';
import { renewPush } from '../staff/push';
import type { ToPage } from '../sw/push';
import { ring, unlocked } from './bell';
import { answers, api, busyHere, call, device, duty, follow, inDemoFrame, session } from './state';

// Waking this doctor: the page says whether it can sound, tries the alarm, and does what a notification asks of it.

export const devices = signal<Shape<'DeviceList'> | null>(null);
/** The test alarm: it rings, it was not heard, or there is nothing to say. */
export const test = signal<'ringing' | 'unheard' | null>(null);

const SAY_EVERY = 300_000;
const TEST_RINGS = 12_000;

/** What this page is good for; whether it is still open, its socket tells. */
async function sayDevice(): Promise<void> {
  if (session.state.value !== 'in' || !answers.value) return;
  const body = { device, can_sound: unlocked.value };
  devices.value = await api.post('/api/devices', { body }).catch(() => devices.value);
}

let stopBell: (() => void) | null = null;
function hush(): void {
  stopBell?.();
  stopBell = null;
}

/** Ring this page, and push to this browser. Whether it was heard, only the doctor knows. */
export async function tryAlarm(): Promise<void> {
  hush();
  stopBell = ring(t().testRings);
  setTimeout(hush, TEST_RINGS);
  test.value = 'ringing';
  await api.post('/api/duty/test-alarm', { body: { device } }).catch(() => undefined);
}

export async function alarmHeard(): Promise<void> {
  hush();
  test.value = null;
  devices.value = await api.post('/api/duty/test-alarm/heard', { body: { device } }).catch(() => devices.value);
}

export function alarmUnheard(): void {
  hush();
  test.value = 'unheard';
}

/** A call that a notification named, and whether "Nhận" was tapped on it. */
const asked = signal<{ call: string; answer: boolean } | null>(null);

function fromAddress(): void {
  const query = new URLSearchParams(location.search);
  const wanted = query.get('call');
  if (!wanted) return;
  asked.value = { call: wanted, answer: query.has('answer') };
  query.delete('call');
  query.delete('answer');
  history.replaceState(null, '', `${location.pathname}${query.size ? `?${query}` : ''}`);
}

function fromWorker({ data, ports }: MessageEvent<ToPage>): void {
  if (data.alarm === 'push') {
    ports[0]?.postMessage(unlocked.value && document.visibilityState === 'visible' && session.state.value === 'in');
    if (data.message.call && data.message.kind === 'ring') asked.value = { call: data.message.call, answer: false };
  }
  if (data.alarm === 'open') {
    window.focus();
    if (data.call) asked.value = { call: data.call, answer: data.answer };
  }
}

export function startWaking(): void {
  fromAddress();
  navigator.serviceWorker?.addEventListener('message', fromWorker);
  navigator.serviceWorker?.startMessages();
  effect(() => {
    unlocked.value;
    if (session.state.value === 'in' && answers.value) untracked(() => void sayDevice());
  });
  setInterval(() => void sayDevice(), SAY_EVERY);
  effect(() => {
    if (session.state.value === 'in' && answers.value && !inDemoFrame()) untracked(() => void renewPush(api, device));
  });
  // A call that rings comes before any test.
  effect(() => {
    if (call.value?.phase.value === 'ringing' || !duty.value?.on_duty) hush();
    if (!duty.value?.on_duty) test.value = null;
  });
  effect(() => {
    const wanted = asked.value;
    const live = call.value;
    if (!wanted || session.state.value !== 'in') return;
    if (live?.callId !== wanted.call) {
      // Busy with another call: a second one knocks at the page by itself.
      if (untracked(busyHere)) asked.value = null;
      else untracked(() => follow(wanted.call));
    } else if (live.phase.value !== 'loading') {
      asked.value = null;
      if (wanted.answer && live.phase.value === 'ringing') untracked(() => void live.accept());
    }
  });
}
