import type { Shape } from '../../api/client';

/** A recording on this phone, kept until the server has all of it. */
export interface Kept {
  id: string;
  callId: string;
  mediaType: Shape<'NewLeftMessage'>['media_type'];
  seconds: number;
  bytes: Blob;
  madeAt: number;
}

/** Set while something is kept, so that a page can tell without opening the database. */
export const PENDING = 'message.pending';
const TOO_OLD = 24 * 3600 * 1000;

const opened = (): Promise<IDBDatabase> =>
  new Promise((done, failed) => {
    const request = indexedDB.open('left-message', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('kept', { keyPath: 'id' });
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

async function inStore<T>(mode: IDBTransactionMode, deed: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await opened();
  try {
    return await new Promise<T>((done, failed) => {
      const transaction = database.transaction('kept', mode);
      const request = deed(transaction.objectStore('kept'));
      transaction.oncomplete = () => done(request.result);
      transaction.onerror = () => failed(transaction.error);
      transaction.onabort = () => failed(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** Keep it over reloads and restarts. Where storage is refused (private mode) it lives as long as the page. */
export async function keep(recording: Kept): Promise<void> {
  await inStore('readwrite', (store) => store.put(recording)).catch(() => undefined);
  mark(true);
}

/** The server has all of it, or nobody wants it any more. */
export async function letGo(id: string): Promise<void> {
  await inStore('readwrite', (store) => store.delete(id)).catch(() => undefined);
  mark((await all()).length > 0);
}

/** Everything kept, oldest first. What is too old to be sent goes. */
export async function all(): Promise<Kept[]> {
  const found = await inStore<Kept[]>('readonly', (store) => store.getAll()).catch((): Kept[] => []);
  const fresh = found.filter(({ madeAt }) => Date.now() - madeAt < TOO_OLD);
  for (const { id } of found.filter((one) => !fresh.includes(one))) {
    await inStore('readwrite', (store) => store.delete(id)).catch(() => undefined);
  }
  return fresh.sort((a, b) => a.madeAt - b.madeAt);
}

function mark(pending: boolean): void {
  try {
    if (pending) localStorage.setItem(PENDING, '1');
    else localStorage.removeItem(PENDING);
  } catch {
    // Not marked: it is sent on when its call's page is opened.
  }
}
