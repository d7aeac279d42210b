import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Api, Shape } from '../api/client';
import { language } from '../i18n';
import { q } from '../i18n/triage';
import { setTo } from '../lib/signals';
import { Card as Box, Button, Notice, Waiting } from '../ui';
import { Card } from './card';
import { DangerScreen } from './danger';
import { asking } from './dial';
import { Place } from './place';
import { createTriage, type Triage } from './state';
import './triage.css';

/** What is asked while it rings: why, then one card after another. A danger sign comes before everything else. */
export function Questions({ api, view: call }: { api: Api; view: Shape<'CallView'> }) {
  const triage = useMemo(() => createTriage(api, call.id), [call.id]);
  const stopped = useSignal(false);
  /** The danger that was read and passed on from, by its signs. */
  const read = useSignal('');
  useEffect(() => triage.close, [triage]);
  useEffect(() => void triage.refresh(), [triage, call.patient?.id, call.dialled_115?.answered]);
  const { value: view } = triage.view;
  const { value: card } = triage.card;
  const danger = view?.danger ?? null;
  const signs = danger ? danger.signs.map(({ id }) => id).join() + danger.self_harm : '';
  useSignalEffect(() => {
    const busy = triage.complaint.value !== null && triage.card.value !== null && !stopped.value;
    asking.value = busy || triage.view.value?.danger != null;
  });
  useEffect(() => setTo(asking, false), []);
  if (!view) return null;
  if (danger && signs !== read.value) {
    return <DangerScreen triage={triage} danger={danger} goOn={() => (read.value = signs)} />;
  }
  const again = () => {
    read.value = '';
  };
  return (
    <div class="stack">
      {danger && <DangerBar danger={danger} open={again} />}
      {triage.complaint.value === null ? (
        <Complaints triage={triage} view={view} />
      ) : stopped.value ? (
        <Button icon="edit" wide onClick={() => (stopped.value = false)}>
          {q().goOn}
        </Button>
      ) : card ? (
        <>
          <Card triage={triage} card={card} />
          <Button kind="quiet" onClick={() => (stopped.value = true)}>
            {q().stopAsking}
          </Button>
        </>
      ) : triage.busy.value ? (
        <Waiting>{q().sending}</Waiting>
      ) : (
        <Notice tone="good">{q().done}</Notice>
      )}
      {triage.failing.value && <Notice tone="warn">{q().unsent}</Notice>}
      {!danger && triage.complaint.value !== null && !card && <Place triage={triage} />}
    </div>
  );
}

function Complaints({ triage, view }: { triage: Triage; view: Shape<'TriageView'> }) {
  if (view.complaints.length === 0) return null;
  return (
    <Box class="stack">
      <div class="stack tight">
        <h2>{q().whatTitle}</h2>
        <p class="soft">{q().whatHint}</p>
      </div>
      <div class="complaints">
        {view.complaints.map((one) => (
          <button type="button" class="chip" key={one.id} onClick={() => triage.choose(one.id)}>
            {one[language.value]}
          </button>
        ))}
      </div>
      <Button kind="quiet" onClick={() => triage.choose('skipped')}>
        {q().skip}
      </Button>
    </Box>
  );
}

/** Read and passed on: it stays in sight, and opens again. */
function DangerBar({ danger, open }: { danger: Shape<'DangerView'>; open: () => void }) {
  const words = danger.signs.map((one) => one.sign[language.value]).join(' · ');
  return (
    <div class="danger-bar stack tight">
      <strong>{words ? q().danger(words) : q().alone}</strong>
      <Button kind="danger" icon="phone" wide onClick={open}>
        {q().showDanger}
      </Button>
    </div>
  );
}
