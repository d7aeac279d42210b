import { useSignal } from '@preact/signals';
import type { Shape } from '../api/client';
import { common } from '../i18n/common';
import { t } from '../i18n/doctor';
import { s } from '../i18n/staff';
import { into } from '../lib/signals';
import { clinicalAge } from '../staff/age';
import type { View } from '../state/call';
import { Button, Choice, Field, Notice, Pill } from '../ui';
import { explain } from './explain';
import { api } from './state';

type Patient = Shape<'PatientView'>;
type Said = Shape<'WhoIsThePatient'>;

/** Who the patient is: asked aloud, confirmed or corrected, until the note is signed. */
export function Who({ view, onView, fixed }: { view: View; onView: (view: View) => void; fixed?: boolean }) {
  const changing = useSignal(false);
  const fault = useSignal<unknown>(null);
  const busy = useSignal(false);
  const { patient } = view;
  const say = async (body: Said) => {
    busy.value = true;
    fault.value = null;
    try {
      onView(await api.post('/api/calls/{id}/patient', { path: { id: view.id }, body }));
      changing.value = false;
    } catch (error) {
      fault.value = error;
    }
    busy.value = false;
  };
  const open = !fixed && (changing.value || !patient);
  return (
    <section class="stack who" aria-label={t().who}>
      <div class="row apart">
        <h2>{t().who}</h2>
        {view.patient_confirmed && <Pill tone="good">{t().whoConfirmed}</Pill>}
      </div>
      {patient ? <Named patient={patient} /> : <p class="soft">{t().whoUnknown}</p>}
      {fault.value !== null && <Notice tone="danger">{explain(fault.value)}</Notice>}
      {!open && !fixed && patient && (
        <>
          {!view.patient_confirmed && <p class="soft">{t().whoAsk}</p>}
          <div class="row">
            {!view.patient_confirmed && (
              <Button
                kind="primary"
                icon="check"
                disabled={busy.value}
                onClick={() => void say({ patient_id: patient.id })}
              >
                {t().whoConfirm}
              </Button>
            )}
            <Button
              kind={view.patient_confirmed ? 'quiet' : 'plain'}
              icon="edit"
              onClick={() => (changing.value = true)}
            >
              {t().whoChange}
            </Button>
          </div>
        </>
      )}
      {open && (
        <Change
          patient={patient}
          family={(view.family ?? []).filter((one) => one.id !== patient?.id)}
          busy={busy.value}
          say={say}
          cancel={patient ? () => (changing.value = false) : null}
        />
      )}
    </section>
  );
}

export function Named({ patient }: { patient: Patient }) {
  return (
    <p class="named">
      <strong>{patient.name}</strong>
      <br />
      {s().sex[patient.sex]} · {clinicalAge(patient.age_months)} ({t().born(patient.birth_year)})
      {patient.commune_name && ` · ${patient.commune_name}`}
    </p>
  );
}

export interface ChangeProps {
  patient: Patient | null;
  family: Patient[];
  busy: boolean;
  say: (body: Said) => Promise<void>;
  cancel: (() => void) | null;
}

function Change({ patient, family, busy, say, cancel }: ChangeProps) {
  return (
    <div class="stack change">
      {family.length > 0 && (
        <div class="stack tight">
          <h3>{t().whoFamily}</h3>
          <div class="chips">
            {family.map((one) => (
              <button
                type="button"
                class="chip"
                key={one.id}
                disabled={busy}
                onClick={() => void say({ patient_id: one.id })}
              >
                {one.name}, {clinicalAge(one.age_months)}
              </button>
            ))}
          </div>
        </div>
      )}
      <State patient={patient} busy={busy} say={say} />
      {cancel && (
        <Button kind="quiet" onClick={cancel}>
          {common().cancel}
        </Button>
      )}
    </div>
  );
}

/** The person in words: corrects the present patient, or writes down a new one. */
export function State({ patient, busy, say }: Pick<ChangeProps, 'patient' | 'busy' | 'say'>) {
  const name = useSignal(patient?.name ?? '');
  const year = useSignal(patient ? String(patient.birth_year) : '');
  const sex = useSignal<Patient['sex']>(patient?.sex ?? 'unknown');
  const fresh = useSignal(false);
  const nameFault = useSignal<string | null>(null);
  const yearFault = useSignal<string | null>(null);
  const submit = (event: Event) => {
    event.preventDefault();
    nameFault.value = name.value.trim() ? null : t().nameMissing;
    yearFault.value = /^(19|20)\d\d$/.test(year.value.trim()) ? null : t().birthYearWrong;
    if (nameFault.value || yearFault.value) return;
    const person = { name: name.value.trim(), birth_year: Number(year.value), sex: sex.value };
    void say({ ...person, new_person: fresh.value });
  };
  const startFresh = (on: boolean) => {
    fresh.value = on;
    name.value = on ? '' : (patient?.name ?? '');
    year.value = on || !patient ? '' : String(patient.birth_year);
  };
  return (
    <form class="stack" onSubmit={submit}>
      {patient && <h3>{t().whoCorrect}</h3>}
      {patient && (
        <label class="check">
          <input type="checkbox" checked={fresh.value} onChange={(event) => startFresh(event.currentTarget.checked)} />
          {t().whoNew}
        </label>
      )}
      <Field
        label={t().name}
        value={name.value}
        onText={into(name)}
        fault={nameFault.value}
        maxLength={80}
        autocomplete="off"
      />
      <Field
        label={t().birthYear}
        value={year.value}
        onText={into(year)}
        fault={yearFault.value}
        inputMode="numeric"
        maxLength={4}
        autocomplete="off"
      />
      <Choice
        label={t().sexLabel}
        value={sex.value}
        onChoose={into(sex)}
        options={(['female', 'male', 'other', 'unknown'] as const).map((value) => ({ value, label: s().sex[value] }))}
      />
      <Button type="submit" kind="primary" icon="check" disabled={busy}>
        {t().whoConfirm}
      </Button>
    </form>
  );
}
