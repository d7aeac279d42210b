import { useSignal } from '@preact/signals';
import type { Shape } from '../api/client';
import { t } from '../i18n/clinic';
import { explain } from '../i18n/common';
import { q } from '../i18n/queue';
import { clock } from '../lib/format';
import { Button, Notice, Pill } from '../ui';
import { Priority } from './priority';
import { api, refresh } from './state';

type Due = Shape<'OwedCall'>;

/** Families who wait to be called back: by when, and who answers for it. No name, no number. */
export function Owed({ owed, now }: { owed: Due[]; now: number }) {
  return (
    <ul class="rows">
      {owed.map((one) => (
        <Row key={one.id} one={one} now={now} />
      ))}
    </ul>
  );
}

function Row({ one, now }: { one: Due; now: number }) {
  const late = one.due_at !== null && Date.parse(one.due_at) < now;
  return (
    <li class="stack tight">
      <div class="row">
        <span class="number line-time">{clock(one.created_at)}</span>
        <span class="grow">
          <strong>{one.patient_label || t().someone}</strong>
          <br />
          <span class="soft">{[q().source[one.source], tries(one)].filter(Boolean).join(' · ')}</span>
        </span>
        <Priority level={one.priority} />
        {one.due_at && (
          <Pill tone={late ? 'danger' : ''}>{late ? q().overdue(clock(one.due_at)) : q().due(clock(one.due_at))}</Pill>
        )}
      </div>
      <p class="soft">{answering(one)}</p>
      {one.mine && one.state === 'open' && !one.acknowledged_at && <SeeTo one={one} />}
    </li>
  );
}

const tries = (one: Due) => (one.attempts ? q().attempts(one.attempts) : '');

function answering(one: Due): string {
  if (one.claimed_by) return q().claimed(one.claimed_by.name);
  const parts = [one.owner_name ? q().owner(one.owner_name) : q().nobodyOwns];
  if (one.acknowledged_at) {
    parts.push(q().acknowledged(one.acknowledged_by || one.owner_name, clock(one.acknowledged_at)));
  } else {
    parts.push(q().notAcknowledged);
    if (one.deputy_name && one.deputy_at) parts.push(q().deputy(one.deputy_name, clock(one.deputy_at)));
  }
  return parts.join(' · ');
}

function SeeTo({ one }: { one: Due }) {
  const fault = useSignal<unknown>(null);
  const busy = useSignal(false);
  const acknowledge = async () => {
    busy.value = true;
    fault.value = null;
    try {
      await api.post('/api/callbacks/{id}/acknowledge', { path: { id: one.id } });
      refresh();
    } catch (error) {
      fault.value = error;
    }
    busy.value = false;
  };
  return (
    <>
      {fault.value !== null && <Notice tone="danger">{explain(fault.value)}</Notice>}
      <Button kind="primary" icon="check" disabled={busy.value} onClick={() => void acknowledge()}>
        {q().seeTo} <span class="unseen">{one.patient_label}</span>
      </Button>
    </>
  );
}
