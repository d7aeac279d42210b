import { useSignal } from '@preact/signals';
import type { Shape } from '../api/client';
import { t } from '../i18n/doctor';
import { clock, day } from '../lib/format';
import { Part } from '../staff/part';
import { askForPush, push } from '../staff/push';
import { Button, Empty, Notice, Pill } from '../ui';
import { unlockBell } from './bell';
import { api, device, duty } from './state';
import { alarmHeard, alarmUnheard, devices, test, tryAlarm } from './waking';

/** The test alarm of going on duty: it rings, and one tap says that it was heard. */
export function TestAlarm() {
  if (test.value === null) return null;
  if (test.value === 'unheard') {
    return (
      <Notice tone="warn" title={t().testUnheard}>
        <div class="stack tight">
          <p>{t().testUnheardMeans}</p>
          <Button icon="bell" onClick={() => void unlockBell().then(tryAlarm)}>
            {t().testAgain}
          </Button>
        </div>
      </Notice>
    );
  }
  return (
    <Notice tone="warn" title={t().testRings}>
      <div class="stack tight">
        <p>{t().testRingsMeans}</p>
        <Button kind="accept" icon="check" wide onClick={() => void alarmHeard()}>
          {t().testHeard}
        </Button>
        <Button kind="quiet" wide onClick={alarmUnheard}>
          {t().testNotHeard}
        </Button>
      </div>
    </Notice>
  );
}

/** "Thiết bị của tôi": on what this doctor can be rung. */
export function Devices() {
  const list = devices.value;
  if (!list || !duty.value) return null;
  return (
    <Part title={t().devices} count={list.devices.length}>
      {duty.value.on_duty && !list.ringable && <Notice tone="danger" title={t().notRingable} />}
      {list.devices.length === 0 && <Empty>{t().devicesEmpty}</Empty>}
      <ul class="rows">
        {list.devices.map((one) => (
          <Row key={one.session_id} one={one} />
        ))}
      </ul>
      <PushChoice />
      <p class="soft">{list.phone ? t().phoneKnown : t().phoneMissing}</p>
    </Part>
  );
}

function Row({ one }: { one: Shape<'DeviceView'> }) {
  return (
    <li class="row">
      <span class="grow">
        <strong>{one.name}</strong> {one.current && <span class="soft">({t().thisDevice})</span>}
        <br />
        <span class="soft">
          {one.confirmed_at
            ? t().testedAt(`${clock(one.confirmed_at)}, ${day(one.confirmed_at)}`)
            : t().seenAt(`${clock(one.last_seen_at)}, ${day(one.last_seen_at)}`)}
        </span>
      </span>
      {duty.value?.on_duty && one.current && !one.can_sound ? (
        <Button icon="bell" onClick={() => void unlockBell()}>
          {t().tapForBell}
        </Button>
      ) : (
        <Pill tone={one.can_sound || one.push ? 'good' : ''}>
          {one.can_sound ? t().bellOn : one.push ? t().pushOn : t().asleep}
        </Pill>
      )}
    </li>
  );
}

function PushChoice() {
  const busy = useSignal(false);
  const ask = async () => {
    busy.value = true;
    await askForPush(api, device);
    busy.value = false;
  };
  if (push.value === 'on') return <p class="soft">{t().pushMeans}</p>;
  if (push.value === 'refused') return <Notice>{t().pushRefused}</Notice>;
  if (push.value === 'impossible') return <p class="soft">{t().pushImpossible}</p>;
  return (
    <Button icon="bell" wide disabled={busy.value} onClick={() => void ask()}>
      {t().pushAsk}
    </Button>
  );
}
