import { signal } from '@preact/signals';
import type { Socket } from '../rtc/socket';
import { type Page, rollCall, seen } from './progress';

const AGAIN = 1000;

export interface SeatSetup {
  socket: Socket;
  callId: string;
  device: string;
  /** Whether this page has business in the call now. */
  wanted(): boolean;
  /** The server knows no seat for us: look at the call again. */
  refused(): Promise<void>;
  /** Seated; `reachable` are the pages that are there now. */
  seated(reachable: string[]): void;
}

/** This page's place at the socket in one call, and who else is there. */
export function createSeat({ socket, callId, device, wanted, refused, seated }: SeatSetup) {
  const joined = signal(false);
  const peer = crypto.randomUUID();
  let pages: Page[] = [];
  let joining = false;

  const join = async (): Promise<void> => {
    if (joining || joined.value || !socket.up.value || !wanted()) return;
    joining = true;
    const ack = await socket.ask('call.join', { call: callId, device, peer });
    joining = false;
    if (!ack.ok) {
      if (ack.code === 'not-found' || ack.code === 'denied') await refused();
      setTimeout(() => void join(), AGAIN);
      return;
    }
    const listed = ack.peers ?? [];
    pages = rollCall(pages, listed);
    joined.value = true;
    seated(listed.map((page) => page.peer));
  };
  return {
    joined,
    peer,
    join,
    pages: () => pages,
    page: (id: string) => pages.find((page) => page.peer === id),
    note(page: Page): void {
      pages = seen(pages, page);
    },
    /** The socket came back: the seat has to be taken again. */
    again(): void {
      joined.value = false;
      void join();
    },
    leave(): void {
      if (joined.value) void socket.ask('call.leave', { call: callId, peer });
      joined.value = false;
      pages = [];
    },
  };
}
