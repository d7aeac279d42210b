import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Shape } from '../../api/client';
import { b } from '../../i18n/bedside';
import { explain } from '../../i18n/common';
import { address } from '../../lib/format';
import { dial115 } from '../../triage/dial';
import { Avatar, Button, Card, EmergencyStrip, Notice } from '../../ui';
import { api, socket } from '../state';
import { Add } from './add';
import { After } from './after';
import { CallScreen } from './call';
import { Find } from './find';
import { Whom } from './person';
import { EMERGENCY, go, rejoin, screen, trouble } from './state';
import './bedside.css';

/** A doctor's call that waits for an answer here. */
const incoming = signal<Shape<'CallView'> | null>(null);

/** The health worker's part: one screen at a time, made for a phone held beside the patient. */
export function Bedside() {
  useEffect(listen, []);
  const now = screen.value;
  return (
    <div class="bedside">
      <EmergencyStrip number={EMERGENCY} words={b().emergency} onTap={dialled} />
      {incoming.value && now.at !== 'call' && <Incoming call={incoming.value} />}
      {trouble.value !== null && (
        <div class="page-note">
          <Notice tone="danger">{explain(trouble.value)}</Notice>
        </div>
      )}
      <Shown />
    </div>
  );
}

function Shown() {
  const now = screen.value;
  switch (now.at) {
    case 'find':
      return <Find />;
    case 'add':
      return <Add name={now.name} year={now.year} />;
    case 'person':
      return <Whom person={now.person} />;
    case 'call':
      return <CallScreen id={now.id} key={now.id} />;
    case 'after':
      return <After id={now.id} key={now.id} />;
  }
}

/** The red strip in a call: the doctor reads that 115 is being dialled. */
function dialled(): void {
  if (screen.value.at === 'call') dial115(api, screen.value.id);
}

/** Find the way back into a call, and hear when a doctor calls back. */
function listen(): () => void {
  const look = async () => {
    incoming.value = await rejoin();
  };
  void look();
  const line = socket();
  const undo = line ? [line.on('call.changed', () => void look()), line.onUp(() => void look())] : [];
  return () => {
    for (const stop of undo) stop();
  };
}

function Incoming({ call }: { call: Shape<'CallView'> }) {
  const refuse = async () => {
    incoming.value = null;
    const body = { no_longer_needed: true };
    await api.post('/api/calls/{id}/hang-up', { path: { id: call.id }, body }).catch(() => undefined);
  };
  const answer = () => {
    incoming.value = null;
    go({ at: 'call', id: call.id });
  };
  return (
    <div class="page-note" role="alert">
      <Card class="stack">
        <div class="row">
          <Avatar name={call.holder?.name ?? ''} size="small" />
          <strong class="grow">{b().incoming(call.holder?.name ?? '')}</strong>
        </div>
        {call.patient && <p>{b().forWhom(address(call.patient))}</p>}
        <Button kind="accept" icon="phone" wide onClick={answer}>
          {b().answer}
        </Button>
        <Button wide onClick={() => void refuse()}>
          {b().notNow}
        </Button>
      </Card>
    </div>
  );
}
