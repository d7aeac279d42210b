import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Shape } from '../../api/client';
import { b } from '../../i18n/bedside';
import { Avatar, Button, Card, Notice, Pill, Waiting } from '../../ui';
import { api, socket } from '../state';
import { callbackAsked, go } from './state';

const LOOK_EVERY = 5000;
/** The page hangs up at once and tells the server meanwhile, so the call it asks for may not have ended yet. */
const ENDING = 300;

/** What the doctor advised, as soon as it is written: read aloud at the bedside. For a day; never a note. */
export function After({ id }: { id: string }) {
  const call = useSignal<Shape<'CallView'> | null>(null);
  const advice = useSignal<Shape<'AdviceView'> | null>(null);
  useEffect(() => {
    const path = { id };
    let again: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      clearTimeout(again);
      call.value = await api.get('/api/calls/{id}', { path }).catch(() => call.value);
      if (call.value?.state !== 'ended') {
        again = setTimeout(() => void look(), ENDING);
        return;
      }
      if (!call.value.answered_at) return;
      advice.value = await api.get('/api/calls/{id}/advice', { path }).catch(() => advice.value);
    };
    void look();
    const timer = setInterval(() => advice.value?.signed || document.hidden || void look(), LOOK_EVERY);
    const stop = socket()?.on('advice.changed', () => void look());
    return () => {
      clearInterval(timer);
      clearTimeout(again);
      stop?.();
    };
  }, [id]);
  return (
    <main class="page stack wide">
      {call.value && !call.value.answered_at ? <Unanswered call={call.value} /> : <Advice advice={advice.value} />}
      {(call.value?.callback || callbackAsked.value === id) && <Notice>{b().afterCallback}</Notice>}
      <Button kind="primary" wide onClick={() => go({ at: 'find' })}>
        {b().done}
      </Button>
    </main>
  );
}

function Unanswered({ call }: { call: Shape<'CallView'> }) {
  return <h1>{call.end_reason === 'cancelled' ? b().afterCancelled : b().afterNobody}</h1>;
}

function Advice({ advice }: { advice: Shape<'AdviceView'> | null }) {
  return (
    <>
      <h1>{b().afterTitle}</h1>
      {advice?.advice ? (
        <Card class="stack">
          <div class="row">
            <Avatar name={advice.practitioner.name} size="small" />
            <strong class="grow">{advice.practitioner.name}</strong>
            <Pill tone={advice.signed ? 'good' : 'lamp'}>{advice.signed ? b().afterSigned : b().afterUnsigned}</Pill>
          </div>
          <p class="words">{advice.advice}</p>
          {advice.addenda.map((one) => (
            <p class="words" key={one.at}>
              {one.body}
            </p>
          ))}
        </Card>
      ) : (
        <Waiting>{b().afterWaiting}</Waiting>
      )}
      <Notice tone="warn">{b().readAloud}</Notice>
      <p class="soft">{b().afterDay}</p>
    </>
  );
}
