import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createLinks } from './links';
import type { Peer, PeerSetup } from './peer';
import { NOTHING } from './stats';

interface Fake extends Peer {
  setup: PeerSetup;
  got: unknown[];
  open: boolean;
  settled: boolean;
  restarts: number;
  heard: number;
}
const made: Fake[] = [];

vi.mock('./peer', () => ({
  createPeer: (setup: PeerSetup): Fake => {
    const fake = {
      setup,
      offering: setup.offering,
      stream: null as unknown as MediaStream,
      got: [] as unknown[],
      open: true,
      settled: false,
      restarts: 0,
      heard: 0,
      agreed: () => fake.settled,
      unsettled: () => !fake.settled,
      state: (): RTCPeerConnectionState => 'connected',
      receive: (message: unknown) => void fake.got.push(message),
      attach: vi.fn(),
      picture: () => undefined,
      restartIce: () => {
        fake.restarts += 1;
      },
      look: async () => ({ ...NOTHING, heard: fake.heard }),
      close: () => {
        fake.open = false;
      },
    };
    made.push(fake);
    return fake;
  },
}));

const links = (caller: boolean) =>
  createLinks({ caller, iceServers: () => [], send: async () => 'sent', changed: () => undefined });
const offer = (from: string, generation: number) => ({
  call: 'c',
  from,
  generation,
  description: { type: 'offer' as const, sdp: 'v=0' },
});
const candidates = (from: string, generation: number) => ({ call: 'c', from, generation, candidates: [null] });
const living = () => made.filter((one) => one.open);

beforeEach(() => {
  made.length = 0;
});

describe('the connections of one call', () => {
  it('the caller offers, one connection a page, and closes what is no longer wanted', () => {
    const mine = links(true);
    mine.want(['peer-phone', 'peer-laptop']);
    mine.want(['peer-laptop']);
    expect(made.map((one) => [one.offering, one.setup.polite, one.open])).toEqual([
      [true, true, false],
      [true, true, true],
    ]);
  });
  it('the doctor answers whoever offers, and talks to the page that offered last', () => {
    const mine = links(false);
    mine.receive(offer('peer-lan-1', 1));
    mine.receive(offer('peer-lan-2', 1));
    expect(living().map((one) => [one.offering, one.setup.polite])).toEqual([[false, false]]);
    expect(mine.first()).toBe('peer-lan-2');
  });
  it('ignores messages of an older generation', () => {
    const mine = links(false);
    mine.receive(offer('peer-lan', 2));
    mine.receive(offer('peer-lan', 1));
    mine.receive(candidates('peer-lan', 1));
    expect(made).toHaveLength(1);
    expect(made[0]?.got).toHaveLength(1);
  });
  it('hands candidates that overtook their offer to the connection it makes', () => {
    const mine = links(false);
    mine.receive(candidates('peer-lan', 1));
    mine.receive(offer('peer-lan', 1));
    expect(made[0]?.got).toEqual([{ candidates: [null] }, expect.objectContaining({ description: expect.anything() })]);
  });
  it('when both start anew at once, the caller gives way and the doctor does not', () => {
    const caller = links(true);
    caller.want(['peer-doctor']);
    caller.receive(offer('peer-doctor', 1));
    expect(living().map((one) => one.offering)).toEqual([false]);
    const again = made.length;
    const doctor = links(false);
    doctor.receive(offer('peer-lan', 1));
    doctor.receive(offer('peer-lan', 1));
    expect(made.length - again).toBe(1);
  });
  it('only the page we talk to gets our tracks', () => {
    const mine = links(true);
    mine.want(['peer-phone', 'peer-laptop']);
    const tracks = { audio: 'tiếng' as unknown as MediaStreamTrack, video: null };
    mine.talkTo('peer-laptop', tracks);
    expect(made[0]?.attach).not.toHaveBeenCalled();
    expect(made[1]?.attach).toHaveBeenLastCalledWith(tracks);
    mine.talkTo(null, tracks);
    expect(made[1]?.attach).toHaveBeenLastCalledWith({ audio: null, video: null });
  });
  it('never mends a connection while signalling is down, and mends it when the other is reachable', async () => {
    vi.useFakeTimers({ now: 0 });
    const mine = links(true);
    mine.want(['peer-doctor']);
    const first = made[0] as Fake;
    first.settled = true;
    first.heard = 5;
    await mine.tick(0, true, true);
    mine.talkTo('peer-doctor', { audio: null, video: null });
    vi.setSystemTime(30_000);
    await mine.tick(30_000, true, false);
    expect([first.open, first.restarts, made.length]).toEqual([true, 0, 1]);
    mine.reachable('peer-doctor');
    expect([first.open, first.restarts, made.length]).toEqual([true, 1, 1]);
    vi.useRealTimers();
  });
  it('leaves a working connection alone when a socket merely came back', () => {
    const mine = links(true);
    mine.want(['peer-doctor']);
    (made[0] as Fake).settled = true;
    mine.reachable('peer-doctor');
    expect([made.length, made[0]?.restarts]).toEqual([1, 0]);
  });
  it('an unanswered offer is made anew, one generation on', () => {
    const mine = links(true);
    mine.want(['peer-doctor']);
    mine.reachable('peer-doctor');
    expect(living()).toHaveLength(1);
    expect(made).toHaveLength(2);
    mine.talkTo('peer-doctor', { audio: null, video: null });
    expect(mine.main()?.generation).toBe(2);
  });
});
