import { signal } from '@preact/signals';
import { type Api, Problem } from '../api/client';

/** While a card or a danger is shown the ringing screen makes room for it. */
export const asking = signal(false);
/** When 115 was tapped on this page (epoch ms); null: not since it was loaded. */
export const dialledHere = signal<number | null>(null);

const TRIES = 20;
const AGAIN = 3000;

/** 115 was tapped: the page may vanish this instant, so the request outlives it; else it is told until the server knows. */
export function dial115(api: Api, callId: string): void {
  dialledHere.value = Date.now();
  void tell(api, callId);
}

async function tell(api: Api, id: string): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      await api.post('/api/calls/{id}/dialled-115', { path: { id }, keepalive: true });
      return;
    } catch (fault) {
      if (fault instanceof Problem && fault.status >= 400 && fault.status < 500) return;
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
  }
}
