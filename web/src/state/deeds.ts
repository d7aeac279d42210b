import type { Signal } from '@preact/signals';
import { type Api, Problem } from '../api/client';
import type { View } from './progress';

const HANG_UP_TRIES = 6;
const AGAIN = 1000;

export interface DeedsSetup {
  callId: string;
  device: string;
  error: Signal<Problem | null>;
  learn(view: View): void;
  refresh(): Promise<void>;
}

/** What a person may do with a call at the server. A refusal is kept in `error` for the page and thrown no further. */
export function createDeeds(api: Api, { callId, device, error, learn, refresh }: DeedsSetup) {
  const path = { id: callId };
  const deed = async (work: Promise<View | undefined>): Promise<boolean> => {
    try {
      const view = await work;
      error.value = null;
      if (view) learn(view);
      else await refresh();
      return true;
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      error.value = fault;
      void refresh();
      return false;
    }
  };
  return {
    accept: () => deed(api.post('/api/calls/{id}/accept', { path, body: { device } })),
    resume: () => deed(api.post('/api/calls/{id}/resume', { path, body: { device } })),
    decline: (reason: string) => deed(api.post('/api/calls/{id}/decline', { path, body: { reason } })),
    setReason: (reason: string) => deed(api.post('/api/calls/{id}/reason', { path, body: { reason } })),
    /** Tells the server until it knows; a refusal means that it knows better already. */
    async hangUp(noLongerNeeded: boolean): Promise<void> {
      const body = { no_longer_needed: noLongerNeeded };
      for (let tries = 1; tries <= HANG_UP_TRIES; tries += 1) {
        try {
          return learn(await api.post('/api/calls/{id}/hang-up', { path, body, keepalive: true }));
        } catch (fault) {
          if (fault instanceof Problem && fault.status >= 400 && fault.status < 500) return refresh();
          await new Promise((resolve) => setTimeout(resolve, AGAIN * tries));
        }
      }
    },
  };
}
