import { afterEach, describe, expect, it, vi } from 'vitest';
import { createApi, Problem, type TokenSource } from './client';

const answer = (status: number, body: unknown, type = 'application/json') =>
  new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { 'Content-Type': type } });

function server(...answers: (Response | Error)[]) {
  const fetcher = vi.fn(async (_url: string, _init: RequestInit) => {
    const next = answers.shift();
    if (!next) throw new Error('asked more often than expected');
    if (next instanceof Error) throw next;
    return next;
  });
  vi.stubGlobal('fetch', fetcher);
  return fetcher;
}

const signedIn = (renew: TokenSource['renew'] = async () => null): TokenSource => ({ token: () => 'old', renew });
const headersOf = (fetcher: ReturnType<typeof server>, call: number) =>
  fetcher.mock.calls[call]?.[1].headers as Record<string, string>;

afterEach(() => vi.unstubAllGlobals());

describe('a request', () => {
  it('fills the path, adds the query that was given, and carries the bearer', async () => {
    const fetcher = server(answer(200, { messages: [] }));
    await createApi(signedIn()).get('/api/calls/{id}/messages', { path: { id: 'a/b' }, query: { after: 7 } });
    expect(fetcher.mock.calls[0]?.[0]).toBe('/api/calls/a%2Fb/messages?after=7');
    expect(headersOf(fetcher, 0).Authorization).toBe('Bearer old');
  });

  it('sends the key of an idempotent deed', async () => {
    const fetcher = server(answer(201, {}));
    await createApi(signedIn()).post('/api/calls', { body: {}, key: 'one-tap' });
    expect(headersOf(fetcher, 0)['Idempotency-Key']).toBe('one-tap');
  });

  it('answers nothing for 204', async () => {
    server(answer(204, undefined));
    const api = createApi(signedIn());
    expect(await api.delete('/api/patients/{id}', { path: { id: '1' } })).toBeUndefined();
  });
});

describe('a refused token', () => {
  it('is renewed once, and the request sent again with the new one', async () => {
    const fetcher = server(answer(401, { code: 'unidentified' }), answer(200, { patients: [] }));
    const renew = vi.fn(async () => 'new');
    await createApi(signedIn(renew)).get('/api/patients');
    expect(renew).toHaveBeenCalledWith('old');
    expect(headersOf(fetcher, 1).Authorization).toBe('Bearer new');
  });

  it('ends in a problem when the new one is refused too', async () => {
    server(answer(401, { code: 'unidentified' }), answer(401, { code: 'unidentified' }));
    const asked = createApi(signedIn(async () => 'new')).get('/api/patients');
    await expect(asked).rejects.toMatchObject({ code: 'unidentified', status: 401 });
  });

  it('is not renewed for the sign-in routes themselves', async () => {
    server(answer(401, { code: 'unidentified' }));
    const renew = vi.fn(async () => 'new');
    const asked = createApi(signedIn(renew)).post('/api/auth/device');
    await expect(asked).rejects.toBeInstanceOf(Problem);
    expect(renew).not.toHaveBeenCalled();
  });
});

describe('a problem', () => {
  it('keeps the code and what came with it', async () => {
    server(
      answer(503, {
        type: 'urn:x',
        title: 'Service Unavailable',
        status: 503,
        code: 'nobody-on-duty',
        detail: 'No doctor is on duty.',
        station_phone: '02333000115',
      }),
    );
    const asked = createApi(signedIn()).post('/api/calls', { body: {} });
    await expect(asked).rejects.toMatchObject({
      code: 'nobody-on-duty',
      status: 503,
      extra: { station_phone: '02333000115' },
    });
  });

  it('is "unavailable" when a gateway answers in HTML', async () => {
    server(new Response('<html>', { status: 502 }));
    await expect(createApi(signedIn()).get('/api/status')).rejects.toMatchObject({ code: 'unavailable', status: 502 });
  });

  it('is "offline" when nothing answers', async () => {
    server(new TypeError('Failed to fetch'));
    await expect(createApi(signedIn()).get('/api/status')).rejects.toMatchObject({ code: 'offline', status: 0 });
  });
});
