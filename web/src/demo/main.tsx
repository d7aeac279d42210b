import { effect } from '@preact/signals';
import { render } from 'preact';
import '../ui/ui.css';
import './demo.css';
import { wordsReady } from '../i18n';
import { Landing } from './landing';
import { d } from './words';

void wordsReady().then(() => {
  effect(() => {
    document.title = `Đèn Đêm · ${d().watch}`;
  });
  render(<Landing />, document.getElementById('app') as HTMLElement);
});
