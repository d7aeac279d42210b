import { effect } from '@preact/signals';
import { render } from 'preact';
import '../ui/ui.css';
import './demo.css';
import { wordsReady } from '../i18n';
import { SideBySide } from './side-by-side';
import { d } from './words';

void wordsReady().then(() => {
  effect(() => {
    document.title = `Đèn Đêm · ${d().watch}`;
  });
  render(<SideBySide />, document.getElementById('app') as HTMLElement);
});
