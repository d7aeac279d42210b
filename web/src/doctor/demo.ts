import { effect } from '@preact/signals';
import { stageOf } from '../demo/stage';
import { open } from './encounters';
import { call, inDemoFrame, opened } from './state';

/** In the side-by-side demo, the page around this one is told how far the call has come. */
export function tellTheFrame(): void {
  if (!inDemoFrame() || parent === window) return;
  let latest = '';
  effect(() => {
    const live = call.value;
    if (live?.phase.value === 'connected') latest = live.callId;
    const here = opened.value ? open.value[opened.value] : undefined;
    const texts = here?.encounter.call_id === latest ? here.note.base.value : null;
    const note = texts && { signed: texts.signed_at !== null, advice: texts.advice };
    const stage = stageOf({ phase: live?.phase.value, note });
    if (stage) parent.postMessage({ stage }, location.origin);
  });
}
