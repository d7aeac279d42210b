import { signal } from '@preact/signals';
import { newKey, Problem, type Shape } from '../../api/client';
import { api, session } from '../state';

export type Person = Shape<'CommunePatient'>;
export type Patient = Shape<'PatientView'>;

export type Screen =
  | { at: 'find' }
  | { at: 'add'; name: string; year: string }
  | { at: 'person'; person: Person }
  | { at: 'call'; id: string }
  | { at: 'after'; id: string };

export const EMERGENCY = '115';

/** Where the health worker is: finding somebody, looking at one person, in a call, after it. */
export const screen = signal<Screen>({ at: 'find' });
export const placing = signal(false);
export const trouble = signal<unknown>(null);
/** The call that was stopped with a call-back asked for, which the server has taken. */
export const callbackAsked = signal<string | null>(null);

export function go(next: Screen): void {
  trouble.value = null;
  screen.value = next;
  scrollTo(0, 0);
}

/** Open one identity (the server writes down who looked). */
export async function choose(patient: Patient): Promise<void> {
  try {
    const person = await api.get('/api/commune/patients/{id}', { path: { id: patient.id } });
    go({ at: 'person', person });
  } catch (error) {
    trouble.value = error;
  }
}

let intent: { for: string; key: string } | null = null;

/** Ring a doctor for this person, or for somebody not named yet. The same tap sent twice is the same call. */
export async function ring(patient: Patient | null): Promise<void> {
  if (placing.value) return;
  placing.value = true;
  trouble.value = null;
  const whom = patient?.id ?? 'unknown';
  if (intent?.for !== whom) intent = { for: whom, key: newKey() };
  try {
    const body = { patient_id: patient?.id ?? null, relation: 'health_worker' as const };
    const call = await api.post('/api/calls', { body, key: intent.key });
    intent = null;
    go({ at: 'call', id: call.id });
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'offline')) intent = null;
    trouble.value = error;
  } finally {
    placing.value = false;
  }
}

/** After a reload, or from another page: the call goes on here. One that a doctor opened waits for an answer first. */
export async function rejoin(): Promise<Shape<'CallView'> | null> {
  if (session.state.value !== 'in' || screen.value.at === 'call') return null;
  const { call } = await api.get('/api/calls/current').catch(() => ({ call: null }));
  if (!call || call.state === 'ended') return null;
  if (call.state === 'connected' && call.caller_lost) return call;
  go({ at: 'call', id: call.id });
  return null;
}
