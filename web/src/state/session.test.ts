import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSession } from './session';

type Reply = { status: number; body?: unknown } | 'no network';
const signedIn = (token: string) => ({
  status: 200,
  body: { access_token: token, expires_in: 900, me: { account_id: 'lan', scope: 'full' } },
});
const refused = { status: 401, body: { code: 'unidentified' } };

/** Answers by path, each path's replies in turn (the last one repeats); keeps what was asked. */
function server(replies: Record<string, Reply[]>) {
  vi.stubGlobal('navigator', {});
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    const queue = replies[path] ?? [];
    const reply = queue.length > 1 ? queue.shift() : queue[0];
    if (!reply || reply === 'no network') throw new TypeError('Failed to fetch');
    return new Response(JSON.stringify(reply.body ?? {}), { status: reply.status });
  });
  return asked;
}

const REFRESH = '/api/auth/patient/refresh';
const DEVICE = '/api/auth/device';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('opening the page', () => {
  it('goes on with the refresh cookie of chị Lan’s browser', async () => {
    const asked = server({ [REFRESH]: [signedIn('one')] });
    const session = createSession('patient');
    await session.boot();
    expect(session.state.value).toBe('in');
    expect(asked).toEqual([REFRESH]);
  });

  it('rings as a known phone when the sign-in has ended', async () => {
    const asked = server({ [REFRESH]: [refused], [DEVICE]: [signedIn('ring')] });
    const session = createSession('patient');
    await session.boot();
    expect(session.state.value).toBe('in');
    expect(asked).toEqual([REFRESH, DEVICE]);
  });

  it('is signed out on a phone nobody knows', async () => {
    server({ [REFRESH]: [refused], [DEVICE]: [refused] });
    const session = createSession('patient');
    await session.boot();
    expect(session.state.value).toBe('out');
    expect(session.me.value).toBeNull();
  });

  it('says offline, not signed out, when the server cannot be asked', async () => {
    server({ [REFRESH]: ['no network'] });
    const session = createSession('patient');
    await session.boot();
    expect(session.state.value).toBe('offline');
  });

  it('never takes a doctor’s page for a known phone', async () => {
    const asked = server({ '/api/auth/doctor/refresh': [refused] });
    const session = createSession('doctor');
    await session.boot();
    expect(session.state.value).toBe('out');
    expect(asked).toEqual(['/api/auth/doctor/refresh']);
  });
});

describe('a token that has run out', () => {
  it('is renewed once for many requests at a time', async () => {
    const asked = server({
      [REFRESH]: [signedIn('one'), signedIn('two')],
      '/api/patients': [refused, refused, refused, { status: 200, body: { patients: [] } }],
    });
    const session = createSession('patient');
    await session.boot();
    await Promise.all([1, 2, 3].map(() => session.api.get('/api/patients')));
    expect(asked.filter((path) => path === REFRESH)).toHaveLength(2);
  });

  it('is renewed before it goes into a socket', async () => {
    vi.useFakeTimers();
    server({ [REFRESH]: [signedIn('one'), signedIn('two')] });
    const session = createSession('patient');
    await session.boot();
    expect(await session.freshToken()).toBe('one');
    vi.advanceTimersByTime(14.5 * 60_000);
    expect(await session.freshToken()).toBe('two');
  });

  it('signs out when the cookie is refused too', async () => {
    server({ [REFRESH]: [signedIn('one'), refused], '/api/patients': [refused] });
    const session = createSession('patient');
    await session.boot();
    await expect(session.api.get('/api/patients')).rejects.toMatchObject({ code: 'unidentified' });
    expect(session.state.value).toBe('out');
  });

  it('stays signed in when only the network failed', async () => {
    server({ [REFRESH]: [signedIn('one'), 'no network'], '/api/patients': [refused] });
    const session = createSession('patient');
    await session.boot();
    await expect(session.api.get('/api/patients')).rejects.toMatchObject({ code: 'offline' });
    expect(session.state.value).toBe('in');
  });
});
