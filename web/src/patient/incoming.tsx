import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Shape } from '../api/client';
import { t } from '../i18n/words';
import { address } from '../lib/format';
import { Avatar, Control } from '../ui';
import { line } from './line';
import { startRinging } from './ringer';
import { api, enterCall, givenName, liveCall, screen, session } from './state';

/** A doctor's call that waits for an answer on this phone. */
const incoming = signal<Shape<'CallView'> | null>(null);
let listening = false;

/** From now on this page hears when a doctor calls back by video. */
export function listenForCalls(): void {
  if (listening || !session.me.value?.account_id) return;
  listening = true;
  void look();
  void line().then((socket) => {
    socket.on('call.changed', () => void look());
    socket.on('refetch', () => void look());
    socket.onUp(() => void look());
  });
}

/** A connected call in which this page has no seat is a doctor calling back. */
async function look(): Promise<void> {
  if (screen.value.at === 'call' || session.state.value !== 'in') return;
  const { call } = await api.get('/api/calls/current').catch(() => ({ call: incoming.value }));
  const calls = call?.state === 'connected' && liveCall.get() !== call.id;
  incoming.value = calls ? call : null;
}

/** Full screen: who calls, one green button, one red. */
export function Incoming() {
  const call = incoming.value;
  return call && screen.value.at !== 'call' ? <Ringing call={call} key={call.id} /> : null;
}

function Ringing({ call }: { call: Shape<'CallView'> }) {
  const doctor = call.holder;
  const busy = useSignal(false);
  useEffect(() => startRinging(t().titleIncoming), []);
  const refuse = async () => {
    busy.value = true;
    await api
      .post('/api/calls/{id}/hang-up', { path: { id: call.id }, body: { no_longer_needed: true } })
      .catch(() => undefined);
    incoming.value = null;
  };
  const answer = () => {
    incoming.value = null;
    enterCall(call.id);
  };
  return (
    <div class="incoming" role="alertdialog" aria-labelledby="incoming-who" aria-describedby="incoming-what">
      <div class="hero">
        <Avatar name={doctor?.name ?? ''} size="large" />
        <h1 id="incoming-who">{t().incoming(givenName(doctor?.name ?? ''))}</h1>
        {doctor && <p class="soft">{doctor.facility_name}</p>}
        {call.patient && <p>{t().forWhom(address(call.patient))}</p>}
        <p id="incoming-what">{t().incomingHint}</p>
      </div>
      <div class="answers">
        <Control icon="hangup" tone="danger" word={t().notNow} disabled={busy.value} onClick={() => void refuse()} />
        <Control icon="phone" tone="accept" word={t().answer} onClick={answer} />
      </div>
    </div>
  );
}
