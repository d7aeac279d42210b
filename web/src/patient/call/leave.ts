/**
 * While a call lasts, Back asks first and closing the page warns. A step is put into the history for Back to use up;
 * it is put back each time, so that asking twice works too. Returns how to stop.
 */
export function askBeforeLeaving(ask: () => void): () => void {
  history.pushState({ deep: true }, '');
  const back = () => {
    history.pushState({ deep: true }, '');
    ask();
  };
  const close = (event: BeforeUnloadEvent) => event.preventDefault();
  addEventListener('popstate', back);
  addEventListener('beforeunload', close);
  return () => {
    removeEventListener('popstate', back);
    removeEventListener('beforeunload', close);
  };
}
