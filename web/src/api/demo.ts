import type { Shape } from './client';

/** The demo's own two routes. They are no part of the published API, so their types stand here. */
export interface InboxMessage {
  phone: string;
  text: string;
  at: string;
}
export type DemoPerson = 'caller' | 'doctor' | 'doctor2' | 'manager' | 'worker';

/** What the demo's telephones have received, newest first. Empty when it cannot be asked. */
export async function demoInbox(): Promise<InboxMessage[]> {
  const response = await fetch('/api/demo/inbox', { cache: 'no-store' }).catch(() => null);
  return response?.ok ? ((await response.json()) as { messages: InboxMessage[] }).messages : [];
}

/** Enter as one of the demo's people: sets that audience's cookie, and answers with a session. */
export async function enterAs(person: DemoPerson): Promise<Shape<'SignedIn'>> {
  const response = await fetch('/api/demo/enter', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ as: person }),
    cache: 'no-store',
  });
  if (!response.ok) throw new Error(`demo/enter answered ${response.status}`);
  return (await response.json()) as Shape<'SignedIn'>;
}
