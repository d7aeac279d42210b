import { heardFrom } from '../lib/clock';
import type { components, paths } from './types.gen';

/** A shape by its name on the server, e.g. `Shape<'CallView'>`. */
export type Shape<Name extends keyof components['schemas']> = components['schemas'][Name];

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Path<M extends Method> = { [P in keyof paths]: paths[P] extends Record<M, object> ? P : never }[keyof paths];
type Op<P extends keyof paths, M extends Method> = paths[P] extends Record<M, infer O> ? O : never;
type Json<T> = T extends { content: { 'application/json': infer J } } ? J : undefined;
type Answer<O> = O extends { responses: infer R } ? Json<R[keyof R & (200 | 201 | 202 | 204)]> : never;
type Body<O> = O extends { requestBody: { content: { 'application/json': infer B } } }
  ? { body: B }
  : { body?: undefined };
type PathValues<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? { [K in Name]: string } & PathValues<Rest>
  : unknown;

type Options<P extends string, O> = Body<O> & {
  query?: Record<string, string | number | undefined>;
  /** Idempotency-Key: the same key sent again gets the stored answer instead of a second deed. */
  key?: string;
  signal?: AbortSignal;
  /** Lets the request outlive the page (a hang-up while leaving). */
  keepalive?: boolean;
} & (P extends `${string}{${string}` ? { path: PathValues<P> } : { path?: undefined });
type Args<P extends string, O> = object extends Options<P, O> ? [options?: Options<P, O>] : [options: Options<P, O>];

type Call<M extends Method> = <P extends Path<M>>(path: P, ...args: Args<P, Op<P, M>>) => Promise<Answer<Op<P, M>>>;
export type Api = { [M in Method]: Call<M> };

/** What the server (or the network) had to say against a request. `code` is stable; words for people come from i18n. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    detail: string,
    readonly extra: Record<string, unknown> = {},
  ) {
    super(detail);
    this.name = 'Problem';
  }
}

/** Where the client gets its bearer token, and how it asks for a new one. */
export interface TokenSource {
  token(): string | null;
  /** A new token, or null when the sign-in has ended. */
  renew(refused: string | null): Promise<string | null>;
}

/** A fresh Idempotency-Key. Make one per deed, not per attempt. */
export const newKey = (): string => crypto.randomUUID();

const NO_SESSION = '/api/auth/';

/** The typed client: bearer from memory, one renewal on 401, problem+json as `Problem`. */
export function createApi(tokens: TokenSource): Api {
  const call =
    (method: string) =>
    async (path: string, options: Loose = {}) => {
      const request = (token: string | null) => send(method.toUpperCase(), fill(path, options), token, options);
      const token = tokens.token();
      let response = await request(token);
      if (response.status === 401 && !path.startsWith(NO_SESSION)) {
        const renewed = await tokens.renew(token);
        if (renewed) response = await request(renewed);
      }
      return read(response);
    };
  const methods: Method[] = ['get', 'post', 'put', 'patch', 'delete'];
  return Object.fromEntries(methods.map((method) => [method, call(method)])) as unknown as Api;
}

interface Loose {
  path?: Record<string, string>;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  key?: string;
  signal?: AbortSignal;
  keepalive?: boolean;
}

function fill(path: string, { path: values = {}, query = {} }: Loose): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return pairs.length ? `${filled}?${new URLSearchParams(pairs)}` : filled;
}

async function send(method: string, url: string, token: string | null, { body, key, signal, keepalive }: Loose) {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (key) headers['Idempotency-Key'] = key;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  try {
    const response = await fetch(url, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
      keepalive,
      cache: 'no-store',
    });
    heardFrom(response);
    return response;
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new Problem('offline', 0, 'The server cannot be reached.');
  }
}

async function read(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const json: unknown = await response.json().catch(() => null);
  if (response.ok && json !== null) return json;
  const {
    code,
    detail,
    type: _type,
    title: _title,
    status: _status,
    ...extra
  } = (json ?? {}) as Record<string, unknown>;
  throw new Problem(String(code ?? 'unavailable'), response.status, String(detail ?? response.statusText), extra);
}
