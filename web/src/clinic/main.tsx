import { effect } from '@preact/signals';
import { render } from 'preact';
import '../ui/ui.css';
import '../staff/staff.css';
import './clinic.css';
import { wordsReady } from '../i18n';
import { s } from '../i18n/staff';
import { App } from './app';
import { boot } from './state';

async function start(): Promise<void> {
  await wordsReady();
  effect(() => {
    document.title = `${s().clinicPage} · ${s().product}`;
  });
  render(<App />, document.getElementById('app') as HTMLElement);
  await boot();
}

void start();
