import { type Signal, signal } from '@preact/signals';
import { type Api, createApi, Problem, type Shape } from '../api/client';

export type Audience = 'patient' | 'doctor' | 'clinic';
/** `starting` until the server has said; `offline` when it could not be asked. */
export type SessionState = 'starting' | 'in' | 'out' | 'offline';

export interface Session {
  readonly audience: Audience;
  readonly state: Signal<SessionState>;
  readonly me: Signal<Shape<'Me'> | null>;
  readonly api: Api;
  /** Find out who this is: refresh cookie, else (patients) the known device, else signed out. */
  boot(): Promise<void>;
  /** Take over a fresh sign-in. */
  adopt(signedIn: Shape<'SignedIn'>): void;
  signOut(): Promise<void>;
  /** The session has ended at the server. */
  drop(): void;
  /** The access token, renewed first when it has under a minute to live. For sockets. */
  freshToken(): Promise<string | null>;
}

/** Tokens live in this closure only; the refresh token is an HttpOnly cookie of the audience's own. */
export function createSession(audience: Audience): Session {
  const state = signal<SessionState>('starting');
  const me = signal<Shape<'Me'> | null>(null);
  let token: string | null = null;
  let expires = 0;
  let renewing: Promise<string | null> | null = null;

  const adopt = (signedIn: Shape<'SignedIn'>) => {
    token = signedIn.access_token;
    expires = Date.now() + signedIn.expires_in * 1000;
    me.value = signedIn.me;
    state.value = 'in';
  };
  const drop = () => {
    token = null;
    me.value = null;
    state.value = 'out';
  };
  /** One refresh at a time in this tab, and one tab at a time: each refresh rotates the cookie they share. */
  const renew = (refused: string | null = token): Promise<string | null> => {
    if (token !== refused) return Promise.resolve(token);
    renewing ??= oneTabAtATime(`refresh-${audience}`, refresh).finally(() => {
      renewing = null;
    });
    return renewing;
  };
  const refresh = async (): Promise<string | null> => {
    try {
      adopt(await api.post('/api/auth/{audience}/refresh', { path: { audience } }));
    } catch (error) {
      if (!endsSession(error)) throw error;
      drop();
    }
    return token;
  };
  const api = createApi({ token: () => token, renew });

  const ringAsKnownDevice = async () => {
    try {
      adopt(await api.post('/api/auth/device'));
    } catch (error) {
      if (!endsSession(error)) throw error;
    }
  };
  const boot = async () => {
    try {
      const known = await renew();
      if (!known && audience === 'patient') await ringAsKnownDevice();
    } catch {
      state.value = 'offline';
    }
  };
  const signOut = async () => {
    await api.post('/api/auth/{audience}/sign-out', { path: { audience } }).catch(() => undefined);
    drop();
  };
  const freshToken = async () => (token && expires - Date.now() > 60_000 ? token : renew());

  return { audience, state, me, api, boot, adopt, signOut, drop, freshToken };
}

/** A refusal of the sign-in itself, as against a network or server that failed us. */
function endsSession(error: unknown): boolean {
  return error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429;
}

function oneTabAtATime<T>(name: string, deed: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? (navigator.locks.request(name, deed) as Promise<T>) : deed();
}
