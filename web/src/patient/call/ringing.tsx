import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Shape } from '../../api/client';
import { language } from '../../i18n';
import { t } from '../../i18n/words';
import { serverNow } from '../../lib/clock';
import { address, stopwatch } from '../../lib/format';
import { lazy } from '../../lib/lazy';
import { into, setTo } from '../../lib/signals';
import type { Call } from '../../state/call';
import { asking } from '../../triage/dial';
import { Avatar, Button, Card, Choice, Control, Dialog, Lamp, Pill, TextField } from '../../ui';
import { Video } from '../../ui/video';
import { ConsentCard } from '../consent';
import { api, callbackAsked, family, givenName, session } from '../state';
import { DeviceWords } from './device-words';

type View = Shape<'CallView'>;
const LeaveMessage = lazy(
  async () => (await import('../message/leave')).LeaveMessage,
  () => <></>,
);
/** Of ringing without an answer, until a message is offered; the server has the last word. */
const MESSAGE_AFTER = 60_000;
/** Not needed to ring: it rings before the questions are here. */
const Questions = lazy(
  async () => (await import('../../triage/questions')).Questions,
  () => <></>,
);

/** While it rings: who is being called, what happens next, and what may be said meanwhile. */
export function Ringing({ live, view }: { live: Call; view: View }) {
  const stopping = useSignal(false);
  return (
    <main class={`page ringing stack wide ${asking.value ? 'asking' : ''}`}>
      <WhomItRings view={view} />
      <p class="center what-next">
        {view.ringing ? t().whatNext(givenName(view.ringing.name)) : t().whatNextWaiting}{' '}
        {view.ahead !== null && view.ahead > 0 && t().ahead(view.ahead)}
      </p>
      {!view.ringing && language.value === 'vi' && view.wait_words && <p class="center soft">{view.wait_words}</p>}
      {view.callback && <p class="center">{t().alsoCallback}</p>}
      {useMessageOffered(view) && !view.no_message && <LeaveMessage callId={view.id} ringing from={live.localStream} />}
      <DeviceWords live={live} />
      <Questions api={api} view={view} />
      <ForWhom view={view} />
      <ConsentCard view={view} />
      <OwnPicture live={live} />
      <InWords view={view} />
      <div class="stop-bar">
        <Control icon="hangup" tone="danger" word={t().stopCalling} onClick={setTo(stopping, true)} />
      </div>
      <StopDialog open={stopping.value} onClose={setTo(stopping, false)} live={live} />
    </main>
  );
}

/** Counted from what the server said of its own time: a phone's clock may be wrong, or be set meanwhile. */
function useMessageOffered(view: View): boolean {
  const offered = useSignal(false);
  useEffect(() => {
    const waited = Date.parse(view.server_time) - Date.parse(view.requested_at);
    const timer = setTimeout(setTo(offered, true), Math.max(0, MESSAGE_AFTER - waited));
    return () => clearTimeout(timer);
  }, []);
  return offered.value || view.callback;
}

function WhomItRings({ view }: { view: View }) {
  const doctor = view.ringing;
  return (
    <div class="hero" aria-live="polite">
      <div class="ring-mark">{doctor ? <Avatar name={doctor.name} size="large" /> : <Lamp lit size={104} />}</div>
      <h1>{doctor ? t().callingDoctor(givenName(doctor.name)) : t().lookingForDoctor}</h1>
      {doctor && (
        <p class="soft">
          {doctor.name} · {doctor.facility_name}
          <br />
          {t().licence} <span class="number">{doctor.licence_number}</span>
        </p>
      )}
      <Elapsed since={view.requested_at} />
    </div>
  );
}

function Elapsed({ since }: { since: string }) {
  const now = useSignal(serverNow());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = serverNow();
    }, 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <p class="number soft" aria-hidden="true">
      {stopwatch((now.value - Date.parse(since)) / 1000)}
    </p>
  );
}

function OwnPicture({ live }: { live: Call }) {
  if (live.camState.value !== 'on') return null;
  return (
    <div class="own-box">
      <Video own stream={live.localStream} label={t().ownPicture} class="own-small" />
      <Button icon="cameraOff" onClick={() => void live.toggleCamera()}>
        {t().camOff}
      </Button>
    </div>
  );
}

/** For whom: said before, or chosen now when it rang as "Người khác". */
function ForWhom({ view }: { view: View }) {
  if (view.patient) {
    return (
      <p class="center">
        <Pill tone="lamp">{t().forWhom(address(view.patient))}</Pill>
      </p>
    );
  }
  if (session.me.value?.scope === 'guest') {
    return (
      <p class="center">
        <Pill>{t().guestMark}</Pill>
      </p>
    );
  }
  if (family.value.length === 0) return null;
  const choose = (id: string) => {
    const patient = family.value.find((one) => one.id === id);
    if (!patient) return;
    const body = { patient_id: patient.id, relation: patient.relation ?? 'other' };
    void api.post('/api/calls/{id}/patient-choice', { path: { id: view.id }, body }).catch(() => undefined);
  };
  return (
    <Choice
      label={t().whoTitle}
      options={family.value.map((patient) => ({ value: patient.id, label: address(patient) }))}
      value={null}
      onChoose={choose}
    />
  );
}

/** What no question asks, in the family's own words. */
function InWords({ view }: { view: View }) {
  const written = useSignal('');
  const sent = useSignal('');
  const reason = written.value.trim();
  const send = async () => {
    const said = await api
      .post('/api/calls/{id}/reason', { path: { id: view.id }, body: { reason: reason.slice(0, 280) } })
      .catch(() => null);
    sent.value = said ? reason : '';
  };
  return (
    <Card class="stack">
      <TextField
        label={t().reasonWrite}
        hint={t().reasonHint}
        maxLength={200}
        rows={2}
        value={written.value}
        onText={into(written)}
      />
      {reason && reason !== sent.value && (
        <Button icon="send" wide onClick={() => void send()}>
          {t().sendReason}
        </Button>
      )}
      <p class="soft" role="status">
        {sent.value && reason === sent.value ? t().reasonSent : ''}
      </p>
    </Card>
  );
}

/** A doctor who hears that somebody gave up calls back by itself only after a minute of waiting; asked for, always. */
async function stopAndBeCalledBack(live: Call): Promise<void> {
  const phone = session.me.value?.phone;
  callbackAsked.value = true;
  await live.hangUp(false);
  const view = live.view.value;
  if (!phone || !view || view.callback) return;
  const body = { phone, reason: view.reason, patient_id: view.patient?.id ?? null };
  await api.post('/api/callbacks', { body }).catch(() => {
    callbackAsked.value = false;
  });
}

function StopDialog({ open, onClose, live }: { open: boolean; onClose: () => void; live: Call }) {
  return (
    <Dialog open={open} title={t().stopAsk} onClose={onClose}>
      <Button kind="primary" wide onClick={onClose}>
        {t().keepCalling}
      </Button>
      <Button wide onClick={() => void stopAndBeCalledBack(live)}>
        {t().stopCallMeBack}
      </Button>
      <Button wide onClick={() => void live.hangUp(true)}>
        {t().stopNoNeed}
      </Button>
    </Dialog>
  );
}
