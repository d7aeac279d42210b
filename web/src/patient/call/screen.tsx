import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { explain } from '../../i18n/common';
import { t } from '../../i18n/words';
import { lazy } from '../../lib/lazy';
import { setTo } from '../../lib/signals';
import { type Call, createCall } from '../../state/call';
import { tabDevice } from '../../state/tab';
import { dial115 } from '../../triage/dial';
import { Button, Dialog, Lamp, Notice, Waiting } from '../../ui';
import { line } from '../line';
import { api, askConfig, config, emergencyTapped, go, liveCall, numbers, session } from '../state';
import '../../ui/call.css';
import { askBeforeLeaving } from './leave';
import { Ringing } from './ringing';
import { Talking } from './talking';

const Return115 = lazy(
  async () => (await import('../../triage/return-115')).Return115,
  () => <></>,
);

/** One call from the first ring to its end; the page follows wherever the call goes. */
export function CallScreen({ id }: { id: string }) {
  const live = useSignal<Call | null>(null);
  const leaving = useSignal(false);
  useEffect(() => {
    let gone = false;
    void begin(id).then((call) => {
      if (gone) call.dispose();
      else live.value = call;
    });
    return () => {
      gone = true;
      live.value?.dispose();
    };
  }, [id]);
  useEffect(() => askBeforeLeaving(setTo(leaving, true)), []);
  useEffect(() => {
    emergencyTapped.value = () => dial115(api, id);
    return () => {
      emergencyTapped.value = null;
    };
  }, [id]);
  useSignalEffect(() => {
    if (live.value?.phase.value !== 'ended') return;
    liveCall.clear();
    go({ at: 'after', id });
  });
  return (
    <>
      {live.value ? <Follow live={live.value} leave={setTo(leaving, true)} /> : <Joining />}
      <Dialog open={leaving.value} title={t().leaveAsk} onClose={setTo(leaving, false)}>
        <p class="soft">{t().leaveHint}</p>
        <Button kind="primary" wide onClick={setTo(leaving, false)}>
          {t().stay}
        </Button>
        <Button kind="danger" icon="hangup" wide onClick={() => void live.value?.hangUp()}>
          {t().end}
        </Button>
      </Dialog>
    </>
  );
}

async function begin(id: string): Promise<Call> {
  const [socket] = await Promise.all([line(), config.value ?? askConfig()]);
  const pretendAs = config.value?.demo ? session.me.value?.display_name || t().chatMe : null;
  const call = createCall(api, { audience: 'patient', callId: id, device: tabDevice('patient'), socket, pretendAs });
  void call.start();
  return call;
}

function Follow({ live, leave }: { live: Call; leave: () => void }) {
  const view = live.view.value;
  const phase = live.phase.value;
  if (phase === 'moved') return <Moved live={live} />;
  if (!view) return <Joining problem={live.error.value} />;
  return (
    <>
      {phase === 'connected' ? <Talking live={live} view={view} leave={leave} /> : <Ringing live={live} view={view} />}
      {view.dialled_115 && <Return115 api={api} view={view} emergency={numbers.value.emergency} />}
    </>
  );
}

function Joining({ problem }: { problem?: unknown }) {
  return (
    <main class="page stack wide">
      <div class="hero">
        <Lamp lit size={120} />
        <Waiting>{t().network.connecting}</Waiting>
      </div>
      {problem ? <Notice tone="warn">{explain(problem)}</Notice> : null}
    </main>
  );
}

function Moved({ live }: { live: Call }) {
  return (
    <main class="page stack wide">
      <Notice title={t().takenElsewhere} />
      <Button kind="accept" icon="phone" wide onClick={() => live.takeBack()}>
        {t().backToCall}
      </Button>
    </main>
  );
}
