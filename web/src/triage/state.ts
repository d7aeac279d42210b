import { computed, signal } from '@preact/signals';
import { type Api, Problem, type Shape } from '../api/client';

export type View = Shape<'TriageView'>;
export type Card = Shape<'CardView'>;

const AGAIN = 2000;
/** Answers that sending again would not change: the call has ended, or the card is gone. */
const REFUSED = [400, 403, 404, 409];

/**
 * The questions of one call. A card is answered at once and the next shown; the answer travels meanwhile, and again until
 * the server has it. Cards come a few ahead, so a thin network is not waited for between two.
 */
export function createTriage(api: Api, callId: string) {
  const path = { id: callId };
  const view = signal<View | null>(null);
  /** Answers the server does not have yet. */
  const unsent = signal<Record<string, string>>({});
  const failing = signal(false);
  /** Cards answered on this page, the latest last: the way back. */
  const passed = signal<Card[]>([]);
  /** A card shown once more, to correct it. */
  const again = signal<Card | null>(null);
  let sending = false;
  let over = false;

  const take = (fresh: View) => {
    view.value = fresh;
    failing.value = false;
  };
  const failed = (error: unknown) => {
    if (error instanceof Problem && REFUSED.includes(error.status)) {
      unsent.value = {};
      return false;
    }
    failing.value = true;
    return true;
  };
  const send = async (): Promise<void> => {
    if (sending || over) return;
    sending = true;
    while (!over && Object.keys(unsent.value).length > 0) {
      const now = unsent.value;
      const { complaint, ...rest } = now;
      const answers = Object.entries(rest).map(([question, answer]) => ({ question, answer }));
      try {
        take(await api.post('/api/calls/{id}/triage', { path, body: { complaint: complaint ?? null, answers } }));
        unsent.value = Object.fromEntries(Object.entries(unsent.value).filter(([id, said]) => now[id] !== said));
      } catch (error) {
        if (!failed(error)) break;
        await new Promise((resolve) => setTimeout(resolve, AGAIN));
      }
    }
    sending = false;
  };
  const say = (id: string, answer: string) => {
    unsent.value = { ...unsent.value, [id]: answer };
    void send();
  };

  return {
    api,
    callId,
    view,
    failing,
    busy: computed(() => Object.keys(unsent.value).length > 0),
    passed,
    complaint: computed(() => unsent.value.complaint ?? view.value?.complaint ?? null),
    /** The card to show; null when none is known yet, or all are answered. */
    card: computed(() => again.value ?? view.value?.cards.find(({ id }) => !(id in unsent.value)) ?? null),
    choose: (complaint: string) => say('complaint', complaint),
    answer(card: Card, answer: string): void {
      again.value = null;
      passed.value = [...passed.value.filter(({ id }) => id !== card.id), card];
      say(card.id, answer);
    },
    correct: (card: Card) => {
      again.value = card;
    },
    back(): void {
      const before = again.value ? passed.value.findIndex(({ id }) => id === again.value?.id) : passed.value.length;
      again.value = passed.value[before - 1] ?? again.value;
    },
    take,
    async refresh(): Promise<void> {
      await api.get('/api/calls/{id}/triage', { path }).then(take, failed);
    },
    close(): void {
      over = true;
    },
  };
}
export type Triage = ReturnType<typeof createTriage>;
