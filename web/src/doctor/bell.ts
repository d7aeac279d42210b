import { signal } from '@preact/signals';

// The bell of a doctor on duty: sound, vibration and the page's title. A browser lets a page make sound only after a
// tap on it; until then `unlocked` is false and the page asks for that tap.

export const unlocked = signal(false);
let sound: AudioContext | null = null;

/** Look whether sound is allowed already (some browsers remember), without asking for anything. */
export function wakeBell(): void {
  if (!('AudioContext' in window)) return;
  sound ??= new AudioContext();
  sound.onstatechange = note;
  note();
}

/** Call this from a tap. */
export async function unlockBell(): Promise<void> {
  wakeBell();
  await sound?.resume().catch(() => undefined);
  note();
}

function note(): void {
  unlocked.value = sound?.state === 'running';
}

const LENGTH = 2.4;
/** Two rising calls of a soft bell, then a pause: [second, hertz]. */
const STROKES: [number, number][] = [
  [0, 659.3],
  [0.18, 784],
  [0.36, 987.8],
  [0.9, 659.3],
  [1.08, 784],
  [1.26, 987.8],
];
const PARTIALS: [number, number, number][] = [
  [1, 0.5, 3.2],
  [2.01, 0.22, 5],
  [3.02, 0.08, 8],
];

let peal: AudioBuffer | null = null;
function pealOf(context: AudioContext): AudioBuffer {
  if (peal) return peal;
  const rate = context.sampleRate;
  peal = context.createBuffer(1, Math.floor(LENGTH * rate), rate);
  const wave = peal.getChannelData(0);
  for (const [at, hertz] of STROKES) strike(wave, rate, at, hertz);
  return peal;
}

function strike(wave: Float32Array, rate: number, at: number, hertz: number): void {
  const start = Math.floor(at * rate);
  for (let index = start; index < wave.length; index += 1) {
    const seconds = (index - start) / rate;
    const attack = Math.min(1, seconds / 0.006);
    for (const [ratio, loud, decay] of PARTIALS) {
      wave[index] =
        (wave[index] ?? 0) +
        attack * loud * Math.exp(-decay * seconds) * Math.sin(2 * Math.PI * hertz * ratio * seconds);
    }
  }
}

/** Plays in a loop by itself: no timer has to fire while the page is hidden. */
function play(loop: boolean, gain = 0.7): () => void {
  if (!sound) return () => undefined;
  const source = new AudioBufferSourceNode(sound, { buffer: pealOf(sound), loop });
  const loud = new GainNode(sound, { gain });
  source.connect(loud).connect(sound.destination);
  source.start();
  return () => {
    source.onended = null;
    source.stop();
    loud.disconnect();
  };
}

const SOFT = 0.12;
const KNOCK_EVERY = 4000;

/** An emergency while speaking: a soft bell now and then that does not drown the caller, and the page's title. */
export function knock(title: string): () => void {
  wakeBell();
  const before = document.title;
  document.title = title;
  const once = () => void play(false, SOFT);
  once();
  const timer = setInterval(once, KNOCK_EVERY);
  return () => {
    clearInterval(timer);
    document.title = before;
  };
}

const BUZZ = [450, 180, 450];
const BUZZ_EVERY = 2400;
const FLASH_EVERY = 1000;

/** Ring until the returned function is called. Sound joins in when a tap allows it. */
export function ring(title: string): () => void {
  wakeBell();
  const before = document.title;
  // Asked before any tap, the browser refuses, and complains in the console.
  const buzz = () => void (navigator.userActivation?.hasBeenActive !== false && navigator.vibrate?.(BUZZ));
  const flash = () => {
    document.title = document.title === before ? title : before;
  };
  const stopSound = play(true);
  buzz();
  flash();
  const timers = [setInterval(buzz, BUZZ_EVERY), setInterval(flash, FLASH_EVERY)];
  return () => {
    timers.forEach(clearInterval);
    stopSound();
    if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(0);
    document.title = before;
  };
}
