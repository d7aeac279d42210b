import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { t } from '../i18n/doctor';
import { Button } from '../ui';

interface Props {
  stream: ReadonlySignal<MediaStream | null>;
  label: string;
  /** Our own picture: silent, and mirrored as people know themselves. */
  own?: boolean;
  class?: string;
  onPicture?: (width: number) => void;
}

/** A drawn picture has words in it, and is not a mirror. */
const isDrawn = (stream: MediaStream | null) =>
  'CanvasCaptureMediaStreamTrack' in window && stream?.getVideoTracks()[0] instanceof CanvasCaptureMediaStreamTrack;

/**
 * Plays a stream; when the browser wants a tap before sound, it says so in words. The sound has an element of its own: a
 * video element waits for its first picture, so that a call without one would be silent.
 */
export function Video({ stream, label, own = false, class: extra = '', onPicture }: Props) {
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
    const video = picture.current;
    const wanted = stream.value;
    if (!video || video.srcObject === wanted) return;
    video.srcObject = wanted;
    if (sound.current) sound.current.srcObject = wanted;
    video.classList.toggle('mirrored', own && !isDrawn(wanted));
    if (wanted) void play();
  });
  return (
    <>
      <video
        ref={picture}
        class={extra}
        aria-label={label}
        playsInline
        autoplay
        muted
        onResize={(event) => onPicture?.(event.currentTarget.videoWidth)}
      />
      {!own && <audio ref={sound} autoplay />}
      {blocked.value && (
        <Button kind="primary" icon="sound" class="tap-to-hear" onClick={() => void play()}>
          {t().tapToHear}
        </Button>
      )}
    </>
  );
}
