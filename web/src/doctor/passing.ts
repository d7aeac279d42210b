import { effect, signal, untracked } from '@preact/signals';
import type { View } from '../state/call';
import { api, attempt, call, device, duty, follow, letGo, onlyKnocks, refreshDuty } from './state';

// Calls beside the one on this page: one a colleague hands over, an emergency that knocks, callers on hold.

/** The call a colleague asks this doctor to take over; null while none, or while this page is in a call. */
export const offered = signal<View | null>(null);
/** An emergency that rings while this doctor is in another call, or writes a note. */
export const knocking = signal<View | null>(null);
/** Callers left on hold, the latest first. */
export const onHold = signal<View[]>([]);

const look = (id: string): Promise<View | null> => api.get('/api/calls/{id}', { path: { id } }).catch(() => null);

/** The duty view names calls by id; what may be seen of them is fetched once each time the id changes. */
function followId(id: () => string | null, into: (view: View | null) => void): void {
  let known: string | null = null;
  effect(() => {
    const wanted = id();
    if (wanted === known) return;
    known = wanted;
    if (!wanted) return untracked(() => into(null));
    void look(wanted).then((view) => known === wanted && into(view));
  });
}

followId(
  () => duty.value?.offered_call ?? null,
  (view) => {
    offered.value = view;
  },
);
followId(
  () => duty.value?.knocking_call ?? null,
  (view) => {
    knocking.value = view;
  },
);

/** Looked at anew with every word from duty: they may be offered to a colleague, or refused by one. */
effect(() => {
  const asked = duty.value;
  const waiting = asked?.on_hold_calls ?? [];
  if (waiting.length === 0) return untracked(() => lookedAt([]));
  void Promise.all(waiting.map(look)).then((views) => {
    if (asked === duty.value) lookedAt(views.filter((one) => one !== null));
  });
});

function lookedAt(views: View[]): void {
  if (views.length > 0 || onHold.value.length > 0) onHold.value = views;
}

/** Whether the emergency is one to take beside a call or a note, not the one this page is in already. */
export const knocksHere = (): boolean =>
  knocking.value !== null && (knocking.value.id !== call.value?.callId || onlyKnocks());

/** Take the emergency: the present caller goes on hold by the same deed, and this page goes where the doctor is wanted. */
export async function takeKnock(view: View): Promise<void> {
  const taken = await attempt(() => api.post('/api/calls/{id}/accept', { path: { id: view.id }, body: { device } }));
  if (taken) moveTo(view.id);
  await refreshDuty();
}

export async function refuseKnock(view: View): Promise<void> {
  await attempt(() => api.post('/api/calls/{id}/decline', { path: { id: view.id }, body: { reason: '' } }));
  await refreshDuty();
}

/** Yes: the caller's page connects to this one. */
export async function takeOver(view: View): Promise<void> {
  const path = { id: view.id };
  const taken = await attempt(() => api.post('/api/calls/{id}/handover/accept', { path, body: { device } }));
  if (taken) moveTo(view.id);
  await refreshDuty();
}

export async function refuseOver(view: View): Promise<void> {
  await attempt(() => api.post('/api/calls/{id}/handover/decline', { path: { id: view.id } }));
  await refreshDuty();
}

/** Back to a caller on hold, on this device. */
export async function goBack(view: View): Promise<void> {
  const path = { id: view.id };
  const back = await attempt(() => api.post('/api/calls/{id}/resume', { path, body: { device } }));
  if (back) moveTo(view.id);
  await refreshDuty();
}

function moveTo(id: string): void {
  letGo();
  follow(id);
}
