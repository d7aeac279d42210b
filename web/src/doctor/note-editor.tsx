import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { common } from '../i18n/common';
import { t } from '../i18n/doctor';
import { clock } from '../lib/format';
import { Button, Dialog, Notice } from '../ui';
import { explain } from './explain';
import { useKeys } from './keys';
import { FIELDS, type FieldName, type Note } from './note';
import { NoteConflict } from './note-conflict';
import { refreshLoops } from './state';

/** The note: four parts for colleagues and one for the family, kept as they are typed, closed by signing. */
export function NoteEditor({ note }: { note: Note }) {
  const signing = useSignal(false);
  const form = useRef<HTMLDivElement>(null);
  const to = (index: number) => () => form.current?.querySelectorAll('textarea')[index]?.focus();
  useKeys(Object.fromEntries(FIELDS.map((_, index) => [String(index + 1), to(index)])));
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      signing.value = true;
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  return (
    <div class="stack note" ref={form}>
      {FIELDS.map((name) => (
        <Section key={name} name={name} note={note} />
      ))}
      {note.newer.value && <NoteConflict note={note} newer={note.newer.value} />}
      <div class="note-end">
        <SaveWords note={note} />
        <Button kind="primary" icon="check" onClick={() => (signing.value = true)}>
          {t().sign}
        </Button>
      </div>
      <SignDialog note={note} open={signing.value} close={() => (signing.value = false)} />
    </div>
  );
}

/** To the words for the family, the part most often written while talking. */
export function toAdvice(): void {
  const area = document.querySelector<HTMLElement>('.section.advice textarea');
  area?.scrollIntoView({ block: 'center' });
  area?.focus({ preventScroll: true });
}

function Section({ name, note }: { name: FieldName; note: Note }) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const text = note.texts.value[name];
  useEffect(() => grow(area.current), [text]);
  const hint = name === 'advice' ? t().adviceHint : null;
  return (
    <div class={`field section ${name}`}>
      <label for={id}>{t().fields[name]}</label>
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      <textarea
        id={id}
        ref={area}
        class="input"
        rows={name === 'advice' ? 4 : 2}
        maxLength={8000}
        value={text}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => note.edit(name, event.currentTarget.value)}
        onBlur={() => void note.save()}
      />
    </div>
  );
}

/** A box as tall as its words. */
function grow(area: HTMLTextAreaElement | null): void {
  if (!area) return;
  area.style.height = 'auto';
  area.style.height = `${area.scrollHeight + 4}px`;
}

function SaveWords({ note }: { note: Note }) {
  const words = {
    saved: t().saved(clock(note.base.value.updated_at)),
    unsaved: t().unsaved,
    saving: t().saving,
    retrying: t().retrying,
    conflict: t().conflict,
    signed: '',
  };
  return (
    <p class={`save-words ${note.status.value}`} role="status">
      {words[note.status.value]}
    </p>
  );
}

function SignDialog({ note, open, close }: { note: Note; open: boolean; close: () => void }) {
  const fault = useSignal<unknown>(null);
  const busy = useSignal(false);
  const sign = async () => {
    busy.value = true;
    fault.value = null;
    try {
      await note.sign();
      close();
      void refreshLoops();
    } catch (error) {
      fault.value = error;
    }
    busy.value = false;
  };
  const empty = note.empty.value;
  return (
    <Dialog open={open} title={t().signSure} onClose={close}>
      {empty ? <Notice tone="warn">{t().signEmpty}</Notice> : <p>{t().signMeans}</p>}
      {!empty && !note.texts.value.advice.trim() && <Notice tone="warn">{t().signNoAdvice}</Notice>}
      {fault.value !== null && <Notice tone="danger">{explain(fault.value)}</Notice>}
      <Button kind="primary" wide icon="check" disabled={empty || busy.value} onClick={() => void sign()}>
        {t().sign}
      </Button>
      <Button wide onClick={close}>
        {common().cancel}
      </Button>
    </Dialog>
  );
}
