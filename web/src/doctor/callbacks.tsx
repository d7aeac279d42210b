import { useSignal } from '@preact/signals';
import type { Shape } from '../api/client';
import { t } from '../i18n/doctor';
import { p } from '../i18n/passing';
import { clock, day } from '../lib/format';
import { Part } from '../staff/part';
import { Phone } from '../staff/phone';
import { Button, Empty, Icon, Pill } from '../ui';
import { Due } from './due';
import { Colleagues } from './handover';
import { LeftMessages } from './left-messages';
import { answers, api, attempt, device, duty, follow, opened, refreshDuty, refreshLoops, session } from './state';

type Line = Shape<'CallbackView'>;

/** Promises to ring somebody, open until someone dealt with them. */
export function Callbacks() {
  const lines = duty.value?.callbacks ?? [];
  return (
    <Part title={t().callbacks} count={lines.length}>
      {lines.length === 0 && <Empty>{t().callbacksEmpty}</Empty>}
      <ul class="rows">
        {lines.map((line) => (
          <li class="stack tight" key={line.id}>
            <Words line={line} />
            <Due line={line} />
            <LeftMessages callback={line.id} />
            <Deeds line={line} />
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Words({ line }: { line: Line }) {
  const name = line.patient_name || line.name;
  return (
    <div>
      <strong>{name || <Phone number={line.phone} />}</strong>{' '}
      {!line.phone_verified && <Pill tone="danger">{t().unverified}</Pill>}
      <br />
      <span class="soft">
        {t().source[line.source]} · <span class="number">{`${clock(line.created_at)}, ${day(line.created_at)}`}</span>
      </span>
      {line.reason && <p>{line.reason}</p>}
    </div>
  );
}

function Deeds({ line }: { line: Line }) {
  const mine = line.claimed_by !== null && line.claimed_by.id === session.me.value?.practitioner?.id;
  const path = { id: line.id };
  const told = useSignal(false);
  const claim = () => attempt(() => api.post('/api/callbacks/{id}/claim', { path })).then(refreshDuty);
  const telephoned = (reached: boolean) =>
    attempt(async () => {
      const { encounter_id } = await api.post('/api/callbacks/{id}/telephone', { path, body: { reached } });
      if (encounter_id) opened.value = encounter_id;
      await Promise.all([refreshDuty(), refreshLoops()]);
    });
  const tell = () =>
    attempt(async () => {
      told.value = (await api.post('/api/callbacks/{id}/dialling', { path, keepalive: true })).told;
    });
  const ring = () =>
    attempt(async () => follow((await api.post('/api/callbacks/{id}/call', { path, body: { device } })).call_id));
  const me = session.me.value?.practitioner?.id;
  if (!mine && line.offered_to && line.offered_to.id === me) {
    const decline = () => attempt(() => api.post('/api/callbacks/{id}/decline', { path })).then(refreshDuty);
    return (
      <div class="row">
        <strong>{p().promiseFrom(line.claimed_by?.name ?? '')}</strong>
        <Button kind="primary" icon="check" onClick={() => void claim()}>
          {p().takeOver}
        </Button>
        <Button onClick={() => void decline()}>{p().refuse}</Button>
      </div>
    );
  }
  if (!mine) {
    return (
      <div class="row">
        {line.claimed_by && <span class="soft">{t().claimedBy(line.claimed_by.name)}</span>}
        <Button icon="callback" onClick={() => void claim()}>
          {t().claim}
        </Button>
      </div>
    );
  }
  return (
    <div class="stack tight">
      <div class="row">
        <a class="button primary" href={`tel:${line.phone}`} onClick={() => void tell()}>
          <Icon name="phone" />
          <span>
            {t().telephone} <Phone number={line.phone} />
          </span>
        </a>
        {line.can_ring && answers.value && (
          <Button kind="accept" icon="camera" onClick={() => void ring()}>
            {t().ringByVideo}
          </Button>
        )}
      </div>
      <p class="soft">{t().ownNumberShows}</p>
      {told.value && <p role="status">{t().familyTold}</p>}
      <p class="soft">{t().telephoned}</p>
      <div class="row">
        <Button icon="check" onClick={() => void telephoned(true)}>
          {t().reached}
        </Button>
        <Button icon="close" onClick={() => void telephoned(false)}>
          {t().notReached}
        </Button>
      </div>
      <HandPromiseOver line={line} />
    </div>
  );
}

/** A colleague takes over what one has claimed, once they say yes. */
function HandPromiseOver({ line }: { line: Line }) {
  const choosing = useSignal(false);
  const offer = (practitioner_id: string | null) => {
    choosing.value = false;
    const path = { id: line.id };
    void attempt(() => api.post('/api/callbacks/{id}/offer', { path, body: { practitioner_id } })).then(refreshDuty);
  };
  if (line.offered_to) {
    return (
      <div class="row">
        <span class="soft">{p().promiseOffered(line.offered_to.name)}</span>
        <Button onClick={() => offer(null)}>{p().takeBack}</Button>
      </div>
    );
  }
  return (
    <>
      <Button icon="people" onClick={() => (choosing.value = true)}>
        {p().handOverPromise}
      </Button>
      <Colleagues
        open={choosing.value}
        title={p().promiseTo}
        close={() => (choosing.value = false)}
        choose={(to) => offer(to)}
      />
    </>
  );
}
