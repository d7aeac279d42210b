import { signal } from '@preact/signals';
import type { ComponentType, JSX } from 'preact';

/** A screen fetched when first shown; `fallback` stands in until it is here. `load()` may fetch it ahead of time. */
export function lazy<P extends object>(
  fetchIt: () => Promise<ComponentType<P>>,
  fallback: () => JSX.Element,
): ComponentType<P> & { load: () => Promise<void> } {
  const loaded = signal<ComponentType<P> | null>(null);
  let loading: Promise<void> | null = null;
  const load = () => {
    loading ??= fetchIt().then(
      (component) => {
        loaded.value = component;
      },
      () => {
        // A thin network: the next look tries again.
        loading = null;
        setTimeout(() => void load(), 2000);
      },
    );
    return loading;
  };
  function Lazy(props: P) {
    const Component = loaded.value;
    if (Component) return <Component {...props} />;
    void load();
    return fallback();
  }
  return Object.assign(Lazy, { load });
}
