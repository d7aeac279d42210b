const EVERY = 3000;

/** Rings until the returned function is called: two soft notes where the browser allows sound, vibration, the title. */
export function startRinging(title: string): () => void {
  const before = document.title;
  const audio = 'AudioContext' in window ? new AudioContext() : null;
  const once = () => {
    document.title = document.title === title ? before : title;
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([300, 150, 300]);
    if (audio?.state === 'running') for (const after of [0, 0.35]) note(audio, after);
  };
  once();
  const timer = setInterval(once, EVERY);
  return () => {
    clearInterval(timer);
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(0);
    document.title = before;
    void audio?.close();
  };
}

function note(audio: AudioContext, after: number): void {
  const at = audio.currentTime + after;
  const tone = new OscillatorNode(audio, { frequency: after ? 659 : 523 });
  const loud = new GainNode(audio, { gain: 0 });
  loud.gain.setValueAtTime(0, at);
  loud.gain.linearRampToValueAtTime(0.35, at + 0.03);
  loud.gain.exponentialRampToValueAtTime(0.001, at + 0.6);
  tone.connect(loud).connect(audio.destination);
  tone.start(at);
  tone.stop(at + 0.65);
}
