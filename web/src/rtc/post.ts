import type { Negotiation } from './protocol';

/** `away`: the other page has no place in the call now. `later`: it has, and its server cannot be told this instant. */
export type Reached = 'sent' | 'away' | 'later';

const AGAIN_LOW = 300;
const AGAIN_HIGH = 2000;
const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/**
 * Sends what one connection has to say, at once and side by side. What could not be told is kept and sent again, in its
 * order and one by one, and whatever comes meanwhile waits behind it. `alive` ends it: a new connection says everything anew.
 */
export function createPost(
  send: (message: Negotiation) => Promise<Reached>,
  told: (reached: boolean) => void,
  alive: () => boolean,
): (message: Negotiation) => void {
  const kept = new Map<number, Negotiation>();
  let next = 0;
  let busy = false;

  const keep = (number: number, message: Negotiation) => {
    kept.set(number, message);
    if (!busy) void again();
  };
  const again = async () => {
    busy = true;
    let pause = AGAIN_LOW;
    await wait(pause);
    while (kept.size && alive()) {
      const first = Math.min(...kept.keys());
      const reached = await send(kept.get(first) as Negotiation);
      if (reached === 'later') {
        pause = Math.min(AGAIN_HIGH, pause * 2);
        await wait(pause);
      } else {
        kept.delete(first);
        told(reached === 'sent');
        pause = AGAIN_LOW;
      }
    }
    busy = false;
  };
  const first = async (number: number, message: Negotiation) => {
    const reached = await send(message);
    if (reached === 'later') keep(number, message);
    else told(reached === 'sent');
  };
  return (message) => {
    const number = next++;
    if (kept.size) keep(number, message);
    else void first(number, message);
  };
}
