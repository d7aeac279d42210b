import { Problem } from '../api/client';
import type { Session } from '../state/session';

/**
 * A left message as an address that an audio or video element plays. The bytes are fetched with the page's token, so no
 * address with a secret in it exists anywhere. Revoke it when done.
 */
export async function fetchRecording(session: Session, id: string): Promise<string> {
  const token = await session.freshToken();
  let response: Response;
  try {
    response = await fetch(`/api/left-messages/${id}/recording`, {
      headers: { Authorization: `Bearer ${token}` },
      cache: 'no-store',
    });
    if (response.ok) return URL.createObjectURL(await response.blob());
  } catch {
    throw new Problem('offline', 0, 'The recording did not arrive whole.');
  }
  const told = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  throw new Problem(String(told.code ?? 'unavailable'), response.status, String(told.detail ?? ''));
}
