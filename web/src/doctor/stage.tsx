import { useSignal } from '@preact/signals';
import { t } from '../i18n/doctor';
import { address, megabytes, stopwatch } from '../lib/format';
import { Phone } from '../staff/phone';
import { since, useNow } from '../staff/tick';
import type { Call, View } from '../state/call';
import { Avatar, Button, Control, Icon, Notice } from '../ui';
import { showKeys, useKeys } from './keys';
import { toAdvice } from './note-editor';
import { FlagLine } from './red-flags';
import { Video } from './video';

/** The picture, how the line is, and everything that needs saying over it. */
export function Stage({ live, view }: { live: Call; view: View }) {
  const width = useSignal(0);
  const name = view.patient ? address(view.patient) : t().someone;
  const sees = live.theirs.value.camera === 'on' && width.value > 0;
  return (
    <div class="stage">
      <Video
        stream={live.remoteStream}
        label={t().theirPicture(name)}
        class={sees ? 'remote' : 'remote unseen-picture'}
        onPicture={(wide) => (width.value = wide)}
      />
      {!sees && (
        <div class="faceless">
          <Avatar name={view.patient?.name ?? '?'} size="large" />
          <p>{facelessWords(live, view)}</p>
        </div>
      )}
      <TopLine live={live} view={view} name={name} />
      <FlagLine view={view} />
      {live.camState.value === 'on' && (
        <Video own stream={live.localStream} label={t().ownPicture} class="own-corner" />
      )}
      <Trouble live={live} view={view} />
    </div>
  );
}

function facelessWords(live: Call, view: View): string {
  if (live.network.value === 'connecting') return view.caller_lost ? t().waitingForCaller : t().network.connecting;
  return live.theirs.value.camera === 'on' ? t().network[live.network.value] : t().theirCameraOff;
}

function TopLine({ live, view, name }: { live: Call; view: View; name: string }) {
  const now = useNow();
  return (
    <div class="top-line">
      <strong>{name}</strong>
      <span class="number">{stopwatch(since(view.answered_at ?? view.requested_at, now))}</span>
      <span class={`network ${live.network.value}`} role="status">
        {t().network[live.network.value]}
      </span>
      <span class="number used">{t().used(megabytes(live.bytesUsed.value))}</span>
    </div>
  );
}

/** A line that broke, a caller who is gone, a microphone that is missing on either side: always with the number to dial. */
function Trouble({ live, view }: { live: Call; view: View }) {
  const mic = live.micFault.value;
  const camera = live.camFault.value;
  const never = live.network.value === 'connecting' && view.caller_lost;
  const away = live.network.value === 'reconnecting' || view.caller_lost;
  const theirMic = live.theirs.value.microphone;
  return (
    <div class="trouble stack tight">
      {live.micState.value === 'asking' && <Notice>{t().askDevices}</Notice>}
      {never && <Notice>{t().callingThem}</Notice>}
      {away && !never && <Notice tone="warn">{view.caller_lost ? t().callerLost : t().reconnecting}</Notice>}
      {!away && theirMic === 'off' && <Notice>{t().theirMicOff}</Notice>}
      {!away && theirMic === 'none' && <Notice tone="warn">{t().theirMicNone}</Notice>}
      {mic && <Notice tone="danger">{t().micFault[mic]}</Notice>}
      {!mic && camera && <Notice tone="warn">{t().camFault[camera]}</Notice>}
      {(mic || camera) && mic !== 'insecure' && <Button onClick={() => void live.openMedia()}>{t().tryDevices}</Button>}
      {(away || mic || theirMic === 'none') && <Dial phone={view.caller.phone} />}
    </div>
  );
}

export function Dial({ phone }: { phone: string }) {
  return (
    <a class="button dial" href={`tel:${phone}`}>
      <Icon name="phone" />
      <span>
        {t().dial} <Phone number={phone} />
      </span>
    </a>
  );
}

/** Always on the screen, whatever else is. */
export function Controls({ live }: { live: Call }) {
  const mic = live.micState.value;
  const camera = live.camState.value;
  const hangUp = () => void live.hangUp();
  useKeys({ m: () => live.toggleMic(), v: () => void live.toggleCamera(), k: hangUp });
  return (
    <div class="controls" role="toolbar" aria-label={t().inCall}>
      <Control
        icon={mic === 'on' ? 'mic' : 'micOff'}
        word={mic === 'on' ? t().micOff : t().micOn}
        pressed={mic !== 'on'}
        disabled={mic === 'asking'}
        onClick={() => live.toggleMic()}
      />
      <Control
        icon={camera === 'on' ? 'camera' : 'cameraOff'}
        word={camera === 'on' ? t().camOff : t().camOn}
        pressed={camera !== 'on'}
        disabled={camera === 'asking'}
        onClick={() => void live.toggleCamera()}
      />
      {live.severalCameras.value && camera === 'on' && (
        <Control icon="flip" word={t().flip} onClick={() => void live.switchCamera()} />
      )}
      <span class="only-wide">
        <Control icon="edit" word={t().toAdvice} onClick={toAdvice} />
        <Control icon="info" word={t().help} onClick={showKeys} />
      </span>
      <Control icon="hangup" tone="danger" word={t().hangUp} onClick={hangUp} />
    </div>
  );
}
