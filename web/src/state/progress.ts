import type { Shape } from '../api/client';
import type { CallChanged, Seated } from '../rtc/protocol';

// How a call goes, as one page sees it. Pure: the states are those of telehealth/calls/states.py; what a page may have
// missed is mended by the next view. Nothing here touches the network.

export type View = Shape<'CallView'>;
/**
 * `loading`: nothing known yet. Then the server's own states, and for a doctor's page three more ends of a ring:
 * `taken` (somebody, or this doctor elsewhere, holds it) and `withdrawn` (it does not ring here any more).
 * For a caller's page `moved`: the call goes on in another tab of theirs.
 */
export type Phase = 'loading' | 'waiting' | 'ringing' | 'connected' | 'moved' | 'taken' | 'withdrawn' | 'ended';

export interface Who {
  audience: 'patient' | 'doctor';
  device: string;
  practitioner: string | null;
}

export interface Progress {
  phase: Phase;
  version: number;
  view: View | null;
  holder: { id: string; name: string } | null;
  /** The device that accepted; null when only the view spoke, which does not name it. */
  holderDevice: string | null;
}

export const beginning: Progress = { phase: 'loading', version: -1, view: null, holder: null, holderDevice: null };

export type News =
  | { kind: 'view'; view: View }
  | { kind: 'changed'; changed: CallChanged }
  /** The server no longer lets this page see the call. */
  | { kind: 'refused' }
  /** Another tab of the caller took the call over, or this one took it back. */
  | { kind: 'moved'; away: boolean };

/** The next state of affairs. News older than what is known changes nothing, in whatever order it arrives. */
export function next(before: Progress, news: News, who: Who): Progress {
  if (before.phase === 'ended' && news.kind !== 'view') return before;
  switch (news.kind) {
    case 'view':
      return fromView(before, news.view, who);
    case 'changed':
      return fromChange(before, news.changed, who);
    case 'refused':
      return { ...before, phase: who.audience === 'doctor' ? 'withdrawn' : 'ended' };
    case 'moved':
      return before.phase === 'loading' ? before : { ...before, phase: news.away ? 'moved' : stateOf(before) };
  }
}

function fromView(before: Progress, view: View, who: Who): Progress {
  if (view.version < before.version) return before;
  const holder = held(view.state) && view.holder ? { id: view.holder.id, name: view.holder.name } : null;
  const same = holder && holder.id === before.holder?.id;
  const holderDevice = view.holder_here ? who.device : same ? before.holderDevice : null;
  const after = { ...before, version: view.version, view, holder, holderDevice };
  return { ...after, phase: phaseOf(after, who) };
}

function fromChange(before: Progress, changed: CallChanged, who: Who): Progress {
  if (changed.version < before.version) return before;
  const view =
    before.view && before.view.state !== changed.state ? { ...before.view, state: changed.state } : before.view;
  const after = {
    ...before,
    version: changed.version,
    view,
    holder: changed.holder,
    holderDevice: changed.holder_device,
  };
  if (who.audience === 'doctor' && !held(changed.state) && changed.state !== 'ended' && before.phase !== 'loading') {
    // Only a fresh view can say that it rings here again; until then a page that lost the call stays silent.
    return { ...after, phase: before.phase === 'ringing' ? 'ringing' : 'withdrawn' };
  }
  return { ...after, phase: phaseOf(after, who, changed.state) };
}

/** A clinician is responsible; a caller on hold keeps their line, and the view says that they are. */
const held = (state: View['state']) => state === 'connected' || state === 'on_hold';

const stateOf = (progress: Progress): Phase => phaseIn(progress.view?.state) ?? 'loading';

const phaseIn = (state?: View['state']) => (state === 'on_hold' ? 'connected' : state);

function phaseOf(after: Progress, who: Who, state = after.view?.state ?? 'waiting'): Phase {
  if (state === 'ended') return 'ended';
  if (who.audience === 'patient') return after.phase === 'moved' ? 'moved' : (phaseIn(state) ?? 'loading');
  if (held(state)) return after.holderDevice === who.device ? 'connected' : 'taken';
  return after.view?.viewer === 'rung' && after.view.rings_until ? 'ringing' : 'withdrawn';
}

/** Whether the clinician who holds the call is this very doctor, on another device. */
export const takenByMe = (progress: Progress, who: Who): boolean =>
  progress.phase === 'taken' && progress.holder !== null && progress.holder.id === who.practitioner;

/** How many of a ringing doctor's pages are connected ahead of the answer. */
const WARM = 2;

/** A page on the other side, as the socket names it; `present` false means only that its socket is gone. */
export interface Page extends Seated {
  present: boolean;
}

/**
 * With which pages the caller keeps a connection. While it rings: at most two, so that an answer finds a warm line.
 * Once connected: the one page that answered, in its newest life. A socket that is gone closes nothing.
 */
export function wanted(progress: Progress, pages: Page[], linked: (peer: string) => boolean): string[] {
  const doctors = pages.filter((page) => page.part !== 'caller');
  if (progress.phase === 'waiting' || progress.phase === 'ringing') {
    const rank = (page: Page) => (page.present ? 0 : 2) + (linked(page.peer) ? 0 : 1);
    return [...doctors]
      .filter((page) => page.present || linked(page.peer))
      .sort((a, b) => rank(a) - rank(b))
      .slice(0, WARM)
      .map((page) => page.peer);
  }
  if (progress.phase !== 'connected') return [];
  const { holderDevice } = progress;
  const theirs = doctors.filter((page) => (holderDevice ? page.device === holderDevice : page.part === 'holder'));
  const newest = theirs.filter((page) => page.present).at(-1) ?? theirs.at(-1);
  return newest ? [newest.peer] : [];
}

/** The pages known after somebody came or went; a page that comes (again) is the newest. */
export function seen(pages: Page[], page: Page): Page[] {
  if (!page.present) return pages.map((one) => (one.peer === page.peer ? { ...one, present: false } : one));
  return [...pages.filter((one) => one.peer !== page.peer), page];
}

/** The pages after joining: those listed are present, the rest are not. */
export function rollCall(pages: Page[], listed: Seated[]): Page[] {
  const absent = pages.map((page) => ({ ...page, present: listed.some((one) => one.peer === page.peer) }));
  return listed.reduce((known, one) => seen(known, { ...one, present: true }), absent);
}
