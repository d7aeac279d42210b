import { batch, computed, signal } from '@preact/signals';
import { type Api, Problem, type Shape } from '../api/client';

// One note being written: kept at the server a moment after each change, in this tab until the server has it. A newer
// note from another device is never overwritten, and never overwrites what was typed here.

export const FIELDS = ['subjective', 'objective', 'assessment', 'plan', 'advice'] as const;
export type FieldName = (typeof FIELDS)[number];
export type Texts = Record<FieldName, string>;
type NoteView = Shape<'NoteView'>;
/** `retrying`: the line failed, trying again. `conflict`: somebody has to choose. */
export type Status = 'saved' | 'unsaved' | 'saving' | 'retrying' | 'conflict' | 'signed';

const REST = 800;
const FIRST_PAUSE = 1500;
const LONGEST_PAUSE = 15_000;

export const textsOf = (note: Texts): Texts => {
  const { subjective, objective, assessment, plan, advice } = note;
  return { subjective, objective, assessment, plan, advice };
};
export const sameTexts = (a: Texts, b: Texts): boolean => FIELDS.every((name) => a[name] === b[name]);

/** Fields in which a newer note disagrees with what was typed here on top of `base`. */
export const disputed = (base: Texts, mine: Texts, newer: Texts): FieldName[] =>
  FIELDS.filter((name) => mine[name] !== newer[name] && mine[name] !== base[name] && newer[name] !== base[name]);

/** What both sides changed without touching each other's fields. */
export function merged(base: Texts, mine: Texts, newer: Texts): Texts {
  const pick = (name: FieldName) => (mine[name] !== base[name] ? mine[name] : newer[name]);
  return Object.fromEntries(FIELDS.map((name) => [name, pick(name)])) as Texts;
}

/** Words the server does not have yet, and what they were written on top of. */
export interface Kept {
  version: number;
  base: Texts;
  texts: Texts;
}
/** A place for them that outlives a reload of this tab. */
export interface Keep {
  read(): Kept | null;
  write(kept: Kept | null): void;
}

export function createNote(api: Pick<Api, 'put' | 'post'>, id: string, first: NoteView, keep: Keep) {
  const kept = keep.read();
  const base = signal<NoteView>(kept ? { ...first, ...kept.base, version: kept.version } : first);
  const texts = signal<Texts>(kept ? kept.texts : textsOf(first));
  const status = signal<Status>('saved');
  const newer = signal<NoteView | null>(null);
  /** Typed here, not saved when the note was signed elsewhere. */
  const leftover = signal<Texts | null>(null);
  const path = { id };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = FIRST_PAUSE;
  let saving: Promise<void> | null = null;

  const clean = () => sameTexts(texts.value, textsOf(base.value));
  const later = (after: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), after);
  };
  const accept = (note: NoteView) => {
    batch(() => {
      base.value = note;
      pause = FIRST_PAUSE;
      if (clean()) {
        status.value = 'saved';
        keep.write(null);
      } else {
        status.value = 'unsaved';
        later(REST);
      }
    });
  };
  const sealed = (note: NoteView) => {
    clearTimeout(timer);
    batch(() => {
      if (!sameTexts(texts.value, textsOf(note))) leftover.value = texts.value;
      base.value = note;
      texts.value = textsOf(note);
      status.value = 'signed';
    });
    if (!leftover.value) keep.write(null);
  };
  /** The other device wrote meanwhile: put together what does not collide, ask about what does. */
  const overtaken = (note: NoteView) => {
    if (disputed(base.value, texts.value, note).length) {
      newer.value = note;
      status.value = 'conflict';
      return;
    }
    batch(() => {
      texts.value = merged(base.value, texts.value, note);
      accept(note);
    });
  };
  const failed = (error: unknown) => {
    const note = error instanceof Problem ? (error.extra.note as NoteView | undefined) : undefined;
    if (error instanceof Problem && error.code === 'signed' && note) return sealed(note);
    if (error instanceof Problem && error.code === 'newer-note' && note) return overtaken(note);
    status.value = 'retrying';
    later(pause);
    pause = Math.min(LONGEST_PAUSE, pause * 2);
  };
  const put = async (keepalive: boolean) => {
    status.value = 'saving';
    try {
      const body = { version: base.value.version, ...texts.value };
      accept(await api.put('/api/encounters/{id}/note', { path, body, keepalive }));
    } catch (error) {
      failed(error);
    }
  };
  const save = async (keepalive = false): Promise<void> => {
    clearTimeout(timer);
    if (status.value === 'conflict' || status.value === 'signed') return;
    await saving;
    if (clean() || newer.value) return;
    saving = put(keepalive).finally(() => {
      saving = null;
    });
    await saving;
  };
  if (first.signed_at) sealed(first);
  else if (first.version > base.value.version) overtaken(first);
  else accept(first);

  return {
    id,
    base,
    texts,
    status,
    newer,
    leftover,
    empty: computed(() => FIELDS.every((name) => !texts.value[name].trim())),
    edit(name: FieldName, text: string): void {
      if (status.value === 'signed') return;
      texts.value = { ...texts.value, [name]: text };
      keep.write({ version: base.value.version, base: textsOf(base.value), texts: texts.value });
      if (status.value === 'conflict') return;
      if (status.value !== 'saving') status.value = 'unsaved';
      later(REST);
    },
    save,
    /** The note as the server has it now, fetched again: news is taken in, words typed here are kept. */
    learn(note: NoteView): void {
      if (note.signed_at && status.value !== 'signed') sealed(note);
      else if (note.version > base.value.version && status.value !== 'conflict') overtaken(note);
    },
    /** What was chosen for the disputed fields; the rest is put together. */
    settle(chosen: Partial<Texts>): void {
      const note = newer.value;
      if (!note) return;
      batch(() => {
        texts.value = { ...merged(base.value, texts.value, note), ...chosen };
        newer.value = null;
        status.value = 'unsaved';
        accept(note);
      });
      void save();
    },
    /** Save what is on the screen, then sign exactly that. Throws what the server refuses. */
    async sign(): Promise<void> {
      await save();
      if (!clean()) return;
      try {
        const { version } = base.value;
        sealed(await api.post('/api/encounters/{id}/sign', { path, body: { version } }));
      } catch (error) {
        const note = error instanceof Problem ? (error.extra.note as NoteView | undefined) : undefined;
        if (!note) throw error;
        failed(error);
      }
    },
    close(): void {
      void save(true);
    },
  };
}
export type Note = ReturnType<typeof createNote>;
