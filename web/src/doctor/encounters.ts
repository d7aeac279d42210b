import { signal } from '@preact/signals';
import type { Shape } from '../api/client';
import { createNote, type Keep, type Kept, type Note } from './note';
import { api, session } from './state';

export type Encounter = Shape<'EncounterView'>;

/** An encounter that is open here, with its note. It stays while the call ends around it. */
export interface Open {
  encounter: Encounter;
  note: Note;
}

export const open = signal<Record<string, Open>>({});

/** Fetch an encounter; the note being written is kept as it is. */
export async function load(id: string): Promise<void> {
  const encounter = await api.get('/api/encounters/{id}', { path: { id } });
  const known = open.value[id]?.note;
  known?.learn(encounter.note);
  const note = known ?? createNote(api, id, encounter.note, keepIn(id));
  open.value = { ...open.value, [id]: { encounter, note } };
}

/** Words the server does not have yet stay in this tab only, and go when it has them. */
function keepIn(id: string): Keep {
  const key = `note.${id}`;
  return {
    read() {
      try {
        return JSON.parse(sessionStorage.getItem(key) ?? 'null') as Kept | null;
      } catch {
        return null;
      }
    },
    write(kept) {
      try {
        if (kept) sessionStorage.setItem(key, JSON.stringify(kept));
        else sessionStorage.removeItem(key);
      } catch {
        // Storage refused: the words live as long as the page.
      }
    },
  };
}

/** Leaving the page: what is not saved yet is sent on the way out. */
addEventListener('pagehide', () => {
  for (const { note } of Object.values(open.value)) note.close();
});

/** Signed out: nothing clinical stays in this tab. */
session.state.subscribe((state) => {
  if (state !== 'out') return;
  open.value = {};
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith('note.')) sessionStorage.removeItem(key);
  } catch {
    // Storage refused: nothing was kept.
  }
});
