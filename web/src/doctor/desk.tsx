import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Shape } from '../api/client';
import { t } from '../i18n/doctor';
import { s } from '../i18n/staff';
import { clock, day, stopwatch } from '../lib/format';
import { clinicalAge } from '../staff/age';
import { Head } from '../staff/head';
import { Part } from '../staff/part';
import { since, useNow } from '../staff/tick';
import { Avatar, Button, Empty, Notice, Pill } from '../ui';
import { OnHold } from './beside-calls';
import { Callbacks } from './callbacks';
import { Devices } from './devices';
import { BellBanner, DutySwitch } from './duty';
import { explain } from './explain';
import { stateWords } from './handover';
import { showKeys } from './keys';
import { Writing } from './leaving';
import {
  answers,
  api,
  attempt,
  call,
  device,
  duty,
  follow,
  loops,
  opened,
  outcome,
  refreshLoops,
  session,
  trouble,
} from './state';

/** The duty page: the big switch, who else is on, who waits, whom to call back, what is still to be signed. */
export function Desk() {
  useEffect(() => void refreshLoops(), []);
  return (
    <>
      <Head session={session} page={s().doctorPage}>
        <span class="only-wide">
          <Button kind="quiet" icon="info" onClick={showKeys}>
            {t().help}
          </Button>
        </span>
      </Head>
      <main class="desk">
        <h1 class="unseen">{s().doctorPage}</h1>
        <div class="desk-news">
          <News />
        </div>
        <div class="desk-column">
          {answers.value && duty.value && <DutySwitch />}
          <Colleagues />
          <Waiting />
        </div>
        <div class="desk-column">
          <Callbacks />
          <Loops />
          {answers.value && <Devices />}
        </div>
      </main>
    </>
  );
}

/** What just happened, and a call that goes on elsewhere. */
export function News() {
  const live = call.value;
  return (
    <>
      <BellBanner />
      <OnHold />
      <Writing />
      {trouble.value !== null && <Notice tone="danger">{explain(trouble.value)}</Notice>}
      {live?.taken.value?.mine && (
        <Notice tone="warn" title={t().takenElsewhere}>
          <div class="stack tight">
            <p>{t().takenElsewhereMeans}</p>
            <Button kind="primary" icon="phone" onClick={() => void live.resume()}>
              {t().bringHere}
            </Button>
          </div>
        </Notice>
      )}
      <OutcomeWords />
    </>
  );
}

function OutcomeWords() {
  const said = outcome.value;
  if (!said) return null;
  if (said.kind === 'taken') return <Notice title={t().takenBy(said.name)} />;
  if (said.kind === 'ended') return <Notice title={t().callerLeft} />;
  return <Notice title={t().stopped}>{t().stoppedMeans}</Notice>;
}

function Colleagues() {
  const people = duty.value?.colleagues ?? [];
  return (
    <Part title={t().colleagues} count={people.length}>
      {people.length === 0 && <Empty>{t().colleaguesEmpty}</Empty>}
      <ul class="rows">
        {people.map((one) => (
          <li class="row" key={one.practitioner.id}>
            <Avatar name={one.practitioner.name} size="small" />
            <span class="grow">
              <strong>{one.practitioner.name}</strong>
              <br />
              <span class="soft">
                {one.practitioner.facility_name}, {s().since(clock(one.since))}
              </span>
            </span>
            <Pill tone={stateWords(one) === s().free ? 'good' : 'lamp'}>{stateWords(one)}</Pill>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Waiting() {
  const calls = duty.value?.waiting ?? [];
  const now = useNow();
  return (
    <Part title={t().waitingCalls} count={calls.length}>
      {calls.length === 0 && <Empty>{t().waitingEmpty}</Empty>}
      <ul class="rows">
        {calls.map((line) => (
          <li class="row" key={line.call_id}>
            <WaitingWords line={line} waited={stopwatch(since(line.requested_at, now))} />
            {duty.value?.on_duty && (
              <Button kind="accept" icon="phone" onClick={() => void take(line.call_id)}>
                {t().takeCall}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function WaitingWords({ line, waited }: { line: Shape<'WaitingCall'>; waited: string }) {
  return (
    <span class="grow">
      <strong>{line.patient_name ?? t().someone}</strong>
      {line.age_months !== null && `, ${clinicalAge(line.age_months)}`}
      <br />
      <span class="soft">
        {line.reason ? `${line.reason} · ` : ''}
        <span class="number">{t().waited(waited)}</span>
      </span>
      {line.callback && <Pill tone="lamp">{t().alsoCallback}</Pill>}
    </span>
  );
}

/** Take a call from the queue, before it rings here. */
async function take(id: string): Promise<void> {
  const taken = await attempt(() => api.post('/api/calls/{id}/accept', { path: { id }, body: { device } }));
  if (taken) follow(id);
}

function Loops() {
  const { unsigned = [], recent = [] } = loops.value ?? {};
  return (
    <>
      <Part title={t().openLoops} count={unsigned.length}>
        {unsigned.length === 0 && <Empty>{t().openLoopsEmpty}</Empty>}
        <Lines lines={unsigned} few={unsigned.length} />
      </Part>
      <Part title={t().recent}>
        {recent.length === 0 && <Empty>{t().recentEmpty}</Empty>}
        <Lines lines={recent} few={FEW} />
      </Part>
    </>
  );
}

const FEW = 5;

function Lines({ lines, few }: { lines: Shape<'EncounterLine'>[]; few: number }) {
  const all = useSignal(false);
  const shown = all.value ? lines : lines.slice(0, few);
  return (
    <>
      <ul class="rows">
        {shown.map((line) => (
          <li key={line.id}>
            <button
              type="button"
              class="line"
              onClick={() => {
                opened.value = line.id;
              }}
            >
              <span class="grow">
                <strong>{line.patient_name ?? t().someone}</strong>
                <br />
                <span class="soft number">
                  {day(line.started_at)}, {clock(line.started_at)}
                </span>
              </span>
              <Pill tone={line.signed ? 'good' : 'lamp'}>{line.signed ? t().signed : t().unsigned}</Pill>
            </button>
          </li>
        ))}
      </ul>
      {lines.length > few && !all.value && (
        <Button kind="quiet" onClick={() => (all.value = true)}>
          {t().showAll(lines.length)}
        </Button>
      )}
    </>
  );
}
