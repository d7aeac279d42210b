import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** The time, every second. */
export function useNow(): number {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now();
    }, 1000);
    return () => clearInterval(timer);
  }, []);
  return now.value;
}

/** Seconds since then. */
export const since = (iso: string, now: number): number => Math.max(0, (now - Date.parse(iso)) / 1000);
