import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Shape } from '../api/client';
import { t } from '../i18n/doctor';
import { s } from '../i18n/staff';
import { v } from '../i18n/vitals';
import { address, clock, day, stopwatch } from '../lib/format';
import { clinicalAge } from '../staff/age';
import { Phone } from '../staff/phone';
import { useNow } from '../staff/tick';
import { Vitals } from '../staff/vitals';
import type { Call, View } from '../state/call';
import { Avatar, Button, Icon, Notice, Pill } from '../ui';
import { ring, unlockBell, unlocked } from './bell';
import { Beside } from './beside';
import { explain } from './explain';
import { useKeys } from './keys';
import { RedFlags, whyCalled } from './red-flags';

/** The ringing card: who, how old, why; then yes or no. Everything the doctor may know before answering. */
export function Ringing({ live }: { live: Call }) {
  const view = live.view.value;
  const declining = useSignal(false);
  const busy = useSignal(false);
  const card = useRef<HTMLElement>(null);
  const who = view?.patient ? address(view.patient) : t().someone;
  useEffect(() => ring(t().ringingTitle(who)), [who]);
  useEffect(() => card.current?.focus(), []);
  const accept = async () => {
    if (busy.value) return;
    busy.value = true;
    void unlockBell();
    await live.accept();
    busy.value = false;
  };
  const decline = () => {
    declining.value = true;
  };
  useKeys({ n: () => void accept(), t: decline });
  if (!view) return null;
  return (
    <main class="ringing" ref={card} tabIndex={-1} aria-labelledby="ringing-title">
      <div class="ringing-card">
        <header class="row apart">
          <h1 id="ringing-title" class="ringing-word">
            <Icon name="bell" /> {t().ringing}
          </h1>
          <Countdown until={view.rings_until} />
        </header>
        <RedFlags view={view} />
        <Beside view={view} />
        <Person view={view} />
        <Facts view={view} />
        {!unlocked.value && (
          <Button kind="primary" wide icon="sound" onClick={() => void unlockBell()}>
            {t().tapForBell}
          </Button>
        )}
        {live.error.value && <Notice tone="danger">{explain(live.error.value)}</Notice>}
      </div>
      {declining.value ? (
        <Declining live={live} back={() => (declining.value = false)} />
      ) : (
        <div class="ringing-answers">
          <Button kind="danger" icon="hangup" class="big" onClick={decline}>
            {t().decline}
          </Button>
          <Button kind="accept" icon="phone" class="big" disabled={busy.value} onClick={() => void accept()}>
            {t().accept}
          </Button>
        </div>
      )}
    </main>
  );
}

function Countdown({ until }: { until: string | null }) {
  const now = useNow();
  if (!until) return null;
  return <span class="number soft">{t().rings(stopwatch((Date.parse(until) - now) / 1000))}</span>;
}

export function Person({ view }: { view: View }) {
  const { patient } = view;
  return (
    <div class="ringing-person">
      <Avatar name={patient?.name ?? '?'} size="large" />
      <div>
        <p class="ringing-name">{patient?.name ?? t().someone}</p>
        {patient && (
          <p class="ringing-age">
            {clinicalAge(patient.age_months)} · {s().sex[patient.sex]}
          </p>
        )}
        {!view.caller.verified && <Pill tone="danger">{t().unverified}</Pill>}
      </div>
    </div>
  );
}

export function Facts({ view }: { view: View }) {
  return (
    <dl class="facts">
      <dt>{t().reason}</dt>
      <dd class={whyCalled(view) ? 'strong' : 'soft'}>{whyCalled(view) || t().reasonNone}</dd>
      {view.vitals.length > 0 && (
        <>
          <dt>{v().title}</dt>
          <dd>
            <Vitals vitals={view.vitals} />
          </dd>
        </>
      )}
      <dt>{t().whoCalls}</dt>
      <dd>
        {[view.caller.name, t().relation[view.caller.relation]].filter(Boolean).join(', ')}
        <span class="soft">
          {' · '}
          <Phone number={view.caller.phone} />
        </span>
      </dd>
      {view.patient?.commune_name && (
        <>
          <dt>{t().commune}</dt>
          <dd>{view.patient.commune_name}</dd>
        </>
      )}
      <dt>{t().consent}</dt>
      <dd>{consentWords(view)}</dd>
      <dt>{t().history}</dt>
      <dd>
        <History visits={view.history ?? []} />
      </dd>
    </dl>
  );
}

export function consentWords({ consent }: View): string {
  return consent ? `${t().consentState[consent.decision]} · ${clock(consent.at)}` : t().consentNone;
}

export function History({ visits, open }: { visits: Shape<'PastVisit'>[]; open?: (id: string) => void }) {
  if (visits.length === 0) return <span class="soft">{t().historyNone}</span>;
  return (
    <ul class="history">
      {visits.map((visit) => (
        <li key={visit.encounter_id}>
          <div class="grow">
            <span class="number">{day(visit.started_at)}</span> · {visit.practitioner_name}
            <br />
            {visit.summary || <span class="soft">{t().historyDraft}</span>}
          </div>
          {open && (
            <Button kind="quiet" icon="book" onClick={() => open(visit.encounter_id)}>
              {t().openVisit} <span class="unseen">{day(visit.started_at)}</span>
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function Declining({ live, back }: { live: Call; back: () => void }) {
  const first = useRef<HTMLDivElement>(null);
  useEffect(() => first.current?.querySelector('button')?.focus(), []);
  return (
    <div class="ringing-decline stack tight" ref={first}>
      <h2>{t().declineWhy}</h2>
      <p class="soft">{t().declineMeans}</p>
      {[...t().declineReasons, ''].map((reason) => (
        <Button key={reason} wide kind={reason ? 'plain' : 'danger'} onClick={() => void live.decline(reason)}>
          {reason || t().declineNoReason}
        </Button>
      ))}
      <Button kind="accept" wide icon="phone" onClick={() => void live.accept()}>
        {t().accept}
      </Button>
      <Button kind="quiet" wide icon="back" onClick={back}>
        {t().ringing}
      </Button>
    </div>
  );
}
