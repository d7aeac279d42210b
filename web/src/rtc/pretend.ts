import type { Capture } from './devices';

const WIDTH = 640;
const HEIGHT = 360;
const PICTURES_A_SECOND = 12;

/** Demo only: a drawn lamp and a quiet, breathing tone for whatever device is missing, so that both see and hear. */
export function pretend(real: Capture, caption: string): Capture {
  return {
    ...real,
    audio: real.audio ?? tone(),
    video: real.video ?? lamp(caption),
    pretended: !real.audio || !real.video,
  };
}

function lamp(caption: string): MediaStreamTrack | null {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const brush = canvas.getContext('2d');
  if (!brush) return null;
  const timer = setInterval(() => paint(brush, caption, performance.now() / 1000), 1000 / PICTURES_A_SECOND);
  const track = canvas.captureStream(PICTURES_A_SECOND).getVideoTracks()[0] ?? null;
  track?.addEventListener('ended', () => clearInterval(timer));
  return track && stopping(track, () => clearInterval(timer));
}

function paint(brush: CanvasRenderingContext2D, caption: string, seconds: number): void {
  brush.fillStyle = '#0a1329';
  brush.fillRect(0, 0, WIDTH, HEIGHT);
  const breath = 1 + 0.12 * Math.sin(seconds * 1.4);
  const glow = brush.createRadialGradient(WIDTH / 2, 150, 8, WIDTH / 2, 150, 150 * breath);
  glow.addColorStop(0, '#ffd68a');
  glow.addColorStop(0.35, 'rgb(255 198 92 / 0.55)');
  glow.addColorStop(1, 'rgb(255 198 92 / 0)');
  brush.fillStyle = glow;
  brush.fillRect(0, 0, WIDTH, HEIGHT);
  brush.fillStyle = '#f3f5fc';
  brush.textAlign = 'center';
  brush.font = '600 30px system-ui, sans-serif';
  brush.fillText(caption, WIDTH / 2, 300);
}

function tone(): MediaStreamTrack | null {
  const sound = new AudioContext();
  const out = sound.createMediaStreamDestination();
  const oscillator = new OscillatorNode(sound, { frequency: 392 });
  const quiet = new GainNode(sound, { gain: 0.015 });
  const breath = new OscillatorNode(sound, { frequency: 0.4 });
  const depth = new GainNode(sound, { gain: 0.012 });
  breath.connect(depth).connect(quiet.gain);
  oscillator.connect(quiet).connect(out);
  oscillator.start();
  breath.start();
  const track = out.stream.getAudioTracks()[0] ?? null;
  return track && stopping(track, () => void sound.close());
}

/** A drawn track says nothing when it is stopped; its source has to be told. */
function stopping(track: MediaStreamTrack, done: () => void): MediaStreamTrack {
  const stop = track.stop.bind(track);
  track.stop = () => {
    stop();
    done();
  };
  return track;
}
