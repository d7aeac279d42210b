import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Shape } from '../api/client';
import { explain } from '../i18n/common';
import { t } from '../i18n/words';
import { into } from '../lib/signals';
import { Button, Choice, Field, Notice } from '../ui';
import type { Patient } from './state';

export type Person = Pick<Shape<'NewPatient'>, 'name' | 'sex' | 'relation' | 'commune_name'> & { birth_year: number };
type Sex = Person['sex'];
type Relation = Person['relation'];
const RELATIONS: Relation[] = [
  'self',
  'child',
  'parent',
  'spouse',
  'grandchild',
  'sibling',
  'grandparent',
  'neighbour',
  'other',
];

interface Props {
  known?: Patient;
  submit: string;
  kind: 'call' | 'primary';
  onPerson: (person: Person) => Promise<void>;
  children?: ComponentChildren;
}

/** Who somebody is: relation, name, birth year, sex. The relation is fixed once the person is on the list. */
export function PersonForm({ known, submit, kind, onPerson, children }: Props) {
  const relation = useSignal<Relation>(known?.relation ?? 'child');
  const name = useSignal(known?.name ?? '');
  const year = useSignal(known ? String(known.birth_year) : '');
  const sex = useSignal<Sex>(known?.sex ?? 'female');
  const commune = useSignal(known?.commune_name ?? '');
  const faults = useSignal<{ name?: string; year?: string }>({});
  const refused = useSignal<unknown>(null);
  const busy = useSignal(false);

  const done = async (event: Event) => {
    event.preventDefault();
    faults.value = faultsOf(name.value, year.value);
    if (faults.value.name || faults.value.year || busy.value) return;
    busy.value = true;
    refused.value = null;
    try {
      await onPerson({
        name: name.value.trim(),
        birth_year: Number(year.value),
        sex: sex.value,
        relation: relation.value,
        commune_name: commune.value.trim(),
      });
    } catch (error) {
      refused.value = error;
    }
    busy.value = false;
  };
  return (
    <form class="stack wide" onSubmit={(event) => void done(event)} noValidate>
      {!known && (
        <Choice
          label={t().relationLabel}
          options={RELATIONS.map((value) => ({ value, label: t().relations[value] }))}
          value={relation.value}
          onChoose={into(relation)}
        />
      )}
      <Field
        label={t().nameLabel}
        name="name"
        autocomplete="off"
        autocapitalize="words"
        maxLength={80}
        value={name.value}
        onText={into(name)}
        fault={faults.value.name}
      />
      <Field
        label={t().birthYearLabel}
        name="birth-year"
        inputMode="numeric"
        maxLength={4}
        value={year.value}
        onText={(text) => {
          year.value = text.replace(/\D/g, '');
        }}
        fault={faults.value.year}
      />
      <Choice
        label={t().sexLabel}
        options={(['female', 'male', 'other'] as const).map((value) => ({ value, label: t().sexes[value] }))}
        value={sex.value}
        onChoose={into(sex)}
      />
      {known && (
        <Field label={t().communeLabel} name="commune" maxLength={80} value={commune.value} onText={into(commune)} />
      )}
      {refused.value !== null && <Notice tone="danger">{explain(refused.value)}</Notice>}
      <Button kind={kind} icon={kind === 'call' ? 'phone' : undefined} type="submit" wide disabled={busy.value}>
        {submit}
      </Button>
      {children}
    </form>
  );
}

function faultsOf(name: string, year: string): { name?: string; year?: string } {
  const thisYear = new Date().getFullYear();
  const number = Number(year);
  const yearFits = /^\d{4}$/.test(year) && number >= 1900 && number <= thisYear;
  return { name: name.trim() ? undefined : t().nameFault, year: yearFits ? undefined : t().birthYearFault };
}
