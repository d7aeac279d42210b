import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/doctor';
import { p } from '../i18n/passing';
import { address, stopwatch } from '../lib/format';
import { useNow } from '../staff/tick';
import type { View } from '../state/call';
import { Button, Icon, Notice } from '../ui';
import { knock, ring } from './bell';
import { HandOver } from './handover';
import { goBack, knocking, knocksHere, onHold, refuseKnock, refuseOver, takeKnock, takeOver } from './passing';
import { Facts, Person } from './ringing';
import { call, refreshDuty } from './state';

const name = (view: View | null | undefined): string => (view?.patient ? address(view.patient) : p().somebody);

/** An emergency while in a call or at a note: a banner and a soft tone. Taking it puts a present caller on hold, seat kept. */
export function Knock() {
  const view = knocking.value;
  return view && knocksHere() ? <Knocking view={view} key={view.id} /> : null;
}

function Knocking({ view }: { view: View }) {
  const busy = useSignal(false);
  const present = call.value?.callId === view.id ? null : call.value;
  useEffect(() => knock(p().knock), []);
  const take = async () => {
    busy.value = true;
    await takeKnock(view);
    busy.value = false;
  };
  return (
    <section class="knock" role="alert">
      <p>
        <Icon name="warn" size={30} /> <strong>{p().knock}</strong>
        {`: ${view.patient?.name ?? p().somebody}`}
        {view.reason && ` · ${view.reason}`}
      </p>
      <div class="row">
        <Button kind="accept" icon="phone" disabled={busy.value} onClick={() => void take()}>
          {present ? p().knockTake(name(present.view.value)) : p().knockTakeFree}
        </Button>
        <Button disabled={busy.value} onClick={() => void refuseKnock(view)}>
          {p().refuse}
        </Button>
      </div>
    </section>
  );
}

/** Callers on hold: with a way back when this doctor is free, and always with the way to a colleague. */
export function OnHold() {
  const present = call.value;
  const speaking = present?.phase.value === 'connected';
  const waiting = onHold.value.filter((one) => one.id !== present?.callId);
  return (
    <>
      {waiting.map((one) =>
        speaking ? (
          <Notice key={one.id} title={p().onHoldWhile(name(one))}>
            <HandOver view={one} whom={name(one)} changed={refreshDuty} />
          </Notice>
        ) : (
          <Notice key={one.id} tone="warn" title={p().onHold(name(one))}>
            <div class="stack tight">
              <Button kind="accept" icon="phone" wide onClick={() => void goBack(one)}>
                {p().goBack(name(one))}
              </Button>
              <HandOver view={one} whom={name(one)} changed={refreshDuty} />
            </div>
          </Notice>
        ),
      )}
    </>
  );
}

/** A colleague's call, offered: the whole screen, like a ring; who waits, and who asks. */
export function Offered({ view }: { view: View }) {
  const busy = useSignal(false);
  const card = useRef<HTMLElement>(null);
  const now = useNow();
  const title = p().offered(view.holder?.name ?? '');
  useEffect(() => ring(title), []);
  useEffect(() => card.current?.focus(), []);
  const left = view.handover_until ? (Date.parse(view.handover_until) - now) / 1000 : 0;
  const take = async () => {
    busy.value = true;
    await takeOver(view);
    busy.value = false;
  };
  return (
    <main class="ringing" ref={card} tabIndex={-1} aria-labelledby="offered-title">
      <div class="ringing-card">
        <header class="row apart">
          <h1 id="offered-title" class="ringing-word">
            <Icon name="people" /> {title}
          </h1>
          <span class="number soft">{p().left(stopwatch(left))}</span>
        </header>
        <p>{p().offeredMeans}</p>
        <Person view={view} />
        <Facts view={view} />
      </div>
      <div class="ringing-answers">
        <Button kind="danger" icon="close" class="big" disabled={busy.value} onClick={() => void refuseOver(view)}>
          {t().decline}
        </Button>
        <Button kind="accept" icon="phone" class="big" disabled={busy.value} onClick={() => void take()}>
          {t().accept}
        </Button>
      </div>
    </main>
  );
}
