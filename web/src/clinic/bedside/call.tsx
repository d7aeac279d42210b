import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { b } from '../../i18n/bedside';
import { lazy } from '../../lib/lazy';
import { type Call, createCall } from '../../state/call';
import { tabDevice } from '../../state/tab';
import { Button, Notice, Waiting } from '../../ui';
import '../../ui/call.css';
import { api, config, session, socket } from '../state';
import { Ringing } from './ringing';
import { EMERGENCY, go } from './state';
import { Talking } from './talking';

const Return115 = lazy(
  async () => (await import('../../triage/return-115')).Return115,
  () => <></>,
);

/** One call from the bedside, from the first ring to its end. The worker's page sits on the caller's side of it. */
export function CallScreen({ id }: { id: string }) {
  const live = useSignal<Call | null>(null);
  useEffect(() => {
    const line = socket();
    if (!line) return;
    const pretendAs = config.value?.demo ? (session.me.value?.display_name ?? '') : null;
    const call = createCall(api, {
      audience: 'patient',
      callId: id,
      device: tabDevice('clinic'),
      socket: line,
      pretendAs,
    });
    live.value = call;
    void call.start();
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => {
      removeEventListener('beforeunload', warn);
      call.dispose();
    };
  }, [id]);
  useSignalEffect(() => {
    if (live.value?.phase.value === 'ended') go({ at: 'after', id });
  });
  return live.value ? <Follow live={live.value} /> : <Joining />;
}

function Follow({ live }: { live: Call }) {
  const view = live.view.value;
  const phase = live.phase.value;
  if (phase === 'moved') {
    return (
      <main class="page stack wide">
        <Notice title={b().moved} />
        <Button kind="accept" icon="phone" wide onClick={() => live.takeBack()}>
          {b().backToCall}
        </Button>
      </main>
    );
  }
  if (!view) return <Joining />;
  return (
    <>
      {phase === 'connected' ? <Talking live={live} view={view} /> : <Ringing live={live} view={view} />}
      {view.dialled_115 && <Return115 api={api} view={view} emergency={EMERGENCY} />}
    </>
  );
}

function Joining() {
  return (
    <main class="page">
      <Waiting>{b().joining}</Waiting>
    </main>
  );
}
