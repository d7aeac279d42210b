import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Shape } from '../api/client';
import { common } from '../i18n/common';
import { t } from '../i18n/doctor';
import { s } from '../i18n/staff';
import { v } from '../i18n/vitals';
import { clock, day, stopwatch } from '../lib/format';
import { Head } from '../staff/head';
import { Vitals } from '../staff/vitals';
import type { View } from '../state/call';
import { Button, Card, Notice, Waiting } from '../ui';
import { Consent } from './consent';
import { News } from './desk';
import { load, open, type Encounter as Visit } from './encounters';
import { explain } from './explain';
import { NoteEditor } from './note-editor';
import { NoteWords, SignedNote } from './note-signed';
import { api, duty, opened, session } from './state';
import { Named, State, Who } from './who';

/** One encounter outside a call: the note stays open here until it is signed, and gains addenda afterwards. */
export function Encounter({ id }: { id: string }) {
  const fault = useSignal<unknown>(null);
  const top = useRef<HTMLHeadingElement>(null);
  const fetchIt = () =>
    load(id).catch((error) => {
      fault.value = error;
    });
  const here = open.value[id];
  // The page opens while the hang-up is still on its way; each word from duty is a reason to look whether it has arrived.
  useEffect(() => {
    if (!here?.encounter.ended_at) void fetchIt();
  }, [id, duty.value]);
  useEffect(() => top.current?.focus(), [Boolean(here)]);
  const leave = () => {
    void here?.note.save();
    opened.value = null;
  };
  return (
    <>
      <Head session={session} page={s().doctorPage} />
      <main class="encounter stack">
        <Button kind="quiet" icon="back" onClick={leave}>
          {t().toDesk}
        </Button>
        <News />
        {fault.value !== null && (
          <Notice tone="danger">
            {explain(fault.value)}
            <Button onClick={() => void fetchIt()}>{common().retry}</Button>
          </Notice>
        )}
        {!here && fault.value === null && <Waiting>{t().loading}</Waiting>}
        {here && (
          <>
            <h1 ref={top} tabIndex={-1}>
              {t().visitOf(here.encounter.patient?.name ?? t().someone)}
            </h1>
            <About encounter={here.encounter} />
            <div class="card">
              <Patient encounter={here.encounter} signed={here.note.status.value === 'signed'} reload={fetchIt} />
            </div>
            {here.encounter.vitals.length > 0 && (
              <Card class="stack tight" aria-label={v().title}>
                <h2>{v().title}</h2>
                <Vitals vitals={here.encounter.vitals} />
              </Card>
            )}
            <div class="card">
              <Words encounter={here.encounter} note={here.note} />
            </div>
          </>
        )}
      </main>
    </>
  );
}

function About({ encounter }: { encounter: Visit }) {
  const { started_at, ended_at, practitioner, facility_name, channel, licence } = encounter;
  const seconds = ended_at ? (Date.parse(ended_at) - Date.parse(started_at)) / 1000 : null;
  return (
    <p class="soft">
      <span class="number">{`${clock(started_at)}, ${day(started_at)}`}</span> · {t().channel[channel]}
      {seconds !== null && channel !== 'phone' && ` · ${t().lasted(stopwatch(seconds))}`}
      <br />
      {practitioner.title} {practitioner.name} · {licence} · {facility_name}
    </p>
  );
}

/** Who it is about: correctable through the call until the note is signed. */
function Patient({ encounter, signed, reload }: { encounter: Visit; signed: boolean; reload: () => Promise<void> }) {
  const view = useSignal<View | null>(null);
  const { call_id } = encounter;
  useEffect(() => {
    if (!call_id) return;
    api.get('/api/calls/{id}', { path: { id: call_id } }).then(
      (found) => {
        view.value = found.viewer === 'holder' ? found : null;
      },
      () => undefined,
    );
  }, [call_id]);
  const found = view.value;
  if (!call_id && !encounter.patient && !signed) return <Stranger id={encounter.id} reload={reload} />;
  if (!found) return encounter.patient ? <Named patient={encounter.patient} /> : <p>{t().someone}</p>;
  const take = (next: View) => {
    view.value = next;
    void reload();
  };
  return (
    <div class="stack">
      <Who view={found} onView={take} fixed={signed} />
      <Consent view={found} onView={take} live={false} />
    </div>
  );
}

/** Somebody reached by telephone whom nobody has named yet: asked and written down here. */
function Stranger({ id, reload }: { id: string; reload: () => Promise<void> }) {
  const busy = useSignal(false);
  const fault = useSignal<unknown>(null);
  const say = async ({ name, birth_year, sex }: Shape<'WhoIsThePatient'>) => {
    if (!name || !birth_year || !sex) return;
    busy.value = true;
    fault.value = null;
    try {
      await api.post('/api/encounters/{id}/patient', { path: { id }, body: { name, birth_year, sex } });
      await reload();
    } catch (error) {
      fault.value = error;
    }
    busy.value = false;
  };
  return (
    <section class="stack who" aria-label={t().who}>
      <h2>{t().who}</h2>
      <p class="soft">{t().whoUnknown}</p>
      {fault.value !== null && <Notice tone="danger">{explain(fault.value)}</Notice>}
      <State patient={null} busy={busy.value} say={say} />
    </section>
  );
}

function Words({ encounter, note }: { encounter: Visit; note: Parameters<typeof SignedNote>[0]['note'] }) {
  if (note.status.value === 'signed') return <SignedNote encounter={encounter} note={note} />;
  if (!encounter.may_write) return <NoteWords texts={note.base.value} />;
  return (
    <div class="stack">
      {encounter.ended_at && <p class="soft">{t().afterCall}</p>}
      <NoteEditor note={note} />
    </div>
  );
}
