import type { Audience } from './session';

/** This tab's device id: made once, kept over reloads. Per audience, since the demo's frames share one tab's storage. */
export function tabDevice(audience: Audience): string {
  const key = `device.${audience}`;
  const made = crypto.randomUUID();
  try {
    const kept = sessionStorage.getItem(key);
    if (kept) return kept;
    sessionStorage.setItem(key, made);
  } catch {
    // Storage refused (private mode): the id lives as long as the page.
  }
  return made;
}
