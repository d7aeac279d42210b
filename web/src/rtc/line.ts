import { signal } from '@preact/signals';
import { ladder as bottom, climb, type Ladder, type Rung } from './ladder';
import { createLinks, type LinksSetup } from './links';
import type { OwnMedia } from './own';
import type { Switch } from './protocol';
import { fresh, judge, type Network, type Quality, word } from './quality';
import { NOTHING, type Sample } from './stats';

/** What the other side says it sends. */
export type Theirs = { microphone: Switch; camera: Switch };
export const LISTENING: Theirs = { microphone: 'on', camera: 'on' };

export interface LineSetup extends Omit<LinksSetup, 'iceServers'> {
  own: OwnMedia;
  /** Fresh ICE servers and how many seconds they are good for. */
  fetchIce(): Promise<{ iceServers: RTCIceServer[]; ttl: number }>;
  canSignal(): boolean;
}

const LOOK = 1000;
const ICE_SHARE = 0.6;
const ICE_PATIENCE = 3000;

/** The media of one call: its connections, how they are, what they cost. */
export function createLine(setup: LineSetup) {
  const network = signal<Network>('connecting');
  const bytesUsed = signal(0);
  const remoteStream = signal<MediaStream | null>(null);
  const theirs = signal<Theirs>(LISTENING);
  let ice: RTCIceServer[] = [];
  let iceUntil = 0;
  let quality: Quality = fresh;
  let steps: Ladder = bottom;
  let rung = '';
  let everConnected = false;
  let timer: ReturnType<typeof setInterval> | undefined;
  const links = createLinks({
    ...setup,
    iceServers: () => ice,
    changed: () => {
      show();
      setup.changed();
    },
  });

  const show = () => {
    const main = links.main();
    remoteStream.value = main?.peer.stream ?? null;
    network.value = judgement();
  };
  const mediaExpected = () => theirs.value.microphone === 'on' || theirs.value.camera === 'on';
  const judgement = (): Network => {
    const main = links.main();
    const now = Date.now();
    const alive = main?.peer.state() === 'connected';
    everConnected ||= alive;
    const broken = everConnected ? 'reconnecting' : 'connecting';
    if (!main || !alive || links.silent(main, now, mediaExpected())) return broken;
    return word(quality, now, steps.paused && setup.own.camera.value === 'on');
  };
  const account = (from: Sample, to: Sample) => {
    const grown = to.bytes - from.bytes;
    bytesUsed.value += grown >= 0 ? grown : to.bytes;
  };
  /** Fewer bits for the picture when the line is thin, none when it is very thin. */
  const adapt = (to: Sample, now: number) => {
    const next = climb(steps, to.estimate, now);
    steps = next.ladder;
    const name = JSON.stringify(next.rung);
    if (name === rung) return;
    rung = name;
    links.main()?.peer.picture(next.rung as Rung);
  };
  const look = async () => {
    const now = Date.now();
    if (now > iceUntil) void refreshIce();
    const before = links.main();
    const from = before?.sample ?? NOTHING;
    await links.tick(now, mediaExpected(), setup.canSignal());
    const main = links.main();
    if (main && main === before) {
      account(from, main.sample);
      quality = judge(quality, from, main.sample, now, theirs.value.camera === 'on');
      adapt(main.sample, now);
    } else {
      rung = '';
      quality = { ...quality, frameAt: null };
    }
    show();
  };
  const refreshIce = async () => {
    iceUntil = Date.now() + 30_000;
    const fetched = await within(setup.fetchIce(), ICE_PATIENCE).catch(() => null);
    if (!fetched) return;
    ice = fetched.iceServers;
    iceUntil = Date.now() + fetched.ttl * 1000 * ICE_SHARE;
  };

  return {
    network,
    bytesUsed,
    remoteStream,
    theirs,
    links,
    refreshIce,
    start(): void {
      timer ??= setInterval(() => void look(), LOOK);
    },
    talkTo(page: string | null): void {
      const before = links.main()?.to;
      links.talkTo(page, setup.own.tracks());
      if (page && page !== before) theirs.value = LISTENING;
      show();
    },
    async moved(): Promise<void> {
      await refreshIce();
      links.moved();
    },
    stop(): void {
      clearInterval(timer);
      timer = undefined;
      everConnected = false;
      links.closeAll();
    },
  };
}

function within<T>(work: Promise<T>, patience: number): Promise<T> {
  return Promise.race([work, new Promise<T>((_, reject) => setTimeout(reject, patience))]);
}
