import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';

interface Props {
  stream: ReadonlySignal<MediaStream | null>;
  label: string;
  /** Our own picture: silent, and mirrored as people know themselves. */
  own?: boolean;
  silent?: boolean;
  class?: string;
  /** What to show when the browser will not play sound before a tap. */
  tapToHear?: string;
}

/** The demo's drawn picture carries words, and is nobody's reflection. */
function isDrawn(stream: MediaStream | null): boolean {
  const track = stream?.getVideoTracks()[0];
  return 'CanvasCaptureMediaStreamTrack' in window && track instanceof CanvasCaptureMediaStreamTrack;
}

/**
 * Plays a stream. Started by the page; when the browser wants a tap before sound, it says so in words. The sound has an
 * element of its own: a video element waits for its first picture, so that a call without one would be silent.
 */
export function Video({ stream, label, own, silent, class: extra = '', tapToHear }: Props) {
  const picture = useRef<HTMLVideoElement>(null);
  const sound = useRef<HTMLAudioElement>(null);
  const blocked = useSignal(false);
  const play = () => {
    void picture.current?.play().catch(() => undefined);
    sound.current
      ?.play()
      .then(() => {
        blocked.value = false;
      })
      .catch((error: Error) => {
        blocked.value = error.name === 'NotAllowedError';
      });
  };
  useSignalEffect(() => {
    const video = picture.current;
    if (!video || video.srcObject === stream.value) return;
    video.srcObject = stream.value;
    video.muted = true;
    if (sound.current) {
      sound.current.srcObject = stream.value;
      sound.current.muted = Boolean(silent);
    }
    video.classList.toggle('mirrored', Boolean(own) && !isDrawn(stream.value));
    if (stream.value) play();
  });
  return (
    <>
      <video ref={picture} class={extra} aria-label={label} autoplay playsInline muted />
      {!own && <audio ref={sound} autoplay muted={silent} />}
      {blocked.value && tapToHear && (
        <button type="button" class="button primary tap-to-hear" onClick={play}>
          {tapToHear}
        </button>
      )}
    </>
  );
}
