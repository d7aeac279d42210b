import { signal } from '@preact/signals';
import { language } from '../i18n';
import type { Card } from './state';

/** The phone has no voice for the language: said on the card, since silence looks like a broken button. */
export const mute = signal(false);

let playing: HTMLAudioElement | null = null;

/** Read a card aloud: its recording when the data names one, else the phone's own voice of this language. */
export async function speak(card: Card): Promise<void> {
  hush();
  if (card.audio && language.value === 'vi') {
    playing = new Audio(`/audio/${card.audio}.mp3`);
    const heard = await playing.play().then(
      () => true,
      () => false,
    );
    if (heard) return;
  }
  const voice = await voiceOf(language.value);
  mute.value = voice === null;
  if (!voice) return;
  const words = new SpeechSynthesisUtterance(card.text[language.value]);
  words.voice = voice;
  words.lang = voice.lang;
  words.rate = 0.95;
  speechSynthesis.speak(words);
}

/** Stop reading. */
export function hush(): void {
  playing?.pause();
  playing = null;
  if ('speechSynthesis' in window) speechSynthesis.cancel();
}

/** Some browsers know their voices only a moment after they were first asked. */
async function voiceOf(lang: string): Promise<SpeechSynthesisVoice | null> {
  if (!('speechSynthesis' in window)) return null;
  const find = () => speechSynthesis.getVoices().find((one) => one.lang.toLowerCase().startsWith(lang)) ?? null;
  if (speechSynthesis.getVoices().length === 0) await new Promise((resolve) => setTimeout(resolve, 600));
  return find();
}
