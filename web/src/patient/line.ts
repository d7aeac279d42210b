import type { Socket } from '../rtc/socket';
import { session } from './state';

let opening: Promise<Socket> | null = null;

/** This page's one socket, opened when first needed: its code is no part of the first screen. */
export function line(): Promise<Socket> {
  opening ??= import('../rtc/socket').then(
    ({ openSocket }) => openSocket(session),
    (error) => {
      opening = null;
      throw error;
    },
  );
  return opening;
}
