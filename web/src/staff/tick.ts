import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { serverNow } from '../lib/clock';

/** The time as the server has it, every second. */
export function useNow(): number {
  const now = useSignal(serverNow());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = serverNow();
    }, 1000);
    return () => clearInterval(timer);
  }, []);
  return now.value;
}

/** Seconds since then. */
export const since = (iso: string, now: number): number => Math.max(0, (now - Date.parse(iso)) / 1000);
