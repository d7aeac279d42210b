import type { Signal } from '@preact/signals';

/** A setter for event handlers: `onText={into(phone)}`. */
export const into =
  <T>(target: Signal<T>) =>
  (value: T): void => {
    target.value = value;
  };

/** A click handler that sets one value: `onClick={setTo(removing, true)}`. */
export const setTo =
  <T>(target: Signal<T>, value: T) =>
  (): void => {
    target.value = value;
  };
