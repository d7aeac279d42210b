import { useSignal } from '@preact/signals';
import { t } from '../i18n/doctor';
import { Button, Choice, Notice } from '../ui';
import { disputed, type FieldName, type Note, type Texts } from './note';

type Keep = 'mine' | 'theirs' | 'both';

/** Two devices wrote into the same part: show both, let the doctor choose, lose nothing. */
export function NoteConflict({ note, newer }: { note: Note; newer: Texts }) {
  const parts = disputed(note.base.value, note.texts.value, newer);
  const chosen = useSignal<Partial<Record<FieldName, Keep>>>({});
  const keepOf = (name: FieldName): Keep => chosen.value[name] ?? 'both';
  const result = (name: FieldName) => {
    const mine = note.texts.value[name];
    const theirs = newer[name];
    return { mine, theirs, both: [theirs, mine].filter(Boolean).join('\n') }[keepOf(name)];
  };
  return (
    <Notice tone="warn" title={t().conflict}>
      <div class="stack">
        <p>{t().conflictMeans}</p>
        {parts.map((name) => (
          <section class="stack tight" key={name} aria-label={t().fields[name]}>
            <h3>{t().fields[name]}</h3>
            <div class="two-texts">
              <Text label={t().mine} text={note.texts.value[name]} />
              <Text label={t().theirs} text={newer[name]} />
            </div>
            <Choice
              label={t().fields[name]}
              hideLabel
              value={keepOf(name)}
              onChoose={(keep: Keep) => {
                chosen.value = { ...chosen.value, [name]: keep };
              }}
              options={[
                { value: 'both', label: t().keepBoth },
                { value: 'mine', label: t().keepMine },
                { value: 'theirs', label: t().keepTheirs },
              ]}
            />
          </section>
        ))}
        <Button
          kind="primary"
          onClick={() => note.settle(Object.fromEntries(parts.map((name) => [name, result(name)])))}
        >
          {t().useChoices}
        </Button>
      </div>
    </Notice>
  );
}

function Text({ label, text }: { label: string; text: string }) {
  return (
    <div class="one-text">
      <strong>{label}</strong>
      <p>{text || t().emptyText}</p>
    </div>
  );
}
