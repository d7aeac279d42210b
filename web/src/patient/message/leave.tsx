import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Shape } from '../../api/client';
import { m } from '../../i18n/message';
import { stopwatch } from '../../lib/format';
import { Button, Card, Notice, Waiting } from '../../ui';
import { insideApp } from '../call/in-app';
import { api } from '../state';
import { begin, finish, making, sendMade, throwAway, watching } from './making';
import './message.css';
import { canRecord, type Kind, MOST_SECONDS } from './recorder';
import { arrived, resumeSending, sending } from './sending';
import { OnItsWay, Sent } from './sent';

const LOOK_EVERY = 20_000;

interface Props {
  callId: string;
  /** The call goes on meanwhile; its microphone is used once more. */
  ringing?: boolean;
  from?: ReadonlySignal<MediaStream | null>;
}

/** Leave a message when nobody answers: record, listen, send. It ends nothing: the phone rings on. */
export function LeaveMessage({ callId, ringing = false, from }: Props) {
  const own = useSignal<Shape<'OwnMessages'> | null>(null);
  useEffect(watching, []);
  useEffect(() => {
    const look = async () => {
      own.value = await api.get('/api/calls/{id}/left-messages', { path: { id: callId } }).catch(() => own.value);
    };
    void resumeSending();
    const stop = arrived.subscribe(() => void look());
    const timer = setInterval(() => document.hidden || void look(), LOOK_EVERY);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [callId]);
  const left = own.value?.messages.filter(({ uploaded_at }) => uploaded_at) ?? [];
  const now = making.value;
  if (now.at === 'recording')
    return <Recording kind={now.recorder.kind} stream={now.recorder.stream} since={now.since} />;
  if (now.at === 'review') return <Review callId={callId} />;
  if (now.at === 'asking') return <Waiting>{m().asking}</Waiting>;
  if (sending.value) return <OnItsWay />;
  if (!own.value?.offered && left.length === 0) return null;
  return (
    <Card class="stack leave-message">
      {left.length > 0 ? (
        <Sent messages={left} />
      ) : (
        <div class="stack tight">
          <h2>{m().title}</h2>
          <p class="soft">{ringing ? m().whileRinging : m().afterwards}</p>
        </div>
      )}
      {now.at === 'refused' && <Refused fault={now.fault} />}
      {own.value?.offered && <Offer again={left.length > 0} quiet={ringing || left.length > 0} from={from} />}
    </Card>
  );
}

function Offer({ again, quiet, from }: { again: boolean; quiet: boolean; from?: Props['from'] }) {
  const start = (kind: Kind) => void begin(kind, from?.value ?? null);
  if (!canRecord('voice')) return <p>{m().inApp}</p>;
  return (
    <>
      <Button kind={quiet ? 'plain' : 'primary'} icon="mic" wide onClick={() => start('voice')}>
        {again ? m().more : m().voice}
      </Button>
      {!again && canRecord('video') && (
        <Button icon="camera" wide onClick={() => start('video')}>
          {m().video}
        </Button>
      )}
    </>
  );
}

function Refused({ fault }: { fault: string }) {
  const words: Record<string, string> = { missing: m().micMissing, busy: m().micBusy };
  const inside = fault === 'in-app' || insideApp(navigator.userAgent);
  return <Notice tone="warn">{inside ? m().inApp : (words[fault] ?? m().micRefused)}</Notice>;
}

/** Nobody is recorded without seeing it: the red dot, the word and the time stand there as long as it runs. */
function Recording({ kind, stream, since }: { kind: Kind; stream: MediaStream; since: number }) {
  const seconds = useSignal(0);
  useEffect(() => {
    const timer = setInterval(() => {
      seconds.value = Math.floor((performance.now() - since) / 1000);
    }, 250);
    return () => clearInterval(timer);
  }, [since]);
  return (
    <Card class="stack leave-message recording">
      <p class="recording-mark" role="status">
        <span class="dot" aria-hidden="true" />
        <strong>{kind === 'video' ? m().recordingVideo : m().recordingVoice}</strong>
      </p>
      {kind === 'video' && <OwnPicture stream={stream} />}
      <p class="recording-time number" aria-hidden="true">
        {m().ofAtMost(stopwatch(seconds.value), stopwatch(MOST_SECONDS))}
      </p>
      <p class="soft center">{m().say}</p>
      <Button kind="primary" icon="check" wide onClick={() => void finish()}>
        {m().done}
      </Button>
      <Button kind="quiet" icon="trash" wide onClick={throwAway}>
        {m().throwAway}
      </Button>
    </Card>
  );
}

function OwnPicture({ stream }: { stream: MediaStream }) {
  const put = (element: HTMLVideoElement | null) => {
    if (element && element.srcObject !== stream) element.srcObject = stream;
  };
  return <video ref={put} class="own-recording" aria-label={m().recordingVideo} autoplay playsInline muted />;
}

function Review({ callId }: { callId: string }) {
  const now = making.value;
  const kind = useSignal<Kind>('voice');
  useSignalEffect(() => {
    const { value } = making;
    if (value.at === 'review') kind.value = value.made.mediaType.startsWith('video/') ? 'video' : 'voice';
  });
  if (now.at !== 'review') return null;
  return (
    <Card class="stack leave-message">
      <h2>{m().checkTitle}</h2>
      {kind.value === 'video' ? (
        <video src={now.url} aria-label={m().yours} controls playsInline />
      ) : (
        <audio src={now.url} aria-label={m().yours} controls />
      )}
      <p class="soft center number">{stopwatch(now.made.seconds)}</p>
      <Button kind="primary" icon="send" wide onClick={() => void sendMade(callId)}>
        {m().send}
      </Button>
      <Button
        icon="mic"
        wide
        onClick={() => {
          throwAway();
          void begin(kind.value, null);
        }}
      >
        {m().again}
      </Button>
      <Button kind="quiet" icon="trash" wide onClick={throwAway}>
        {m().throwAway}
      </Button>
    </Card>
  );
}
