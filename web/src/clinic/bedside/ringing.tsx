import { useSignal } from '@preact/signals';
import { b } from '../../i18n/bedside';
import { v } from '../../i18n/vitals';
import { address, stopwatch } from '../../lib/format';
import { lazy } from '../../lib/lazy';
import { into, setTo } from '../../lib/signals';
import { since, useNow } from '../../staff/tick';
import { Vitals, VitalsForm } from '../../staff/vitals';
import type { Call, View } from '../../state/call';
import { asking } from '../../triage/dial';
import { Avatar, Button, Card, Control, Dialog, Lamp, Notice, Pill, TextField } from '../../ui';
import { api } from '../state';
import { Consent } from './consent';
import { callbackAsked } from './state';

/** Not needed to ring: it rings before the questions are here. */
const Questions = lazy(
  async () => (await import('../../triage/questions')).Questions,
  () => <></>,
);

/** While it rings: who is called, and what is done meanwhile: danger signs asked, measured, said why, asked for consent. */
export function Ringing({ live, view }: { live: Call; view: View }) {
  const stopping = useSignal(false);
  const now = useNow();
  const doctor = view.ringing;
  return (
    <main class={`page ringing stack wide ${asking.value ? 'asking' : ''}`}>
      <div class="hero" aria-live="polite">
        <div class="ring-mark">{doctor ? <Avatar name={doctor.name} size="large" /> : <Lamp lit size={88} />}</div>
        <h1>{doctor ? b().calling(doctor.name.split(' ').pop() ?? '') : b().looking}</h1>
        {doctor && <p class="soft">{doctor.facility_name}</p>}
        <p class="number soft" aria-hidden="true">
          {stopwatch(since(view.requested_at, now))}
        </p>
      </div>
      <p class="center">
        <Pill tone="lamp">{view.patient ? b().forWhom(address(view.patient)) : b().unknownPatient}</Pill>
      </p>
      <p class="center soft what-next">{view.callback ? b().alsoCallback : b().whatNext}</p>
      {live.micFault.value && <Notice tone="warn">{b().micFault}</Notice>}
      <div class="ask-and-measure">
        <Questions api={api} view={view} />
        <Card class="stack" aria-label={v().title}>
          <h2>{v().title}</h2>
          <Vitals vitals={view.vitals} />
          <VitalsForm api={api} callId={view.id} sources={['measured', 'device', 'reported']} onView={live.adopt} />
        </Card>
      </div>
      <Why view={view} onView={live.adopt} />
      <Consent view={view} onView={live.adopt} />
      <div class="stop-bar">
        <Control icon="hangup" tone="danger" word={b().stop} onClick={setTo(stopping, true)} />
      </div>
      <Stop open={stopping.value} close={setTo(stopping, false)} live={live} view={view} />
    </main>
  );
}

function Why({ view, onView }: { view: View; onView: (view: View) => void }) {
  const text = useSignal(view.reason);
  const send = async () => {
    const body = { reason: text.value.trim() };
    await api.post('/api/calls/{id}/reason', { path: { id: view.id }, body }).then(onView, () => undefined);
  };
  return (
    <Card class="stack">
      <TextField
        label={b().reason}
        hint={b().reasonHint}
        maxLength={280}
        rows={2}
        value={text.value}
        onText={into(text)}
      />
      {text.value.trim() && text.value.trim() !== view.reason && (
        <Button icon="send" wide onClick={() => void send()}>
          {b().sendReason}
        </Button>
      )}
      <p class="soft" role="status">
        {view.reason && text.value.trim() === view.reason ? b().reasonSent : ''}
      </p>
    </Card>
  );
}

function Stop({ open, close, live, view }: { open: boolean; close: () => void; live: Call; view: View }) {
  /** Whoever stops within the first minute is owed nothing by the machine, so it is asked for. */
  const callBack = async () => {
    await live.hangUp(false);
    if (live.view.value?.callback) return;
    const body = { phone: view.caller.phone, reason: view.reason, patient_id: view.patient?.id ?? null };
    const asked = await api.post('/api/callbacks', { body }).catch(() => null);
    if (asked) callbackAsked.value = view.id;
  };
  return (
    <Dialog open={open} title={b().stopAsk} onClose={close}>
      <Button kind="primary" wide onClick={close}>
        {b().keepCalling}
      </Button>
      <Button wide onClick={() => void callBack()}>
        {b().stopCallback}
      </Button>
      <Button wide onClick={() => void live.hangUp(true)}>
        {b().stopNoNeed}
      </Button>
    </Dialog>
  );
}
