import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Button } from '.';

interface Props {
  stream: ReadonlySignal<MediaStream | null>;
  label: string;
  /** Our own picture: silent, and mirrored as people know themselves. */
  own?: boolean;
  /** The demo's second speaker. */
  silent?: boolean;
  class?: string;
  /** What to say when the browser will not play sound before a tap. */
  tapToHear?: string;
}

/** The demo's drawn picture carries words, and is nobody's reflection. */
function isDrawn(stream: MediaStream | null): boolean {
  const track = stream?.getVideoTracks()[0];
  return 'CanvasCaptureMediaStreamTrack' in window && track instanceof CanvasCaptureMediaStreamTrack;
}

/**
 * Plays a stream. The sound has an element of its own: a video element waits for its first picture, so that a doctor
 * without a camera would not be heard. When the browser wants a tap before sound, it says so in words.
 */
export function Video({ stream, label, own = false, silent = false, class: extra = '', tapToHear = '' }: Props) {
  const picture = useRef<HTMLVideoElement>(null);
  const sound = useRef<HTMLAudioElement>(null);
  const blocked = useSignal(false);
  const play = async () => {
    void picture.current?.play().catch(() => undefined);
    try {
      await sound.current?.play();
      blocked.value = false;
    } catch (error) {
      blocked.value = error instanceof Error && error.name === 'NotAllowedError';
    }
  };
  useSignalEffect(() => {
    const wanted = stream.value;
    for (const element of [picture.current, sound.current]) {
      if (element && element.srcObject !== wanted) element.srcObject = wanted;
    }
    picture.current?.classList.toggle('mirrored', own && !isDrawn(wanted));
    if (wanted) void play();
  });
  return (
    <>
      <video ref={picture} class={extra} aria-label={label} autoplay playsInline muted />
      {!own && <audio ref={sound} autoplay muted={silent} />}
      {blocked.value && (
        <Button kind="primary" icon="sound" class="tap-to-hear" onClick={() => void play()}>
          {tapToHear}
        </Button>
      )}
    </>
  );
}
