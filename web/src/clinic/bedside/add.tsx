import { useSignal } from '@preact/signals';
import { newKey } from '../../api/client';
import { b } from '../../i18n/bedside';
import { s } from '../../i18n/staff';
import { into } from '../../lib/signals';
import { Button, Choice, Field } from '../../ui';
import { api, session } from '../state';
import { People } from './find';
import { go, type Patient, trouble } from './state';

type Sex = Patient['sex'];

/** Somebody of the commune without a record. Who is almost the same is shown before anybody is added. */
export function Add({ name: typed, year: typedYear }: { name: string; year: string }) {
  const name = useSignal(typed);
  const year = useSignal(typedYear);
  const sex = useSignal<Sex>('female');
  const phone = useSignal('');
  const station = useSignal<string | null>(null);
  const fault = useSignal<{ name?: string; year?: string }>({});
  const alike = useSignal<Patient[]>([]);
  const busy = useSignal(false);
  const stations = (session.me.value?.roles ?? []).filter(({ role }) => role === 'health_worker');

  const save = async (newPerson: boolean) => {
    const wrongYear = !/^(19|20)\d\d$/.test(year.value);
    fault.value = { name: name.value.trim() ? undefined : b().nameShort, year: wrongYear ? b().yearWrong : undefined };
    if (fault.value.name || fault.value.year || busy.value) return;
    busy.value = true;
    trouble.value = null;
    try {
      const body = {
        name: name.value,
        birth_year: Number(year.value),
        sex: sex.value,
        family_phone: phone.value.trim() || null,
        facility_id: station.value ?? stations[0]?.facility_id ?? null,
        new_person: newPerson,
      };
      const done = await api.post('/api/commune/patients', { body, key: newKey() });
      if (done.added) go({ at: 'person', person: done.added });
      alike.value = done.alike;
    } catch (error) {
      trouble.value = error;
    }
    busy.value = false;
  };
  if (alike.value.length > 0) {
    return (
      <main class="page stack wide">
        <h1>{b().alikeTitle}</h1>
        <p class="soft">{b().alikeHint}</p>
        <People people={alike.value} />
        <Button icon="plus" wide disabled={busy.value} onClick={() => void save(true)}>
          {b().notThese}
        </Button>
      </main>
    );
  }
  return (
    <main class="page stack wide">
      <h1>{b().addTitle}</h1>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save(false);
        }}
      >
        <Field label={b().nameFull} fault={fault.value.name} maxLength={80} value={name.value} onText={into(name)} />
        <Field
          label={b().birthYear}
          fault={fault.value.year}
          inputMode="numeric"
          maxLength={4}
          value={year.value}
          onText={into(year)}
        />
        <Choice
          label={b().sex}
          options={(['female', 'male', 'unknown'] as const).map((value) => ({ value, label: s().sex[value] }))}
          value={sex.value}
          onChoose={into(sex)}
        />
        <Field
          label={b().familyPhone}
          hint={b().familyPhoneHint}
          type="tel"
          maxLength={24}
          value={phone.value}
          onText={into(phone)}
        />
        {stations.length > 1 && (
          <Choice
            label={b().station}
            options={stations.map((one) => ({ value: one.facility_id, label: one.facility_name }))}
            value={station.value ?? stations[0]?.facility_id ?? null}
            onChoose={into(station)}
          />
        )}
        <Button kind="primary" type="submit" wide disabled={busy.value}>
          {b().add}
        </Button>
      </form>
      <Button kind="quiet" icon="back" wide onClick={() => go({ at: 'find' })}>
        {b().backToFind}
      </Button>
    </main>
  );
}
