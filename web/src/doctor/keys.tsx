import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { common } from '../i18n/common';
import { t } from '../i18n/doctor';
import { Button, Dialog } from '../ui';

const shown = signal(false);
export const showKeys = (): void => {
  shown.value = true;
};

/** Deeds by Alt + key while this component is on the screen. By the key's place, so that layouts and Telex do not matter. */
export function useKeys(deeds: Record<string, () => void>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
      const deed = deeds[event.code.replace(/^(Key|Digit)/, '').toLowerCase()];
      if (!deed) return;
      event.preventDefault();
      deed();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
}

const writes = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** The list of shortcuts, opened by "?" wherever nobody is writing. */
export function Keys() {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== '?' || writes(event.target)) return;
      event.preventDefault();
      shown.value = true;
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  const close = () => {
    shown.value = false;
  };
  return (
    <Dialog open={shown.value} title={t().keysTitle} onClose={close}>
      <dl class="keys">
        {t().keys.map(([key, means]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
      <Button kind="primary" wide onClick={close}>
        {common().close}
      </Button>
    </Dialog>
  );
}
