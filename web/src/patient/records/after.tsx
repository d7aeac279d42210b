import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Shape } from '../../api/client';
import { t } from '../../i18n/words';
import { lazy } from '../../lib/lazy';
import { Button, Lamp, Notice, Waiting } from '../../ui';
import { ConsentCard } from '../consent';
import { line } from '../line';
import { api, callbackAsked, go } from '../state';
import { Advice } from './advice';
import './records.css';

const LOOK_EVERY = 5000;
/** The page hangs up at once and tells the server meanwhile, so the call it asks for may not have ended yet. */
const ENDING = 300;
type View = Shape<'CallView'>;
const LeaveMessage = lazy(
  async () => (await import('../message/leave')).LeaveMessage,
  () => <></>,
);

/** After a call: what the doctor advises as soon as it is written, and the way back to a doctor. */
export function After({ id }: { id: string }) {
  const call = useSignal<View | null>(null);
  const advice = useSignal<Shape<'AdviceView'> | null>(null);
  useEffect(() => {
    const path = { id };
    let again: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      if (call.value?.state !== 'ended') {
        call.value = await api.get('/api/calls/{id}', { path }).catch(() => call.value);
        clearTimeout(again);
        if (call.value && call.value.state !== 'ended') again = setTimeout(() => void look(), ENDING);
      }
      if (call.value && (call.value.state !== 'ended' || call.value.answered_at === null)) return;
      advice.value = await api.get('/api/calls/{id}/advice', { path }).catch(() => advice.value);
    };
    void look();
    const timer = setInterval(() => advice.value?.signed || document.hidden || void look(), LOOK_EVERY);
    const stop = line().then((socket) => socket.on('advice.changed', () => void look()));
    return () => {
      clearInterval(timer);
      clearTimeout(again);
      void stop.then((off) => off());
    };
  }, [id]);
  return (
    <main class="page stack wide">
      {advice.value || call.value?.answered_at ? (
        <>
          <div class="letter-head">
            <Lamp lit size={44} />
            <h1>{t().afterTitle}</h1>
          </div>
          {call.value?.end_reason === 'dropped' && <Notice tone="warn" title={t().afterDropped} />}
          {advice.value && (advice.value.advice || advice.value.signed) ? (
            <Advice advice={advice.value} named />
          ) : (
            <Waiting>{t().afterWaiting}</Waiting>
          )}
          {call.value && <ConsentCard view={call.value} again />}
        </>
      ) : (
        call.value?.state === 'ended' && <Unanswered call={call.value} />
      )}
      <Notice tone="warn">{t().whenAgain}</Notice>
      <div class="stack">
        <Button kind="accept" icon="phone" wide onClick={() => go({ at: 'first' })}>
          {t().callAgain}
        </Button>
        <Button wide onClick={() => go({ at: 'first' })}>
          {t().toStart}
        </Button>
      </div>
    </main>
  );
}

function Unanswered({ call }: { call: View }) {
  const owed = call.callback || callbackAsked.value;
  return (
    <>
      <div class="hero">
        <Lamp lit={false} size={96} />
        <h1>{call.end_reason === 'unanswered' ? t().afterUnanswered : t().afterCancelled}</h1>
        <p class="soft">{owed ? t().afterCallback : t().afterCancelledHint}</p>
      </div>
      {owed && !call.no_message && <LeaveMessage callId={call.id} />}
    </>
  );
}
