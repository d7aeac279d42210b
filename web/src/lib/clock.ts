/** How far this machine's clock is behind the server's, in milliseconds: a cheap phone's may be hours off, or be set anew in
 * mid-call. Learned from every answer's Date (whole seconds; no one is shown less). */
let behind = 0;

/** An answer of the server has come just now. */
export function heardFrom(response: Response): void {
  const theirs = Date.parse(response.headers.get('Date') ?? '');
  if (Number.isNaN(theirs)) return;
  const off = theirs - Date.now();
  if (Math.abs(off - behind) > 2000) behind = off;
}

/** The time as the server has it: for everything that is held against an instant of the server's. */
export const serverNow = (): number => Date.now() + behind;
