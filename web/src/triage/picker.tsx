import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import type { Shape } from '../api/client';
import { q } from '../i18n/triage';
import { into } from '../lib/signals';
import { Button, Field } from '../ui';
import type { Triage } from './state';

type Found = Shape<'PlaceFound'>;
const PAUSE = 250;

/** A province, a commune found by a few letters, and how to find the house. Fetched when somebody wants to change it. */
export function Picker({ triage, place, close }: { triage: Triage; place: Shape<'PlaceView'>; close: () => void }) {
  const provinces = useSignal<Found[]>([]);
  const province = useSignal(place.province);
  const typed = useSignal('');
  const found = useSignal<Found[] | null>(null);
  const commune = useSignal<Found | null>(null);
  const note = useSignal(place.note);
  const { api } = triage;
  const id = useId();
  useEffect(() => {
    void api.get('/api/places').then(
      (answer) => (provinces.value = answer.places),
      () => undefined,
    );
  }, []);
  useSignalEffect(() => {
    const query = { province: province.value, q: typed.value };
    found.value = null;
    if (!typed.value.trim()) return;
    const timer = setTimeout(async () => {
      const answer = await api.get('/api/places', { query }).catch(() => null);
      if (answer && query.q === typed.value) found.value = answer.places;
    }, PAUSE);
    return () => clearTimeout(timer);
  });
  const save = async () => {
    const body = { province: province.value, commune: commune.value?.code ?? null, note: note.value };
    const fresh = await api.post('/api/calls/{id}/place', { path: { id: triage.callId }, body }).catch(() => null);
    if (!fresh) return;
    triage.take(fresh);
    close();
  };
  return (
    <>
      <div class="field">
        <label for={id}>{q().province}</label>
        <select
          id={id}
          class="input"
          value={province.value}
          onChange={(event) => {
            province.value = event.currentTarget.value;
            commune.value = null;
          }}
        >
          {provinces.value.map((one) => (
            <option key={one.code} value={one.code}>
              {one.name}
            </option>
          ))}
        </select>
      </div>
      <Field
        label={q().commune}
        hint={q().communeHint}
        autocomplete="off"
        maxLength={40}
        value={commune.value?.name ?? typed.value}
        onText={(text) => {
          commune.value = null;
          typed.value = text;
        }}
      />
      {!commune.value && found.value?.length === 0 && <p class="soft">{q().communeNone}</p>}
      {!commune.value && (
        <div class="chips">
          {found.value?.slice(0, 8).map((one) => (
            <button type="button" class="chip" key={one.code} onClick={() => (commune.value = one)}>
              {one.name}
            </button>
          ))}
        </div>
      )}
      <Field label={q().note} hint={q().noteHint} maxLength={140} value={note.value} onText={into(note)} />
      <Button kind="primary" wide onClick={() => void save()}>
        {q().savePlace}
      </Button>
    </>
  );
}
