import { effect } from '@preact/signals';
import { render } from 'preact';
import '../ui/ui.css';
import './patient.css';
import { wordsReady } from '../i18n';
import { t } from '../i18n/words';
import { reloadWhenOutdated } from '../lib/outdated';
import { App, Call } from './app';
import { enterDemo, inDemoFrame } from './demo';
import { listenForCalls } from './incoming';
import { askConfig, askFamily, askStatus, family, rejoin, screen, session } from './state';

/** The first screen at once; who this is, and whether a call is still going, as soon as the server has said. */
async function start(): Promise<void> {
  await wordsReady();
  effect(() => {
    document.title = `${t().product} · ${t().healthBook}`;
  });
  render(<App />, document.getElementById('app') as HTMLElement);
  addEventListener('popstate', onBack);
  reloadWhenOutdated();
  void askConfig();
  void askStatus();
  if (inDemoFrame()) return enterDemo();
  await enter();
  addEventListener('online', () => session.state.value === 'offline' && void enter());
  installShell();
  whenIdle(() => void Call.load());
}

async function enter(): Promise<void> {
  await session.boot();
  if (session.state.value !== 'in') return;
  await Promise.allSettled([askFamily(), rejoin(true)]);
  listenForCalls();
}

/** Back leads to the first screen; inside a call the call screen asks first (see call/leave.ts). */
function onBack(): void {
  if (screen.value.at === 'call') return;
  screen.value = { at: 'first' };
}

effect(() => {
  if (session.state.value === 'out') family.value = [];
});

function installShell(): void {
  if ('serviceWorker' in navigator && !location.pathname.startsWith('/demo/')) {
    void navigator.serviceWorker.register('/sw.js').catch(() => undefined);
  }
}

function whenIdle(deed: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(deed, { timeout: 4000 });
  else setTimeout(deed, 1500);
}

void start();
