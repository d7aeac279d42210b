import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import { type Api, Problem } from '../api/client';
import { keepAwake } from '../rtc/awake';
import { createLine } from '../rtc/line';
import { createOwnMedia } from '../rtc/own';
import type { Incoming, Negotiation } from '../rtc/protocol';
import { type Socket, watchNetwork } from '../rtc/socket';
import { createChat } from './chat';
import { createDeeds } from './deeds';
import {
  beginning,
  type News,
  next,
  type Phase,
  type Progress,
  takenByMe,
  type View,
  type Who,
  wanted,
} from './progress';
import { createSeat } from './seat';
import { single } from './single';

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

const SAY_AGAIN = 1000;
const AT_THE_CALL: Phase[] = ['waiting', 'ringing', 'connected'];

/** One call as this page lives it. Make one per call, `start` it, `dispose` it. */
export function createCall(api: Api, setup: CallSetup) {
  const { audience, callId, device, socket } = setup;
  const who: Who = { audience, device, practitioner: setup.practitioner ?? null };
  const caller = audience === 'patient';
  const path = { id: callId };

  const progress = signal<Progress>(beginning);
  const error = signal<Problem | null>(null);
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
      if (!ack.ok && ack.code === 'unavailable') return 'later';
      return !ack.ok && ack.code === 'not-in-call' ? 'away' : 'sent';
    },
    changed: () => later(),
    canSignal: () => socket.up.value && seat.joined.value,
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
      const to = wanted(progress.value, seat.pages(), line.links.has);
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
    if (!seat.joined.value || !own.known() || words === said) return;
    said = words;
    void socket.ask('media', { call: callId, ...now }).then((ack) => {
      if (ack.ok || ack.code !== 'unavailable') return;
      setTimeout(() => {
        said = '';
        later();
      }, SAY_AGAIN);
    });
  };

  // ---- the server's view, and a seat at the socket

  const fetchView = async () => {
    try {
      hear({ kind: 'view', view: await api.get('/api/calls/{id}', { path, query: { device } }) });
      error.value = null;
    } catch (fault) {
      if (fault instanceof Problem && (fault.status === 404 || fault.status === 403)) hear({ kind: 'refused' });
      else if (fault instanceof Problem) error.value = fault;
    }
  };
  const refresh = single(fetchView);
  const seat = createSeat({
    socket,
    callId,
    device,
    wanted: () => !disposed && atTheCall(),
    refused: refresh,
    seated: (reachable) => {
      said = '';
      later();
      for (const to of reachable) line.links.reachable(to);
    },
  });
  const { joined } = seat;
  const catchUp = () => {
    void refresh();
    if (caller || phase.value === 'connected') void chat.refresh();
  };
  const onPeer = (page: Incoming['call.peer']) => {
    if (page.call !== callId || page.peer === seat.peer) return;
    seat.note(page);
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
        const from = seat.page(message.from);
        // A caller talks only with the pages it chose; a doctor only with the caller's.
        if (caller ? line.links.has(message.from) : !from || from.part === 'caller') line.links.receive(message);
      }),
      socket.on('media', ({ call, from, microphone, camera }) => {
        if (call === callId && from === line.links.main()?.to) line.theirs.value = { microphone, camera };
      }),
      socket.on('call.message', ({ call }) => call === callId && void chat.refresh()),
      socket.on('refetch', catchUp),
      socket.onUp(() => {
        catchUp();
        seat.again();
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
        void seat.join();
        if (caller || now === 'connected') void openMedia();
      } else if (now !== 'loading') {
        sleep?.();
        sleep = null;
        own.close();
        seat.leave();
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

  const deeds = createDeeds(api, { callId, device, error, refresh, learn: (view) => hear({ kind: 'view', view }) });

  return {
    callId,
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
    accept: deeds.accept,
    /** Go on with a held call on this device. */
    resume: deeds.resume,
    decline: (reason = '') => deeds.decline(reason),
    /** The page is out of the call at once; the server is told until it knows. */
    async hangUp(noLongerNeeded = false): Promise<void> {
      leaving = true;
      progress.value = { ...progress.value, phase: 'ended' };
      await deeds.hangUp(noLongerNeeded);
    },
    toggleMic: () => own.toggleMic(),
    toggleCamera: () => own.toggleCamera(),
    switchCamera: () => own.switchCamera(),
    sendMessage: (body: string) => chat.send(body),
    setReason: deeds.setReason,
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
      seat.leave();
      disposed = true;
      for (const stop of undo) stop();
      line.stop();
      own.close();
      chat.close();
    },
  };
}
export type Call = ReturnType<typeof createCall>;
