import { createPeer, type Peer, type Tracks } from './peer';
import { createPost, type Reached } from './post';
import type { Incoming, Negotiation } from './protocol';
import { NOTHING, type Sample } from './stats';
import { isSilent, look, type Watch, watchFrom } from './watch';

/** One way to one page on the other side. A new generation replaces the PeerConnection, never the link's identity. */
export interface Link {
  to: string;
  generation: number;
  peer: Peer;
  watch: Watch;
  sample: Sample;
  /** The other page is not at the socket: mending has to wait until it is. */
  unreachable: boolean;
}

export interface LinksSetup {
  /** The caller offers first and gives way in a collision; the doctor answers. */
  caller: boolean;
  iceServers(): RTCIceServer[];
  send(to: string, generation: number, message: Negotiation): Promise<Reached>;
  changed(): void;
}

/** All PeerConnections of one call. */
export function createLinks(setup: LinksSetup) {
  const links = new Map<string, Link>();
  const generations = new Map<string, number>();
  /** Candidates that overtook their offer. */
  const early = new Map<string, Negotiation[]>();
  let main: string | null = null;
  let tracks: Tracks = { audio: null, video: null };

  const open = (to: string, generation: number, offering: boolean): Link => {
    links.get(to)?.peer.close();
    generations.set(to, generation);
    const current = () => links.get(to) === link;
    const send = createPost(
      (message) => setup.send(to, generation, message),
      (reached) => {
        if (current()) link.unreachable = !reached;
      },
      current,
    );
    const peer = createPeer({
      polite: setup.caller,
      offering,
      iceServers: setup.iceServers(),
      send,
      changed: setup.changed,
    });
    const link: Link = { to, generation, peer, watch: watchFrom(Date.now()), sample: NOTHING, unreachable: false };
    links.set(to, link);
    if (main === to) peer.attach(tracks);
    for (const message of early.get(`${to} ${generation}`) ?? []) peer.receive(message);
    early.delete(`${to} ${generation}`);
    setup.changed();
    return link;
  };
  const shut = (to: string) => {
    links.get(to)?.peer.close();
    links.delete(to);
    if (main === to) main = null;
    setup.changed();
  };
  const renew = (link: Link) => open(link.to, link.generation + 1, true);
  const mend = (link: Link) => {
    if (link.unreachable) return;
    const now = Date.now();
    link.watch = { ...watchFrom(now), everHeard: link.watch.everHeard, restarts: 1, restartedAt: now };
    if (link.peer.unsettled() || link.peer.state() === 'failed') renew(link);
    else link.peer.restartIce(setup.iceServers());
  };

  const receive = ({ from, generation, description, candidates }: Incoming['signal']) => {
    const message: Negotiation | null = description ? { description } : candidates ? { candidates } : null;
    const link = links.get(from);
    const known = generations.get(from) ?? 0;
    if (!message || generation < known) return;
    if (link && generation === known) {
      const both = description?.type === 'offer' && link.peer.offering && !link.peer.agreed();
      if (both && setup.caller) open(from, generation, false).peer.receive(message);
      else link.peer.receive(message);
    } else if (generation > known && description?.type === 'offer') {
      open(from, generation, false).peer.receive(message);
      if (!setup.caller) only(from);
    } else if (generation > known) {
      const key = `${from} ${generation}`;
      early.set(key, [...(early.get(key) ?? []), message].slice(-50));
    }
  };
  /** The doctor talks to one page of the caller: the one that offered last. */
  const only = (to: string) => {
    for (const other of [...links.keys()]) if (other !== to) shut(other);
  };

  return {
    receive,
    has: (to: string) => links.has(to),
    /** Have links to these pages and no others; new ones are offered. */
    want(wanted: string[]) {
      for (const to of [...links.keys()]) if (!wanted.includes(to)) shut(to);
      for (const to of wanted) if (!links.has(to)) open(to, (generations.get(to) ?? 0) + 1, true);
    },
    /** The page we talk with: it alone gets our tracks. Null: nobody does. */
    talkTo(to: string | null, now: Tracks) {
      const before = main ? links.get(main) : undefined;
      if (before && main !== to) before.peer.attach({ audio: null, video: null });
      main = to;
      tracks = now;
      if (to) links.get(to)?.peer.attach(now);
    },
    main: (): Link | null => (main ? (links.get(main) ?? null) : null),
    first: (): string | null => links.keys().next().value ?? null,
    /** The other page is (back) at the socket. What was lost meanwhile is negotiated anew; a line that works is left alone. */
    reachable(to: string) {
      const link = links.get(to);
      if (!link) return;
      link.unreachable = false;
      const lost = isSilent(link.watch, Date.now(), true) || link.peer.state() === 'failed';
      if (lost || (link.peer.unsettled() && link.peer.offering)) mend(link);
    },
    /** The network is another one now. */
    moved() {
      links.forEach(mend);
    },
    /** Once a second: see what arrived and mend what fell silent, as far as the other side can be told. */
    async tick(now: number, mediaExpected: boolean, canSignal: boolean): Promise<void> {
      for (const link of [...links.values()]) {
        const seen = await link.peer.look().catch(() => null);
        if (!seen || links.get(link.to) !== link) continue;
        link.sample = seen;
        const verdict = look(link.watch, now, seen.heard, mediaExpected && link.to === main);
        const cannot = link.unreachable || !canSignal;
        if (!cannot || verdict.remedy === 'none') link.watch = verdict.watch;
        if (cannot || verdict.remedy === 'none') continue;
        if (verdict.remedy === 'renew' || link.peer.unsettled()) renew(link);
        else link.peer.restartIce(setup.iceServers());
      }
    },
    silent: (link: Link, now: number, mediaExpected: boolean) => isSilent(link.watch, now, mediaExpected),
    closeAll() {
      for (const to of [...links.keys()]) shut(to);
    },
  };
}
export type Links = ReturnType<typeof createLinks>;
