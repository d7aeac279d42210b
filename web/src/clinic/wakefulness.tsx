import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Shape } from '../api/client';
import { t } from '../i18n/clinic';
import { askForPush, push, renewPush } from '../staff/push';
import { tabDevice } from '../state/tab';
import { Button, Notice, Pill } from '../ui';
import { api, session } from './state';

const MISSES = 2;

/** Whether this doctor would wake: the bell tried, something of theirs that can ring, calls missed in a row. */
export function Wakefulness({ one }: { one: Shape<'OnDuty'> }) {
  return (
    <>
      {!one.sound_confirmed && <Pill tone="lamp">{t().bellNotTried}</Pill>}
      {!one.ringable && <Pill tone="danger">{t().notRingable}</Pill>}
      {one.missed_in_row >= MISSES && <Pill tone="danger">{t().missedInRow(one.missed_in_row)}</Pill>}
    </>
  );
}

/** Managers may be woken on this browser when a doctor misses two calls in a row. */
export function WakeMe() {
  const busy = useSignal(false);
  const manages = session.me.value?.roles.some(({ role }) => role === 'manager') ?? false;
  useEffect(() => {
    if (manages) void renewPush(api, tabDevice('clinic'));
  }, [manages]);
  if (!manages || push.value === 'unknown' || push.value === 'impossible') return null;
  if (push.value === 'on') return <p class="soft">{t().wakesMe}</p>;
  if (push.value === 'refused') return <Notice>{t().wakeRefused}</Notice>;
  const ask = async () => {
    busy.value = true;
    await askForPush(api, tabDevice('clinic'));
    busy.value = false;
  };
  return (
    <Button icon="bell" disabled={busy.value} onClick={() => void ask()}>
      {t().wakeMe}
    </Button>
  );
}
