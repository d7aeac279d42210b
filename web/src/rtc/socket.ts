import { type ReadonlySignal, signal } from '@preact/signals';
import type { Socket as Wire } from 'socket.io-client';
import type { Ack, Incoming, Outgoing } from './protocol';

/** One socket per page. It comes back by itself; what was missed meanwhile is refetched, never replayed. */
export interface Socket {
  readonly up: ReadonlySignal<boolean>;
  on<M extends keyof Incoming>(message: M, handler: (payload: Incoming[M]) => void): () => void;
  /** Called at every connection, also the first; at once when it stands already. */
  onUp(handler: () => void): () => void;
  /** Send and wait for the ack. Never throws: silence is `{ ok: false, code: 'timeout' }`. */
  ask<M extends keyof Outgoing>(message: M, payload: Outgoing[M], patience?: number): Promise<Ack>;
  close(): void;
}

export interface SocketSource {
  /** A token that lives a while yet; null when the sign-in has ended. Asked afresh for every connection. */
  freshToken(): Promise<string | null>;
  /** The server says this session has ended. */
  drop(): void;
}

const PATIENCE = 5000;
/** The server pings every 5 s: after this long without a word the route is presumed dead. */
const QUIET = 6500;
const AGAIN_LOW = 300;
const AGAIN_HIGH = 2000;
/** A server that stops tells everybody at once; they come to the next one spread over so long. */
const SPREAD = 5000;
const GOING_AWAY = 1001;

/** `device`: of a doctor's page, so that the server knows on what it can ring. */
export function openSocket(source: SocketSource, device?: string): Socket {
  const up = signal(false);
  const handlers = new Map<string, Set<(payload: never) => void>>();
  const uppers = new Set<() => void>();
  let wire: Wire | null = null;
  let closed = false;
  let heard = 0;
  let pause = AGAIN_LOW;

  const deliver = (message: string, payload: unknown) => {
    if (message === 'session.revoked') source.drop();
    for (const handler of handlers.get(message) ?? []) handler(payload as never);
  };
  /** socket.io comes back by itself from a lost line, but not from a refusal or a server that closed on us. */
  const again = () => {
    setTimeout(() => !closed && wire?.disconnected && wire.connect(), pause);
    pause = Math.min(AGAIN_HIGH, pause * 2);
  };
  const spread = () => {
    wire?.io.reconnection(false); // read right after this by socket.io, which would come back at once
    setTimeout(() => {
      wire?.io.reconnection(true);
      if (!closed && wire?.disconnected) wire.connect();
    }, Math.random() * SPREAD);
  };
  const open = async () => {
    const { io } = await import('socket.io-client');
    if (closed) return;
    wire = io({
      path: '/socket.io/',
      transports: ['websocket'],
      reconnectionDelay: AGAIN_LOW,
      reconnectionDelayMax: AGAIN_HIGH,
      timeout: PATIENCE,
      auth: (give) => void tokenFor(give),
    });
    wire.onAny(deliver);
    wire.on('connect', () => {
      pause = AGAIN_LOW;
      heard = Date.now();
      wire?.io.engine.on('packet', () => {
        heard = Date.now();
      });
      up.value = true;
      for (const handler of uppers) handler();
    });
    wire.on('disconnect', (reason, details) => {
      up.value = false;
      if (closeCode(details) === GOING_AWAY) spread();
      else if (reason === 'io server disconnect') again();
    });
    wire.on('connect_error', () => {
      up.value = false;
      if (!wire?.active) again();
    });
  };
  const tokenFor = async (give: (auth: object) => void) => {
    const token = await source.freshToken().catch(() => null);
    give({ token: token ?? '', device });
  };
  const force = () => {
    if (closed || !wire) return;
    wire.disconnect();
    wire.connect();
  };
  const freshen = () => {
    if (document.visibilityState === 'hidden' || closed || !wire) return;
    if (!wire.connected || Date.now() - heard > QUIET) force();
  };
  const stopWatching = watchNetwork(force, freshen);
  void open();

  return {
    up,
    on(message, handler) {
      const set = handlers.get(message) ?? new Set();
      handlers.set(message, set.add(handler as (payload: never) => void));
      return () => set.delete(handler as (payload: never) => void);
    },
    onUp(handler) {
      uppers.add(handler);
      if (up.value) handler();
      return () => uppers.delete(handler);
    },
    async ask(message, payload, patience = PATIENCE) {
      if (!wire?.connected) return { ok: false, code: 'offline' };
      try {
        return (await wire.timeout(patience).emitWithAck(message, payload)) as Ack;
      } catch {
        return { ok: false, code: 'timeout' };
      }
    },
    close() {
      closed = true;
      stopWatching();
      wire?.disconnect();
      up.value = false;
    },
  };
}

/** The WebSocket's close code, where there is one. */
function closeCode(details: unknown): number | undefined {
  return (details as { context?: { code?: number } } | undefined)?.context?.code;
}

/** `moved` when the network is another one now; `maybe` when it may be. Returns how to stop. */
export function watchNetwork(moved: () => void, maybe: () => void): () => void {
  const connection = (navigator as { connection?: EventTarget }).connection;
  window.addEventListener('online', moved);
  document.addEventListener('visibilitychange', maybe);
  connection?.addEventListener('change', maybe);
  return () => {
    window.removeEventListener('online', moved);
    document.removeEventListener('visibilitychange', maybe);
    connection?.removeEventListener('change', maybe);
  };
}
