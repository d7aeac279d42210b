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

/** Plays a stream; when the browser wants a tap before sound, it says so in words. */
export function Video({ stream, label, own = false, class: extra = '', onPicture }: Props) {
  const element = useRef<HTMLVideoElement>(null);
  const blocked = useSignal(false);
  const play = async () => {
    try {
      await element.current?.play();
      blocked.value = false;
    } catch (error) {
      blocked.value = error instanceof Error && error.name === 'NotAllowedError';
    }
  };
  useSignalEffect(() => {
    const video = element.current;
    const wanted = stream.value;
    if (!video || video.srcObject === wanted) return;
    video.srcObject = wanted;
    if (wanted) void play();
  });
  return (
    <>
      <video
        ref={element}
        class={`${extra} ${own ? 'mirrored' : ''}`}
        aria-label={label}
        playsInline
        autoplay
        muted={own}
        onResize={(event) => onPicture?.(event.currentTarget.videoWidth)}
      />
      {blocked.value && (
        <Button kind="primary" icon="sound" class="tap-to-hear" onClick={() => void play()}>
          {t().tapToHear}
        </Button>
      )}
    </>
  );
}
