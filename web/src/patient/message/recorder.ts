import type { Shape } from '../../api/client';
import { type Capture, capture, type Fault } from '../../rtc/devices';

export type Kind = Shape<'OwnMessage'>['kind'];
type MediaType = Shape<'NewLeftMessage'>['media_type'];

export const MOST_SECONDS = 120;
const MOST_BYTES = 7.5 * 1024 * 1024;
const VOICE_BITS = 32_000;
const PICTURE_BITS = 350_000;
const EVERY = 500;
const WANTED: Record<Kind, string[]> = {
  voice: ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'],
  video: ['video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4'],
};

export interface Recording {
  bytes: Blob;
  mediaType: MediaType;
  seconds: number;
}
export interface Recorder {
  kind: Kind;
  /** What is being recorded, to be shown. */
  stream: MediaStream;
  /** Stop and have it; null when nothing was recorded. */
  finish(): Promise<Recording | null>;
  cancel(): void;
}

const supported = (kind: Kind): string | undefined =>
  'MediaRecorder' in window ? WANTED[kind].find((type) => MediaRecorder.isTypeSupported(type)) : undefined;

/** Whether this browser can record at all; some inside other apps cannot. */
export const canRecord = (kind: Kind): boolean => supported(kind) !== undefined;

/** Tracks of a call that goes on, used once more: phones give a microphone to one opening at a time. */
const borrowed = (stream: MediaStream | null, kind: Kind): Capture | null => {
  const audio = stream?.getAudioTracks()[0];
  const video = stream?.getVideoTracks()[0];
  if (audio?.readyState !== 'live' || (kind === 'video' && !video)) return null;
  const own = audio.clone();
  own.enabled = true;
  return { audio: own, video: kind === 'video' ? (video?.clone() ?? null) : null, ...NO_FAULT };
};
const NO_FAULT = { audioFault: null, videoFault: null, pretended: false };

/** Start recording, or say why not. Without a camera a video becomes a voice message. */
export async function record(
  kind: Kind,
  from: MediaStream | null,
  ended: () => void,
): Promise<{ recorder: Recorder } | { fault: Fault }> {
  const found = borrowed(from, kind) ?? (await capture(kind === 'video'));
  if (!found.audio) {
    found.video?.stop();
    return { fault: found.audioFault ?? 'missing' };
  }
  const tracks = [found.audio, ...(found.video ? [found.video] : [])];
  return { recorder: start(found.video ? 'video' : 'voice', new MediaStream(tracks), ended) };
}

function start(kind: Kind, stream: MediaStream, ended: () => void): Recorder {
  const type = supported(kind) as string;
  const machine = new MediaRecorder(stream, {
    mimeType: type,
    audioBitsPerSecond: VOICE_BITS,
    videoBitsPerSecond: PICTURE_BITS,
  });
  const parts: Blob[] = [];
  const begun = performance.now();
  let made = 0;
  let stopped = 0;
  machine.ondataavailable = ({ data }) => {
    parts.push(data);
    made += data.size;
    const full = made > MOST_BYTES || performance.now() - begun >= MOST_SECONDS * 1000;
    if (full && machine.state === 'recording') ended();
  };
  const close = () => {
    stopped ||= performance.now();
    for (const track of stream.getTracks()) track.stop();
  };
  // Another app took the microphone: what was said so far is kept.
  stream.getAudioTracks()[0]?.addEventListener('ended', () => machine.state === 'recording' && ended());
  machine.start(EVERY);
  return {
    kind,
    stream,
    finish: () =>
      new Promise((done) => {
        const whole = () => {
          close();
          const seconds = Math.min(MOST_SECONDS, Math.max(1, Math.round((stopped - begun) / 1000)));
          const mediaType = type.split(';')[0] as MediaType;
          done(made ? { bytes: new Blob(parts, { type: mediaType }), mediaType, seconds } : null);
        };
        if (machine.state === 'inactive') return whole();
        machine.onstop = whole;
        machine.stop();
      }),
    cancel() {
      machine.ondataavailable = null;
      if (machine.state !== 'inactive') machine.stop();
      close();
    },
  };
}
