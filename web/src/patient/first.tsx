import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { explain } from '../i18n/common';
import { t } from '../i18n/words';
import { address, age } from '../lib/format';
import { Avatar, Button, Choice, Icon, Lamp, Notice, Waiting } from '../ui';
import {
  askStatus,
  callTapped,
  chosen,
  family,
  go,
  numbers,
  placing,
  session,
  status,
  statusAsked,
  trouble,
} from './state';

const STATUS_EVERY = 20_000;

/** "Ai cần bác sĩ?": the family, one green button, and the truth under it. */
export function First() {
  useEffect(() => {
    void askStatus();
    const timer = setInterval(() => document.hidden || void askStatus(), STATUS_EVERY);
    return () => clearInterval(timer);
  }, []);
  const known = family.value.length > 0;
  return (
    <main class="page first stack wide">
      <div class="hero">
        <Lamp lit={(status.value?.on_duty ?? 0) > 0} size={104} />
        <h1 class="title">{known ? t().whoNeeds : t().needDoctor}</h1>
        {!known && session.state.value !== 'starting' && <p class="soft">{t().needDoctorHint}</p>}
      </div>
      {session.state.value === 'starting' && <Waiting>{t().oneMoment}</Waiting>}
      {known && <FamilyChips />}
      <CallButton />
      {trouble.value !== null && <Notice tone="danger">{explain(trouble.value)}</Notice>}
      <Truth />
      <nav class="quiet-row">
        <Button icon="book" onClick={openRecords}>
          {t().healthBook}
        </Button>
        <Button icon="callback" onClick={() => go({ at: 'callback' })}>
          {t().askCallback}
        </Button>
        {session.me.value?.account_id && (
          <Button icon="people" onClick={() => go({ at: 'family' })}>
            {t().familyButton}
          </Button>
        )}
      </nav>
    </main>
  );
}

function openRecords() {
  go(session.me.value?.scope === 'full' ? { at: 'records' } : { at: 'sign-in', goal: 'records' });
}

function FamilyChips() {
  const value = chosen.value === 'other' ? 'other' : (chosen.value?.id ?? null);
  const options = family.value.map((patient) => ({
    value: patient.id,
    label: (
      <>
        <Avatar name={patient.name} size="small" />
        <span>
          {address(patient)}
          <br />
          <span class="soft">{age(patient.age_months)}</span>
        </span>
      </>
    ),
  }));
  options.push({
    value: 'other',
    label: (
      <>
        <Icon name="person" />
        <span>{t().someoneElse}</span>
      </>
    ),
  });
  return (
    <Choice
      label={t().whoNeeds}
      hideLabel
      options={options}
      value={value}
      onChoose={(id) => {
        chosen.value = id === 'other' ? 'other' : (family.value.find((patient) => patient.id === id) ?? null);
      }}
    />
  );
}

/** Nobody chosen: say so once, then ring all the same. Asking never stands between a family and a doctor. */
function CallButton() {
  const reminded = useSignal(false);
  const tap = () => {
    const unsaid = family.value.length > 0 && chosen.value === null;
    if (unsaid && !reminded.value) {
      reminded.value = true;
      return;
    }
    void callTapped();
  };
  return (
    <div class="stack">
      <Button kind="call" icon="phone" disabled={placing.value} onClick={tap}>
        {placing.value ? (session.state.value === 'starting' ? t().justAMoment : t().calling) : t().callDoctor}
      </Button>
      {reminded.value && chosen.value === null && <Notice tone="warn">{t().chooseFirst}</Notice>}
    </div>
  );
}

/** How many doctors, how long the wait, or whom to call instead. Never a promise. */
function Truth() {
  const now = status.value;
  if (!now && session.state.value === 'offline') return <Offline />;
  if (!now) return <p class="truth soft">{statusAsked.value ? t().statusUnknown : t().asking}</p>;
  if (now.on_duty === 0) return <NobodyNow />;
  const parts = [t().onDuty(now.on_duty)];
  if (now.waiting > 0) parts.push(t().waitingNow(now.waiting));
  if (now.wait_range) parts.push(t().usualWait(waitRange(now.wait_range)));
  return (
    <p class="truth">
      <span class="lit-dot" aria-hidden="true" />
      {parts.join(' · ')}
    </p>
  );
}

function waitRange([low, high]: readonly [number, number] | number[]): string {
  const [from, to] = [Math.round((low ?? 0) / 60), Math.round((high ?? 0) / 60)];
  return to < 1 ? t().underMinute : t().minutes(Math.max(1, from), to);
}

function Offline() {
  return (
    <Notice tone="warn" title={t().offlineTitle}>
      {t().offlineHint(numbers.value.emergency)}
    </Notice>
  );
}

function NobodyNow() {
  const { emergency, stationName, stationPhone } = numbers.value;
  return (
    <Notice tone="warn" title={t().nobodyNow}>
      {t().nobodyCall(emergency, stationName)} <a href={`tel:${stationPhone}`}>{stationPhone}</a>
    </Notice>
  );
}
