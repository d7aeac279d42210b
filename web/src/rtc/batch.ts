const GATHER = 75;
const MOST = 40;

/** Collects what comes in quick succession and hands it on together: one message instead of ten. */
export function batch<T>(hand: (items: T[]) => void): { add(item: T): void; clear(): void } {
  let items: T[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const ready = items;
    items = [];
    if (ready.length) hand(ready);
  };
  return {
    add(item) {
      items.push(item);
      if (items.length >= MOST) flush();
      else timer ??= setTimeout(flush, GATHER);
    },
    clear() {
      clearTimeout(timer);
      timer = undefined;
      items = [];
    },
  };
}
