import { signal } from '@preact/signals';
import type { Api } from '../api/client';
import { language } from '../i18n';

// Web Push of staff: a browser that may wake somebody with the page closed. Everything here may be missing or refused;
// the page then rings only while it is open, and says so.

export type PushState = 'unknown' | 'on' | 'off' | 'refused' | 'impossible';
/** Whether this browser can be woken with the page closed. */
export const push = signal<PushState>('unknown');

const possible = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

/** The service worker, which also keeps the page's shell; null where there is none. */
export async function worker(): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in navigator)) return null;
  return navigator.serviceWorker.register('/sw.js').catch(() => null);
}

/** What was allowed before is renewed without a question. */
export async function renewPush(api: Api, device: string): Promise<void> {
  if (!possible()) push.value = 'impossible';
  else if (Notification.permission === 'granted') await subscribe(api, device);
  else push.value = Notification.permission === 'denied' ? 'refused' : 'off';
}

/** Ask, and subscribe. Call it from a tap. */
export async function askForPush(api: Api, device: string): Promise<void> {
  if (!possible()) {
    push.value = 'impossible';
    return;
  }
  const allowed = await Notification.requestPermission().catch(() => 'denied');
  if (allowed === 'granted') await subscribe(api, device);
  else push.value = allowed === 'denied' ? 'refused' : 'off';
}

async function subscribe(api: Api, device: string): Promise<void> {
  try {
    const registered = await worker();
    if (!registered) throw new Error('no service worker');
    const { public_key } = await api.get('/api/push/key');
    const made = await subscription(registered.pushManager, bytes(public_key));
    const { endpoint, keys } = made.toJSON();
    const { p256dh = '', auth = '' } = keys ?? {};
    const body = { endpoint: endpoint ?? '', keys: { p256dh, auth }, device, language: language.value };
    await api.post('/api/push/subscription', { body });
    push.value = 'on';
  } catch {
    push.value = 'impossible';
  }
}

/** The browser's subscription; one made for another key (an installation moved) is replaced. */
async function subscription(manager: PushManager, key: Uint8Array<ArrayBuffer>): Promise<PushSubscription> {
  const kept = await manager.getSubscription();
  if (kept && same(kept.options.applicationServerKey, key)) return kept;
  await kept?.unsubscribe();
  return manager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

const same = (kept: ArrayBuffer | null, key: Uint8Array) =>
  kept !== null && String(new Uint8Array(kept)) === String(key);

/** base64url → bytes. */
export function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
