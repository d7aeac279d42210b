import { useSignal } from '@preact/signals';
import { t } from '../i18n/doctor';
import { clock, day } from '../lib/format';
import { into } from '../lib/signals';
import { Button, Empty, Notice, Pill, TextField } from '../ui';
import { type Encounter, load } from './encounters';
import { FIELDS, type Note, type Texts } from './note';
import { answers, api, attempt } from './state';

/** The words of a note, to read. */
export function NoteWords({ texts }: { texts: Texts }) {
  return (
    <dl class="note-words">
      {FIELDS.filter((name) => texts[name].trim()).map((name) => (
        <div key={name} class={name}>
          <dt>{t().fields[name]}</dt>
          <dd>{texts[name]}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A signed note: to read, and to add to. */
export function SignedNote({ encounter, note }: { encounter: Encounter; note: Note }) {
  const { signed_by, signed_at } = note.base.value;
  return (
    <div class="stack">
      {signed_at && (
        <p>
          <Pill tone="good">{t().signed}</Pill>{' '}
          {t().signedBy(signed_by ?? '', `${clock(signed_at)}, ${day(signed_at)}`)}
        </p>
      )}
      <NoteWords texts={note.base.value} />
      <Addenda encounter={encounter} note={note} />
    </div>
  );
}

function Addenda({ encounter, note }: { encounter: Encounter; note: Note }) {
  const body = useSignal('');
  const forFamily = useSignal(false);
  const left = note.leftover.value;
  const takeOver = () => {
    if (!left) return;
    const lost = FIELDS.filter((name) => left[name] !== note.base.value[name]);
    body.value = [body.value, ...lost.map((name) => left[name])].filter(Boolean).join('\n');
    note.leftover.value = null;
  };
  const add = async (event: Event) => {
    event.preventDefault();
    if (!body.value.trim()) return;
    const said = { body: body.value.trim(), for_family: forFamily.value };
    const path = { id: encounter.id };
    const added = await attempt(() => api.post('/api/encounters/{id}/addenda', { path, body: said }));
    if (!added) return;
    body.value = '';
    await load(encounter.id);
  };
  return (
    <section class="stack" aria-label={t().addenda}>
      <h2>{t().addenda}</h2>
      {left && (
        <Notice tone="warn">
          <div class="stack tight">
            <p>{t().leftover}</p>
            <NoteWords texts={left} />
            <Button onClick={takeOver}>{t().toAddendum}</Button>
          </div>
        </Notice>
      )}
      {encounter.addenda.length === 0 && <Empty>{t().addendaEmpty}</Empty>}
      <ul class="rows">
        {encounter.addenda.map((one) => (
          <li key={one.at}>
            <p class="words">{one.body}</p>
            <p class="soft">
              {one.author_name}, <span class="number">{`${clock(one.at)}, ${day(one.at)}`}</span>{' '}
              {one.for_family && <Pill>{t().forFamily}</Pill>}
            </p>
          </li>
        ))}
      </ul>
      {answers.value && (
        <form class="stack" onSubmit={(event) => void add(event)}>
          <TextField label={t().addendum} value={body.value} onText={into(body)} maxLength={4000} />
          <label class="check">
            <input
              type="checkbox"
              checked={forFamily.value}
              onChange={(event) => (forFamily.value = event.currentTarget.checked)}
            />
            {t().addendumForFamily}
          </label>
          <Button type="submit" icon="plus" disabled={!body.value.trim()}>
            {t().addendumAdd}
          </Button>
        </form>
      )}
    </section>
  );
}
