import { enterAs } from '../api/demo';
import { api, askFamily, askStatus, family, rejoin, ring, screen, session, status } from './state';

const LOOK_EVERY = 500;

/** Inside the side-by-side demo the caller's frame enters and rings by itself (`/demo/patient?auto`). */
export const inDemoFrame = (): boolean =>
  location.pathname.startsWith('/demo/') && new URLSearchParams(location.search).has('auto');

/** Chị Lan calls for her mother, as soon as a doctor is on duty. A reload goes back to its own call. */
export async function enterDemo(): Promise<void> {
  session.adopt(await enterAs('caller'));
  await askFamily();
  if (await rejoin(true)) return;
  await endEarlier();
  await somebodyOnDuty();
  const mother = family.value.find(({ relation }) => relation === 'child') ?? null;
  if (screen.value.at === 'first') await ring(mother, 'Chóng mặt, nhức đầu');
}

/** A call left over from an earlier showing. */
async function endEarlier(): Promise<void> {
  const { call } = await api.get('/api/calls/current');
  if (!call) return;
  await api.post('/api/calls/{id}/hang-up', { path: { id: call.id }, body: { no_longer_needed: true } });
}

async function somebodyOnDuty(): Promise<void> {
  await askStatus();
  while (!status.value?.on_duty) {
    await new Promise((wake) => setTimeout(wake, LOOK_EVERY));
    await askStatus();
  }
}
