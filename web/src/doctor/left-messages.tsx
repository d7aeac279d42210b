import { effect, signal, untracked, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Shape } from '../api/client';
import { t } from '../i18n/doctor';
import { clock, stopwatch } from '../lib/format';
import { fetchRecording } from '../lib/recording';
import { single } from '../state/single';
import { Button, Pill, Waiting } from '../ui';
import { explain } from './explain';
import { api, attempt, duty, session } from './state';

type Message = Shape<'LeftMessageView'>;

/** What families left, beside the call-backs that are open. */
const messages = signal<Message[]>([]);

const refresh = single(async () => {
  messages.value = await api.get('/api/left-messages').then(
    (answer) => answer.messages,
    () => messages.value,
  );
});

/** The list follows the duty view: whatever brings a call-back, or a message to one, makes that look again. */
effect(() => {
  const some = (duty.value?.callbacks.length ?? 0) > 0;
  untracked(() => {
    if (some) void refresh();
    else messages.value = [];
  });
});

/** The messages of one call-back, each played in place. */
export function LeftMessages({ callback }: { callback: string }) {
  const here = messages.value.filter(({ callback_id }) => callback_id === callback);
  if (here.length === 0) return null;
  return (
    <ul class="left-messages">
      {here.map((message) => (
        <li class="stack tight" key={message.id}>
          <div class="row apart">
            <span>
              <strong>{t().leftMessage[message.kind]}</strong>{' '}
              <span class="number">
                {stopwatch(message.seconds)} · {clock(message.uploaded_at)}
              </span>
            </span>
            {message.heard_at && message.heard_by ? (
              <Pill tone="good">{t().heardBy(message.heard_by.name, clock(message.heard_at))}</Pill>
            ) : (
              <Pill tone="lamp">{t().notHeardYet}</Pill>
            )}
          </div>
          <Player message={message} />
        </li>
      ))}
    </ul>
  );
}

function Player({ message }: { message: Message }) {
  const url = useSignal('');
  const busy = useSignal(false);
  const fault = useSignal<unknown>(null);
  useEffect(() => () => URL.revokeObjectURL(url.value), []);
  const fetchIt = async () => {
    busy.value = true;
    fault.value = null;
    try {
      url.value = await fetchRecording(session, message.id);
    } catch (error) {
      fault.value = error;
    }
    busy.value = false;
  };
  const heard = () =>
    attempt(() => api.post('/api/left-messages/{id}/heard', { path: { id: message.id } })).then(refresh);
  const video = message.kind === 'video';
  if (busy.value) return <Waiting>{t().fetching}</Waiting>;
  if (!url.value) {
    return (
      <>
        {fault.value !== null && <p role="alert">{explain(fault.value)}</p>}
        <Button kind={message.heard_at ? 'plain' : 'primary'} icon="play" onClick={() => void fetchIt()}>
          {video ? t().watch : t().listen}
        </Button>
      </>
    );
  }
  const known = { src: url.value, 'aria-label': t().leftMessage[message.kind], onEnded: () => void heard() };
  return (
    <div class="stack tight">
      {video ? <video {...known} controls autoplay playsInline /> : <audio {...known} controls autoplay />}
      {!message.heard_at && (
        <Button icon="check" onClick={() => void heard()}>
          {t().markHeard}
        </Button>
      )}
    </div>
  );
}
