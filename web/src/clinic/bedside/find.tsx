import { useSignal } from '@preact/signals';
import type { Shape } from '../../api/client';
import { b } from '../../i18n/bedside';
import { s } from '../../i18n/staff';
import { into } from '../../lib/signals';
import { clinicalAge } from '../../staff/age';
import { Avatar, Button, Empty, Field, Notice } from '../../ui';
import { api } from '../state';
import { choose, go, type Patient, placing, ring, trouble } from './state';

/** Whom it is about: by name and, where known, the birth year; or somebody new. */
export function Find() {
  const name = useSignal('');
  const year = useSignal('');
  const fault = useSignal<{ name?: string; year?: string }>({});
  const busy = useSignal(false);
  const found = useSignal<Shape<'CommuneFound'> | null>(null);
  const search = async (event: Event) => {
    event.preventDefault();
    fault.value = faultsOf(name.value, year.value);
    if (fault.value.name || fault.value.year || busy.value) return;
    busy.value = true;
    trouble.value = null;
    try {
      const body = { name: name.value, birth_year: year.value ? Number(year.value) : null };
      found.value = await api.post('/api/commune/patients/search', { body });
    } catch (error) {
      trouble.value = error;
    }
    busy.value = false;
  };
  return (
    <main class="page stack wide">
      <form class="stack" onSubmit={(event) => void search(event)} noValidate>
        <h1>{b().findTitle}</h1>
        <Field
          label={b().name}
          hint={b().nameHint}
          fault={fault.value.name}
          autocomplete="off"
          maxLength={80}
          value={name.value}
          onText={into(name)}
        />
        <Field
          label={b().year}
          fault={fault.value.year}
          inputMode="numeric"
          autocomplete="off"
          maxLength={4}
          value={year.value}
          onText={into(year)}
        />
        <Button kind="primary" type="submit" wide disabled={busy.value}>
          {busy.value ? b().finding : b().find}
        </Button>
      </form>
      <Found found={found.value} />
      <div class="stack">
        <Button icon="plus" wide onClick={() => go({ at: 'add', name: name.value, year: year.value })}>
          {b().addNew}
        </Button>
        <Button icon="phone" wide disabled={placing.value} onClick={() => void ring(null)}>
          {b().callUnknown}
        </Button>
      </div>
    </main>
  );
}

function faultsOf(name: string, year: string): { name?: string; year?: string } {
  return {
    name: name.replace(/\s/g, '').length < 2 ? b().nameShort : undefined,
    year: year && !/^(19|20)\d\d$/.test(year) ? b().yearWrong : undefined,
  };
}

function Found({ found }: { found: Shape<'CommuneFound'> | null }) {
  if (!found) return <Empty>{b().findEmpty}</Empty>;
  if (found.patients.length === 0) return <Notice>{b().foundNone}</Notice>;
  return (
    <section class="stack" aria-live="polite" aria-label={b().found(found.patients.length)}>
      <h2>{b().found(found.patients.length)}</h2>
      <People people={found.patients} />
      {found.more && <Notice tone="warn">{b().foundMore}</Notice>}
    </section>
  );
}

/** People to choose from: enough to tell them apart, no more. */
export function People({ people }: { people: Patient[] }) {
  return (
    <ul class="people">
      {people.map((one) => (
        <li key={one.id}>
          <button type="button" class="person-choice" onClick={() => void choose(one)}>
            <Avatar name={one.name} size="small" />
            <span class="grow">
              <strong>{one.name}</strong>
              <br />
              <span class="soft">
                {b().born(one.birth_year)} · {clinicalAge(one.age_months)} · {s().sex[one.sex]}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
