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

/** Plays a stream. Started by the page; when the browser wants a tap first, it says so in words. */
export function Video({ stream, label, own, silent, class: extra = '', tapToHear }: Props) {
  const element = useRef<HTMLVideoElement>(null);
  const blocked = useSignal(false);
  const play = () => {
    element.current
      ?.play()
      .then(() => {
        blocked.value = false;
      })
      .catch((error: Error) => {
        blocked.value = error.name === 'NotAllowedError';
      });
  };
  useSignalEffect(() => {
    const video = element.current;
    if (!video || video.srcObject === stream.value) return;
    video.srcObject = stream.value;
    video.muted = Boolean(own || silent);
    video.classList.toggle('mirrored', Boolean(own) && !isDrawn(stream.value));
    if (stream.value) play();
  });
  return (
    <>
      <video ref={element} class={extra} aria-label={label} autoplay playsInline muted={own || silent} />
      {blocked.value && tapToHear && (
        <button type="button" class="button primary tap-to-hear" onClick={play}>
          {tapToHear}
        </button>
      )}
    </>
  );
}
