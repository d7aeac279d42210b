import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Shape } from '../../api/client';
import { explain } from '../../i18n/common';
import { m } from '../../i18n/message';
import { clock, stopwatch } from '../../lib/format';
import { fetchRecording } from '../../lib/recording';
import { Button, Card, Icon, Notice } from '../../ui';
import { session } from '../state';
import { giveUp, sending } from './sending';

type Own = Shape<'OwnMessage'>;

const because = (error: unknown): string =>
  (error instanceof Error && 'code' in error && m().problems[String(error.code)]) || explain(error);

/** A message on its way: how far it is in words and percent, and that nothing is lost. */
export function OnItsWay() {
  const now = sending.value;
  if (!now) return null;
  const share = Math.floor((now.offset / now.size) * 100);
  if (now.state === 'failed') {
    return (
      <Notice tone="warn" title={m().failed}>
        <div class="stack tight">
          <p>{because(now.problem)}</p>
          <Button onClick={() => void giveUp()}>{m().throwAway}</Button>
        </div>
      </Notice>
    );
  }
  return (
    <Card class="stack leave-message">
      <h2>{m().sendingTitle}</h2>
      <progress max={now.size} value={now.offset} aria-label={m().sendingTitle} />
      <p role="status" class="number">
        {m().percent(share)}
      </p>
      <p class="soft">{now.state === 'waiting' ? m().waiting : m().staysHere}</p>
    </Card>
  );
}

/** What was left, and whether a doctor has heard it. */
export function Sent({ messages }: { messages: Own[] }) {
  return (
    <>
      <div class="stack tight" role="status">
        <h2 class="sent-title">
          <Icon name="check" /> {m().sent}
        </h2>
        <p class="soft">{m().sentMeans}</p>
      </div>
      <ul class="rows">
        {messages.map((message) => (
          <li class="stack tight" key={message.id}>
            <p>
              <strong>{m().kinds[message.kind]}</strong> · <span class="number">{stopwatch(message.seconds)}</span>
              <br />
              <span class="soft">
                {message.heard_at && message.heard_by
                  ? m().heard(message.heard_by.name, clock(message.heard_at))
                  : m().notHeard}
              </span>
            </p>
            {message.can_hear && <Listen message={message} />}
          </li>
        ))}
      </ul>
    </>
  );
}

function Listen({ message }: { message: Own }) {
  const url = useSignal('');
  const fault = useSignal<unknown>(null);
  useEffect(() => () => URL.revokeObjectURL(url.value), []);
  const fetchIt = async () => {
    try {
      url.value = await fetchRecording(session, message.id);
    } catch (error) {
      fault.value = error;
    }
  };
  if (fault.value !== null) return <p>{because(fault.value)}</p>;
  if (!url.value) {
    return (
      <Button icon="play" onClick={() => void fetchIt()}>
        {m().listen}
      </Button>
    );
  }
  return message.kind === 'video' ? (
    <video src={url.value} aria-label={m().kinds.video} controls autoplay playsInline />
  ) : (
    <audio src={url.value} aria-label={m().kinds.voice} controls autoplay />
  );
}
