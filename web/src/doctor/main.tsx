import { effect } from '@preact/signals';
import { render } from 'preact';
import '../ui/ui.css';
import '../staff/staff.css';
import './doctor.css';
import { wordsReady } from '../i18n';
import { s } from '../i18n/staff';
import { App } from './app';
import { unlockBell, unlocked } from './bell';
import { tellTheFrame } from './demo';
import { boot, duty } from './state';
import { startWaking } from './waking';

async function start(): Promise<void> {
  await wordsReady();
  effect(() => {
    document.title = `${s().doctorPage} · ${s().product}`;
  });
  render(<App />, document.getElementById('app') as HTMLElement);
  // Any tap on the page of a doctor on duty will do to let the bell sound.
  const tap = () => duty.value?.on_duty && !unlocked.value && void unlockBell();
  addEventListener('pointerdown', tap);
  addEventListener('keydown', tap);
  tellTheFrame();
  startWaking();
  await boot();
}

void start();
