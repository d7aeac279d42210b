import { useSignal } from '@preact/signals';
import { common } from '../i18n/common';
import { t } from '../i18n/doctor';
import { clock } from '../lib/format';
import { type Capture, capture } from '../rtc/devices';
import { Button, Card, Dialog, Icon, Lamp, Notice } from '../ui';
import { unlockBell, unlocked } from './bell';
import { TestAlarm } from './devices';
import { LeaveSoon } from './leaving';
import { api, attempt, duty, session } from './state';
import { tryAlarm } from './waking';

/**
 * On duty or not. Going on is the tap that lets the bell sound, asks for microphone and camera once (and lets go of them
 * again), and keeps the screen on.
 */
export function DutySwitch() {
  const busy = useSignal(false);
  const leaving = useSignal(false);
  const devices = useSignal<Capture | null>(null);
  const on = duty.value?.on_duty ?? false;

  const start = async (facility_id: string | null) => {
    busy.value = true;
    const asking = tryDevices();
    await unlockBell();
    const on = await attempt(async () => {
      duty.value = await api.post('/api/duty/start', { body: { facility_id } });
    });
    busy.value = false;
    if (on) void tryAlarm();
    devices.value = await asking;
  };
  const stop = async () => {
    leaving.value = false;
    await attempt(async () => {
      duty.value = await api.post('/api/duty/stop');
    });
  };
  return (
    <Card class={`duty ${on ? 'on' : ''}`} aria-label={on ? t().onDuty : t().offDuty}>
      <Lamp lit={on} size={112} />
      <div class="duty-words">
        <h2 class="duty-state">{on ? t().onDuty : t().offDuty}</h2>
        {on && duty.value?.since && (
          <p class="strong">{t().onDutyAt(duty.value.facility_name ?? '', clock(duty.value.since))}</p>
        )}
        <p class="soft">{on ? t().onDutyMeans : t().offDutyMeans}</p>
      </div>
      <div class="duty-deeds stack">
        {on && <TestAlarm />}
        {on ? <OnDuty leave={() => (leaving.value = true)} /> : <GoOn busy={busy.value} start={start} />}
        {devices.value && <Devices found={devices.value} />}
      </div>
      <Dialog open={leaving.value} title={t().goOffSure} onClose={() => (leaving.value = false)}>
        <p>{t().goOffMeans}</p>
        <Button kind="danger" wide onClick={() => void stop()}>
          {t().goOff}
        </Button>
        <Button wide onClick={() => (leaving.value = false)}>
          {common().cancel}
        </Button>
      </Dialog>
    </Card>
  );
}

/** Asked while nobody waits, so that no question stands between a ring and its answer. */
async function tryDevices(): Promise<Capture> {
  const found = await capture(true);
  found.audio?.stop();
  found.video?.stop();
  return found;
}

function GoOn({ busy, start }: { busy: boolean; start: (facility: string | null) => Promise<void> }) {
  const places = (session.me.value?.roles ?? []).filter(({ role }) => role === 'doctor');
  if (places.length <= 1) {
    return (
      <Button kind="accept" class="big" wide icon="bell" disabled={busy} onClick={() => void start(null)}>
        {busy ? t().goingOn : t().goOn}
      </Button>
    );
  }
  return (
    <>
      <p class="strong">{t().atWhichFacility}</p>
      {places.map((place) => (
        <Button
          key={place.id}
          kind="accept"
          wide
          icon="bell"
          disabled={busy}
          onClick={() => void start(place.facility_id)}
        >
          {t().goOn}: {place.facility_name}
        </Button>
      ))}
    </>
  );
}

function OnDuty({ leave }: { leave: () => void }) {
  return (
    <>
      {unlocked.value && (
        <div class="row">
          <Button kind="quiet" icon="sound" onClick={() => void tryAlarm()}>
            {t().testBell}
          </Button>
        </div>
      )}
      <LeaveSoon />
      <Button wide onClick={leave}>
        {t().goOff}
      </Button>
    </>
  );
}

function Devices({ found }: { found: Capture }) {
  return (
    <>
      {found.audioFault && <Notice tone="warn">{t().micFault[found.audioFault]}</Notice>}
      {found.videoFault && <Notice tone="warn">{t().camFault[found.videoFault]}</Notice>}
    </>
  );
}

/** A page reloaded on duty may not make sound until it is tapped; until then this says so, above everything else. */
export function BellBanner() {
  if (!duty.value?.on_duty || unlocked.value) return null;
  return (
    <button type="button" class="bell-banner" onClick={() => void unlockBell()}>
      <Icon name="bell" size={34} />
      <span>
        <strong>{t().tapForBell}</strong>
        <br />
        {t().tapForBellWhy}
      </span>
    </button>
  );
}
