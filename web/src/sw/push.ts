/// <reference lib="webworker" />
import { type Language, WORDS } from './words';

// A push wakes this worker, also with every page closed. A page that is in sight and may make sound is told instead, and
// rings by itself; otherwise a notification rings. What it says names nobody.

export interface Message {
  kind: 'ring' | 'knock' | 'handover' | 'callback' | 'manager' | 'test' | 'taken';
  outcome: string | null;
  tag: string;
  call: string | null;
  url: string;
  language: Language;
  token: string;
}
/** To a page: a push came (it answers whether it rings by itself), or its notification was tapped. */
export type ToPage = { alarm: 'push'; message: Message } | { alarm: 'open'; call: string | null; answer: boolean };

type Options = NotificationOptions & {
  actions?: { action: string; title: string }[];
  renotify?: boolean;
  vibrate?: number[];
};

/** How a ring ended → what its notification says from then on. */
const ENDED: Record<string, Word> = { taken: 'taken', accepted: 'taken', missed: 'missed', declined: 'declined' };
const LOUD = ['ring', 'knock', 'test'];
const BUZZ = [600, 200, 600, 200, 600, 200, 900];
/** Milliseconds a page has to say that it rings by itself. */
const PAGE_SAYS = 500;

export function wakeByPush(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('push', (event) => event.waitUntil(pushed(worker, event)));
  worker.addEventListener('notificationclick', (event) => event.waitUntil(tapped(worker, event)));
}

async function pushed(worker: ServiceWorkerGlobalScope, event: PushEvent): Promise<void> {
  const message = read(event);
  if (!message) return show(worker, 'vi', 'plain', { tag: 'plain' });
  const receipt = say('/api/alerts/received', message.token);
  if (!(LOUD.includes(message.kind) && (await aPageRings(worker, message)))) await notify(worker, message);
  await receipt;
}

function read(event: PushEvent): Message | null {
  try {
    return event.data?.json() ?? null;
  } catch {
    return null;
  }
}

/** The pages in sight are asked; the first that says yes is enough. */
async function aPageRings(worker: ServiceWorkerGlobalScope, message: Message): Promise<boolean> {
  const pages = (await windows(worker, '/doctor')).filter((page) => page.visibilityState === 'visible');
  const answers = pages.map(
    (page) =>
      new Promise<boolean>((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => resolve(data === true);
        setTimeout(() => resolve(false), PAGE_SAYS);
        page.postMessage({ alarm: 'push', message } satisfies ToPage, [port2]);
      }),
  );
  return (await Promise.all(answers)).includes(true);
}

async function notify(worker: ServiceWorkerGlobalScope, message: Message): Promise<void> {
  const words = WORDS[message.language] ?? WORDS.vi;
  const data = { url: message.url, call: message.call, token: message.token, language: message.language };
  if (message.kind === 'taken') {
    const word = ENDED[message.outcome ?? ''] ?? 'over';
    return show(worker, message.language, word, { tag: message.tag, silent: true, data: { ...data, token: null } });
  }
  const ringing = message.kind === 'ring' || message.kind === 'knock';
  return show(worker, message.language, message.kind, {
    tag: message.tag,
    data,
    renotify: true,
    requireInteraction: ringing,
    vibrate: BUZZ,
    actions: ringing
      ? [
          { action: 'accept', title: words.accept },
          { action: 'decline', title: words.decline },
        ]
      : [],
  });
}

type Word = Exclude<keyof (typeof WORDS)['vi'], 'accept' | 'decline'>;

function show(worker: ServiceWorkerGlobalScope, language: Language, word: Word, options: Options): Promise<void> {
  const [title, body] = (WORDS[language] ?? WORDS.vi)[word];
  const looks = { body, icon: '/icons/lamp-192.png', badge: '/icons/lamp-192.png', lang: language };
  return worker.registration.showNotification(title, { ...looks, ...options });
}

async function tapped(worker: ServiceWorkerGlobalScope, { notification, action }: NotificationEvent): Promise<void> {
  const data = (notification.data ?? {}) as { url?: string; call?: string; token?: string; language?: Language };
  notification.close();
  if (action !== 'decline') return open(worker, data.url ?? '/doctor', data.call ?? null, action === 'accept');
  const status = await say('/api/alerts/declined', data.token ?? '');
  // 404, 409: the ring is over already, so there is nothing left to decline.
  if (![204, 404, 409].includes(status)) await show(worker, data.language ?? 'vi', 'notDeclined', { tag: 'plain' });
}

/** The page that is open comes to the front; none is: a new one opens. */
async function open(worker: ServiceWorkerGlobalScope, url: string, call: string | null, answer: boolean) {
  const target = new URL(url, worker.location.origin);
  if (answer) target.searchParams.set('answer', '1');
  const [page] = await windows(worker, target.pathname);
  if (!page) return void (await worker.clients.openWindow(target.href));
  page.postMessage({ alarm: 'open', call, answer } satisfies ToPage);
  await page.focus().catch(() => undefined);
}

async function windows(worker: ServiceWorkerGlobalScope, path: string): Promise<WindowClient[]> {
  const all = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  return all.filter((page) => new URL(page.url).pathname === path);
}

/** Without a session: the token of the push is all it needs. Returns the status; 0 when the network is away. */
async function say(path: string, token: string): Promise<number> {
  const body = JSON.stringify({ token });
  const headers = { 'Content-Type': 'application/json' };
  const sent = fetch(path, { method: 'POST', headers, body, credentials: 'omit', keepalive: true });
  return sent.then(
    ({ status }) => status,
    () => 0,
  );
}
