import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openSocket } from './socket';

type Handler = (...args: unknown[]) => void;
const handlers = new Map<string, Handler>();
const wire = {
  connected: false,
  disconnected: true,
  connects: 0,
  reconnects: true,
  auth: {} as { token?: string; device?: string },
  on: (event: string, handler: Handler) => void handlers.set(event, handler),
  onAny: () => undefined,
  connect: () => {
    wire.connects += 1;
  },
  disconnect: () => undefined,
  io: {
    engine: { on: () => undefined },
    reconnection: (on: boolean) => {
      wire.reconnects = on;
    },
  },
};

vi.mock('socket.io-client', () => ({
  io: (options: { auth: (give: (auth: object) => void) => void }) => {
    options.auth((auth) => {
      wire.auth = auth;
    });
    return wire;
  },
}));

const source = { freshToken: async () => 'token', drop: () => undefined };
const lost = (code: number) => handlers.get('disconnect')?.('transport close', { context: { code } });

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', new EventTarget());
  vi.stubGlobal('navigator', {});
  Object.assign(wire, { connects: 0, reconnects: true });
  openSocket(source, 'device-of-this-tab');
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('says who asks, and which tab this is', () => {
  expect(wire.auth).toEqual({ token: 'token', device: 'device-of-this-tab' });
});

it('told that the server stops, comes again once, after a random moment of at most five seconds', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.6);
  lost(1001);
  expect(wire.reconnects).toBe(false);
  await vi.advanceTimersByTimeAsync(2900);
  expect(wire.connects).toBe(0);
  await vi.advanceTimersByTimeAsync(200);
  expect([wire.connects, wire.reconnects]).toEqual([1, true]);
});

it('leaves any other loss to socket.io, which comes back at once', async () => {
  lost(1006);
  expect(wire.reconnects).toBe(true);
  await vi.advanceTimersByTimeAsync(6000);
  expect(wire.connects).toBe(0);
});
