import { computed, signal } from '@preact/signals';
import { Problem, type Shape } from '../../api/client';
import { api, session } from '../state';
import { type Ladder, whole } from './ladder';
import { described, differences, type Names } from './words';

type View = Shape<'LadderView'>;

/** The version that was opened, and the one that is being written over it. */
export const seen = signal<View | null>(null);
export const draft = signal<Ladder | null>(null);
export const choices = signal<Shape<'LadderChoices'> | null>(null);
export const neighbours = signal<Record<string, string[]>>({});
/** What somebody else saved meanwhile. */
export const theirs = signal<View | null>(null);
export const fault = signal<unknown>(null);
export const said = signal(false);
/** Fields that hold no time or no number. */
export const faulty = signal<ReadonlySet<string>>(new Set());

export const writes = computed(() => session.me.value?.roles.some(({ role }) => role === 'administrator') ?? false);
export const unsaved = computed(() => JSON.stringify(draft.value) !== JSON.stringify(seen.value?.ladder ?? null));
export const names: Names = (account) =>
  choices.value?.people.find(({ account_id: id }) => id === account)?.name ?? null;

/** What they changed against the version that was opened here. */
export const changes = computed(() => {
  if (!theirs.value || !seen.value) return { was: [], now: [] };
  return differences(described(whole(seen.value.ladder), names), described(whole(theirs.value.ladder), names));
});

export async function load(): Promise<void> {
  fault.value = null;
  try {
    const [ladder, offered, near] = await Promise.all([
      api.get('/api/ladder'),
      api.get('/api/ladder/choices'),
      api.get('/api/ladder/neighbours'),
    ]);
    choices.value = offered;
    neighbours.value = near.neighbours;
    open(ladder);
  } catch (error) {
    fault.value = error;
  }
}

/** Work on this version from now on. */
export function open(view: View): void {
  seen.value = view;
  draft.value = whole(view.ladder);
  theirs.value = null;
  faulty.value = new Set();
  rounds.value += 1;
}

/** Counts openings: fields that keep what is typed start anew with each. */
export const rounds = signal(0);

export function change(next: Ladder): void {
  draft.value = next;
  said.value = false;
}

/** Note whether a field holds nonsense. */
export function mark(field: string, wrong: boolean): void {
  if (faulty.value.has(field) === wrong) return;
  const now = new Set(faulty.value);
  if (wrong) now.add(field);
  else now.delete(field);
  faulty.value = now;
}

/** Save the draft over `version`; what somebody else saved meanwhile is shown, not lost. */
export async function save(version: number): Promise<void> {
  if (!draft.value) return;
  fault.value = null;
  try {
    open(await api.put('/api/ladder', { body: { version, ladder: draft.value } }));
    said.value = true;
  } catch (error) {
    if (error instanceof Problem && error.code === 'changed-meanwhile') theirs.value = await api.get('/api/ladder');
    else fault.value = error;
  }
}
