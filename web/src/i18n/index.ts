import { computed, signal } from '@preact/signals';

export type Language = 'vi' | 'en';
type Words = Record<string, unknown>;
const KEY = 'language';

/** The page's language. Vietnamese unless chosen otherwise. */
export const language = signal<Language>(stored());
const loading: Promise<unknown>[] = [];

function stored(): Language {
  try {
    return localStorage.getItem(KEY) === 'en' ? 'en' : 'vi';
  } catch {
    return 'vi';
  }
}

/**
 * One page's words: Vietnamese is the source and the type; English is fetched only when it is asked for.
 * Use as `t().callDoctor`; a component that reads it follows the language.
 */
export function dictionary<W extends Words>(vi: W, loadEn: () => Promise<{ en: W }>): () => W {
  const en = signal<W | null>(null);
  const fetchEn = async () => {
    en.value = (await loadEn()).en;
  };
  loaders.push(fetchEn);
  if (language.value === 'en') loading.push(fetchEn());
  const words = computed(() => (language.value === 'en' ? (en.value ?? vi) : vi));
  return () => words.value;
}
const loaders: (() => Promise<unknown>)[] = [];

/** Wait for this before the first render, so that an English reader never sees a flash of Vietnamese. */
export const wordsReady = (): Promise<unknown> => Promise.allSettled(loading);

/** Switch the language and keep the choice. */
export async function speak(chosen: Language): Promise<void> {
  if (chosen === 'en') await Promise.allSettled(loaders.map((load) => load()));
  language.value = chosen;
  document.documentElement.lang = chosen;
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // Not kept; nothing else is lost.
  }
}
