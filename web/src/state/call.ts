import { batch, computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import { type Api, Problem } from '../api/client';
import { keepAwake } from '../rtc/awake';
import { createLine } from '../rtc/line';
import { createOwnMedia } from '../rtc/own';
import type { Incoming, Negotiation } from '../rtc/protocol';
import { type Socket, watchNetwork } from '../rtc/socket';
import { createChat } from './chat';
import {
  beginning,
  type News,
  next,
  type Page,
  type Phase,
  type Progress,
  rollCall,
  seen,
  takenByMe,
  type View,
  type Who,
  wanted,
} from './progress';

export type { Phase, View } from './progress';

export interface CallSetup {
  audience: Who['audience'];
  callId: string;
  /** This tab, kept over reloads: state/tab.ts. */
  device: string;
  socket: Socket;
  /** The doctor's own id, to tell "taken" from "taken by me elsewhere". */
  practitioner?: string | null;
  /** Ask for the camera too; yes unless false. */
  video?: boolean;
  /** Demo only: draw and hum what is missing, with these words under the picture. */
  pretendAs?: string | null;
}

const AT_THE_CALL: Phase[] = ['waiting', 'ringing', 'connected'];
const AGAIN = 1000;
const HANG_UP_TRIES = 6;

/** One call as this page lives it. Make one per call, `start` it, `dispose` it. */
export function createCall(api: Api, setup: CallSetup) {
  const { audience, callId, device, socket } = setup;
  const who: Who = { audience, device, practitioner: setup.practitioner ?? null };
  const caller = audience === 'patient';
  const peer = crypto.randomUUID();
  const path = { id: callId };

  const progress = signal<Progress>(beginning);
  const error = signal<Problem | null>(null);
  const joined = signal(false);
  let pages: Page[] = [];
  let started = false;
  let leaving = false;
  let disposed = false;
  const undo: (() => void)[] = [];
  const phase: ReadonlySignal<Phase> = computed(() => progress.value.phase);
  const atTheCall = () => AT_THE_CALL.includes(phase.value);

  const hear = (news: News) => {
    if (leaving && news.kind !== 'view') return;
    if (leaving && news.kind === 'view' && news.view.state !== 'ended') return;
    progress.value = next(progress.value, news, who);
  };
  const chat = createChat(api, callId, caller ? 'caller' : 'holder');
  const own = createOwnMedia({ pretendAs: setup.pretendAs ?? null, changed: () => later() });
  const line = createLine({
    caller,
    own,
    send: async (to: string, generation: number, message: Negotiation) => {
      const ack = await socket.ask('signal', { call: callId, to, generation, ...message });
      return ack.ok || ack.code !== 'not-in-call';
    },
    changed: () => later(),
    canSignal: () => socket.up.value && joined.value,
    fetchIce: async () => {
      const { ice_servers, ttl } = await api.get('/api/ice');
      const iceServers = ice_servers.map(({ urls, username, credential }) => ({
        urls,
        username: username ?? undefined,
        credential: credential ?? undefined,
      }));
      return { iceServers, ttl };
    },
  });

  /** Bring connections and tracks in line with what is known. Many changes, one pass. */
  let due = false;
  const later = () => {
    if (due || disposed) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      if (started && !disposed) arrange();
    });
  };
  const arrange = () => {
    const connected = phase.value === 'connected';
    if (!atTheCall()) return line.stop();
    line.start();
    if (caller) {
      const to = wanted(progress.value, pages, line.links.has);
      line.links.want(to);
      line.talkTo(connected ? (to[0] ?? null) : null);
    } else {
      line.talkTo(connected ? line.links.first() : null);
    }
    if (connected) say();
  };
  let said = '';
  /** Tell the other side what we send, whenever that or the one we talk to changes. */
  const say = () => {
    const now = own.said();
    const to = line.links.main()?.to ?? '';
    const words = `${to} ${now.microphone} ${now.camera}`;
    if (!joined.value || own.mic.value === 'asking' || words === said) return;
    said = words;
    void socket.ask('media', { call: callId, ...now });
  };

  // ---- the server's view, and a seat at the socket

  let fetching: Promise<void> | null = null;
  let fetchAgain = false;
  const fetchView = async () => {
    try {
      hear({ kind: 'view', view: await api.get('/api/calls/{id}', { path, query: { device } }) });
      error.value = null;
    } catch (fault) {
      if (fault instanceof Problem && (fault.status === 404 || fault.status === 403)) hear({ kind: 'refused' });
      else if (fault instanceof Problem) error.value = fault;
    }
  };
  /** One fetch at a time; whatever happened during it is fetched once more. */
  const refresh = (): Promise<void> => {
    if (fetching) {
      fetchAgain = true;
      return fetching;
    }
    fetching = fetchView().finally(() => {
      fetching = null;
      if (fetchAgain && !disposed) {
        fetchAgain = false;
        void refresh();
      }
    });
    return fetching;
  };
  let joining = false;
  const join = async () => {
    if (joining || joined.value || !socket.up.value || disposed || !atTheCall()) return;
    joining = true;
    const ack = await socket.ask('call.join', { call: callId, device, peer });
    joining = false;
    if (disposed) return;
    if (!ack.ok) {
      if (ack.code === 'not-found' || ack.code === 'denied') await refresh();
      setTimeout(() => void join(), AGAIN);
      return;
    }
    pages = rollCall(pages, ack.peers ?? []);
    said = '';
    joined.value = true;
    later();
    for (const page of ack.peers ?? []) line.links.reachable(page.peer);
  };
  const leave = () => {
    if (joined.value) void socket.ask('call.leave', { call: callId, peer });
    joined.value = false;
    pages = [];
  };
  const catchUp = () => {
    void refresh();
    if (caller || phase.value === 'connected') void chat.refresh();
  };
  const onPeer = (page: Incoming['call.peer']) => {
    if (page.call !== callId || page.peer === peer) return;
    pages = seen(pages, page);
    if (caller && page.part === 'caller' && page.present) return hear({ kind: 'moved', away: true });
    if (page.present) {
      said = '';
      line.links.reachable(page.peer);
    }
    later();
  };
  const listen = () => {
    undo.push(
      socket.on('call.changed', (changed) => {
        if (changed.call !== callId) return;
        hear({ kind: 'changed', changed });
        void refresh();
      }),
      socket.on('call.peer', onPeer),
      socket.on('signal', (message) => {
        if (message.call !== callId || !atTheCall()) return;
        const from = pages.find((page) => page.peer === message.from);
        // A caller talks only with the pages it chose; a doctor only with the caller's.
        if (caller ? line.links.has(message.from) : !from || from.part === 'caller') line.links.receive(message);
      }),
      socket.on('media', ({ call, from, microphone, camera }) => {
        if (call === callId && from === line.links.main()?.to) line.theirs.value = { microphone, camera };
      }),
      socket.on('call.message', ({ call }) => call === callId && void chat.refresh()),
      socket.on('refetch', catchUp),
      socket.onUp(() => {
        joined.value = false;
        catchUp();
        void join();
      }),
      watchNetwork(
        () => void line.moved(),
        () => own.recheck(),
      ),
    );
  };
  /** What follows from a phase: a seat, devices, a screen that stays on; or letting go of them. */
  const live = () => {
    let sleep: (() => void) | null = null;
    undo.push(() => sleep?.());
    const follow = (now: Phase) => {
      const here = AT_THE_CALL.includes(now);
      if (here) {
        sleep ??= keepAwake();
        void join();
        if (caller || now === 'connected') void openMedia();
      } else if (now !== 'loading') {
        sleep?.();
        sleep = null;
        own.close();
        leave();
      }
      if (now === 'connected') void chat.refresh();
    };
    undo.push(
      effect(() => {
        const now = phase.value;
        untracked(() => follow(now));
      }),
      progress.subscribe(later),
    );
  };
  const openMedia = async () => {
    if (own.mic.value === 'idle') await own.open(setup.video !== false);
  };

  // ---- deeds

  /** A deed at the server whose answer is the call. Errors are kept for the page and thrown no further. */
  const deed = async (work: Promise<View>): Promise<boolean> => {
    try {
      const view = await work;
      error.value = null;
      hear({ kind: 'view', view });
      return true;
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      error.value = fault;
      void refresh();
      return false;
    }
  };
  const hangUpAt = async (no_longer_needed: boolean) => {
    for (let tries = 0; tries < HANG_UP_TRIES; tries += 1) {
      try {
        const body = { no_longer_needed };
        return hear({ kind: 'view', view: await api.post('/api/calls/{id}/hang-up', { path, body, keepalive: true }) });
      } catch (fault) {
        if (fault instanceof Problem && fault.status >= 400 && fault.status < 500) return refresh();
        await new Promise((resolve) => setTimeout(resolve, AGAIN * (tries + 1)));
      }
    }
  };

  return {
    view: computed(() => progress.value.view),
    phase,
    /** Who took the call, for a doctor's page that did not: the name, and whether it was this doctor elsewhere. */
    taken: computed(() =>
      phase.value === 'taken'
        ? { name: progress.value.holder?.name ?? '', mine: takenByMe(progress.value, who) }
        : null,
    ),
    localStream: own.stream,
    remoteStream: line.remoteStream,
    network: line.network,
    bytesUsed: line.bytesUsed,
    theirs: line.theirs,
    micState: own.mic,
    camState: own.camera,
    micFault: own.micFault,
    camFault: own.cameraFault,
    severalCameras: own.severalCameras,
    messages: chat.messages,
    /** The socket is up and this page has its seat: others can reach it. */
    joined,
    error,

    /** Take a seat and follow the call. The caller is asked for devices at once; a doctor only after accepting. */
    async start(): Promise<void> {
      if (started) return;
      started = true;
      listen();
      await Promise.all([refresh(), line.refreshIce()]);
      if (disposed) return;
      live();
    },
    /** Ask for microphone and camera (again). */
    openMedia: () => own.open(setup.video !== false),
    accept: () => deed(api.post('/api/calls/{id}/accept', { path, body: { device } })),
    /** Go on with a held call on this device. */
    resume: () => deed(api.post('/api/calls/{id}/resume', { path, body: { device } })),
    async decline(reason = ''): Promise<void> {
      await api.post('/api/calls/{id}/decline', { path, body: { reason } }).catch((fault) => {
        error.value = fault instanceof Problem ? fault : null;
      });
      await refresh();
    },
    /** The page is out of the call at once; the server is told until it knows. */
    async hangUp(noLongerNeeded = false): Promise<void> {
      leaving = true;
      batch(() => {
        progress.value = { ...progress.value, phase: 'ended' };
      });
      await hangUpAt(noLongerNeeded);
    },
    toggleMic: () => own.toggleMic(),
    toggleCamera: () => own.toggleCamera(),
    switchCamera: () => own.switchCamera(),
    sendMessage: (body: string) => chat.send(body),
    setReason: (reason: string) => deed(api.post('/api/calls/{id}/reason', { path, body: { reason } })),
    /** Something outside changed this call and answered with it. */
    adopt: (view: View) => hear({ kind: 'view', view }),
    refresh,
    /** The caller moved to another tab; go on here after all. */
    takeBack(): void {
      hear({ kind: 'moved', away: false });
      void refresh();
    },
    dispose(): void {
      if (disposed) return;
      leave();
      disposed = true;
      for (const stop of undo) stop();
      line.stop();
      own.close();
      chat.close();
    },
  };
}
export type Call = ReturnType<typeof createCall>;
