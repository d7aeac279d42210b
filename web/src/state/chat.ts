import { signal } from '@preact/signals';
import { type Api, Problem, type Shape } from '../api/client';

/** A message on the page: as stored, or still on its way (`pending`), or refused for good (`failed`). */
export type Message = Shape<'MessageView'> & { pending?: boolean; failed?: boolean };

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15_000;
/** Numbers are given out before they are committed: look back this far so that a late one is not missed. */
const LOOK_BACK = 50;

/** The chat of one call: ids are made here, so sending again until acknowledged stores each message once. */
export function createChat(api: Api, callId: string, part: Message['author']) {
  const messages = signal<Message[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = FIRST_PAUSE;
  let closed = false;
  let sending = false;

  const put = (one: Message) => {
    messages.value = merge(messages.value, [one]);
  };
  const nextUp = () => (closed ? undefined : messages.value.find((one) => one.pending));
  const deliver = async () => {
    clearTimeout(timer);
    if (sending || closed) return;
    sending = true;
    for (let one = nextUp(); one; one = nextUp()) {
      if (!(await post(one))) break;
    }
    sending = false;
  };
  /** False when the line failed and it is worth trying later. */
  const post = async (one: Message): Promise<boolean> => {
    try {
      put(await api.post('/api/calls/{id}/messages', { path: { id: callId }, body: { id: one.id, body: one.body } }));
      pause = FIRST_PAUSE;
      return true;
    } catch (error) {
      if (error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429) {
        put({ ...one, pending: false, failed: true });
        return true;
      }
      timer = setTimeout(() => void deliver(), pause);
      pause = Math.min(LONGEST_PAUSE, pause * 2);
      return false;
    }
  };

  return {
    messages,
    send(body: string): void {
      const text = body.trim().slice(0, 2000);
      if (!text) return;
      const sentAt = new Date().toISOString();
      const last = Math.max(0, ...messages.value.map((one) => one.number));
      const id = crypto.randomUUID();
      put({ id, number: last, author: part, author_name: '', mine: true, body: text, sent_at: sentAt, pending: true });
      void deliver();
    },
    /** Fetch what is new, and try again what is still on its way. */
    async refresh(): Promise<void> {
      const stored = messages.value.filter((one) => !one.pending && !one.failed).map((one) => one.number);
      const after = Math.max(0, Math.max(0, ...stored) - LOOK_BACK);
      const page = await api
        .get('/api/calls/{id}/messages', { path: { id: callId }, query: { after } })
        .catch(() => null);
      if (page) messages.value = merge(messages.value, page.messages);
      void deliver();
    },
    close(): void {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/** By id; stored ones in the server's order, those on their way after them in the order they were typed. */
export function merge(known: Message[], fresh: Message[]): Message[] {
  const byId = new Map(known.map((one) => [one.id, one]));
  for (const one of fresh) byId.set(one.id, one);
  const all = [...byId.values()];
  const stored = all.filter((one) => !one.pending && !one.failed).sort((a, b) => a.number - b.number);
  return [...stored, ...all.filter((one) => one.pending || one.failed)];
}
