import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Shape } from '../../api/client';
import { t } from '../../i18n/words';
import { serverNow } from '../../lib/clock';
import { megabytes, stopwatch } from '../../lib/format';
import { setTo } from '../../lib/signals';
import type { Call } from '../../state/call';
import { Avatar, Control, Icon } from '../../ui';
import { Video } from '../../ui/video';
import { ConsentLine } from '../consent';
import { givenName } from '../state';
import { Chat } from './chat';
import { DeviceWords } from './device-words';

const muted = new URLSearchParams(location.search).has('muted');

/** In the call: the doctor's face, and everything one may need under the thumb. */
export function Talking({ live, view, leave }: { live: Call; view: Shape<'CallView'>; leave: () => void }) {
  const chatting = useSignal(false);
  const doctor = view.holder;
  const seesDoctor = live.theirs.value.camera === 'on' && live.network.value !== 'connecting';
  return (
    <main class={chatting.value ? 'talking chatting' : 'talking'}>
      <h1 class="unseen">{t().withDoctor(givenName(doctor?.name ?? ''))}</h1>
      <div class="stage">
        <Video
          stream={live.remoteStream}
          label={t().withDoctor(doctor?.name ?? '')}
          class={seesDoctor ? 'remote' : 'remote unseen-picture'}
          silent={muted}
          tapToHear={t().tapToHear}
        />
        {!seesDoctor && <Faceless name={doctor?.name ?? ''} live={live} />}
        <TopLine live={live} view={view} />
        <Trouble live={live} view={view} />
        <NewDoctor name={doctor?.name ?? ''} />

        {live.camState.value === 'on' && (
          <Video own stream={live.localStream} label={t().ownPicture} class="own-corner" />
        )}
        {!chatting.value && <NewMessage live={live} open={setTo(chatting, true)} />}
      </div>
      {!chatting.value && (
        <div class="asides">
          <DeviceWords live={live} />
          <ConsentLine view={view} />
        </div>
      )}
      {chatting.value && <Chat live={live} close={setTo(chatting, false)} />}
      <Controls
        live={live}
        leave={leave}
        chatting={chatting.value}
        toggleChat={() => setTo(chatting, !chatting.value)()}
      />
    </main>
  );
}

function TopLine({ live, view }: { live: Call; view: Shape<'CallView'> }) {
  const now = useSignal(serverNow());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = serverNow();
    }, 1000);
    return () => clearInterval(timer);
  }, []);
  const since = Date.parse(view.answered_at ?? view.requested_at);
  return (
    <div class="top-line">
      <strong>{t().withDoctor(givenName(view.holder?.name ?? ''))}</strong>
      <span class="number">{stopwatch((now.value - since) / 1000)}</span>
      <span class={`network ${live.network.value}`} role="status">
        {t().network[live.network.value]}
      </span>
      <span class="number">{t().dataUsed(megabytes(live.bytesUsed.value))}</span>
    </div>
  );
}

function Faceless({ name, live }: { name: string; live: Call }) {
  return (
    <div class="faceless">
      <Avatar name={name} size="large" />
      <p>{live.network.value === 'connecting' ? t().network.connecting : t().doctorCamOff}</p>
    </div>
  );
}

/** A lost line, said over the picture; the last words stay where they were. */
function Trouble({ live, view }: { live: Call; view: Shape<'CallView'> }) {
  if (view.state === 'on_hold') {
    return (
      <div class="over" role="alert">
        <strong>{t().onHoldTitle}</strong>
        <p>{t().onHoldHint}</p>
      </div>
    );
  }
  if (live.network.value === 'reconnecting') {
    return (
      <div class="over" role="alert">
        <strong>{t().reconnectTitle}</strong>
        <p>{view.holder_lost ? t().doctorLost : t().reconnectHint}</p>
      </div>
    );
  }
  if (view.holder_lost) {
    return (
      <div class="over" role="alert">
        <p>{t().doctorLost}</p>
      </div>
    );
  }
  return null;
}

function Controls({
  live,
  leave,
  chatting,
  toggleChat,
}: {
  live: Call;
  leave: () => void;
  chatting: boolean;
  toggleChat: () => void;
}) {
  const mic = live.micState.value;
  const cam = live.camState.value;
  return (
    <div class="controls">
      <div class="toggles">
        {live.micFault.value === null && (
          <Control
            icon={mic === 'on' ? 'mic' : 'micOff'}
            word={mic === 'on' ? t().micOff : t().micOn}
            pressed={mic !== 'on'}
            onClick={() => void live.toggleMic()}
          />
        )}
        {live.camFault.value === null && (
          <Control
            icon={cam === 'on' ? 'camera' : 'cameraOff'}
            word={cam === 'on' ? t().camOff : t().camOn}
            pressed={cam !== 'on'}
            onClick={() => void live.toggleCamera()}
          />
        )}
        {live.severalCameras.value && cam === 'on' && (
          <Control icon="flip" word={t().flip} onClick={() => void live.switchCamera()} />
        )}
        <Control icon="chat" word={t().chat} pressed={chatting} onClick={toggleChat} />
      </div>
      <Control icon="hangup" tone="danger" word={t().end} onClick={leave} />
    </div>
  );
}

/** The doctor's newest message, until it is opened. */
function NewMessage({ live, open }: { live: Call; open: () => void }) {
  const known = useSignal(live.messages.value.length);
  const fresh = live.messages.value.slice(known.value).filter((message) => !message.mine);
  const newest = fresh[fresh.length - 1];
  if (!newest) return null;
  return (
    <button
      type="button"
      class="new-message"
      onClick={() => {
        known.value = live.messages.value.length;
        open();
      }}
    >
      <Icon name="chat" />
      <span>
        <strong>{t().chatNew}</strong>
        <br />
        {newest.body}
      </span>
    </button>
  );
}

const SAID_FOR = 12_000;

/** Another doctor has taken the call over: said for a while, so that nobody wonders whose face this is. */
function NewDoctor({ name }: { name: string }) {
  const known = useRef(name);
  const shown = useSignal('');
  useEffect(() => {
    if (!name || name === known.current) return;
    shown.value = known.current ? name : '';
    known.current = name;
    const timer = setTimeout(() => {
      shown.value = '';
    }, SAID_FOR);
    return () => clearTimeout(timer);
  }, [name]);
  if (!shown.value) return null;
  return (
    <div class="over" role="status">
      <strong>{t().takenOver(givenName(shown.value))}</strong>
    </div>
  );
}
