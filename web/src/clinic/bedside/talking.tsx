import { useSignal } from '@preact/signals';
import { b } from '../../i18n/bedside';
import { common } from '../../i18n/common';
import { v } from '../../i18n/vitals';
import { clock, stopwatch } from '../../lib/format';
import { into, setTo } from '../../lib/signals';
import { since, useNow } from '../../staff/tick';
import { Vitals, VitalsForm } from '../../staff/vitals';
import type { Call, View } from '../../state/call';
import { Avatar, Button, Control, Dialog, Empty, Notice } from '../../ui';
import { Video } from '../../ui/video';
import { api } from '../state';

type Sheet = 'chat' | 'vitals' | null;

/** In the call: the doctor's face, and under the thumb what a bedside needs: talk, show, measure, write, end. */
export function Talking({ live, view }: { live: Call; view: View }) {
  const sheet = useSignal<Sheet>(null);
  const ending = useSignal(false);
  const name = view.holder?.name ?? '';
  const sees = live.theirs.value.camera === 'on' && live.network.value !== 'connecting';
  const toggle = (one: Sheet) => () => {
    sheet.value = sheet.value === one ? null : one;
  };
  return (
    <main class={sheet.value ? 'talking chatting' : 'talking'}>
      <h1 class="unseen">{b().withDoctor(name)}</h1>
      <div class="stage">
        <Video
          stream={live.remoteStream}
          label={b().withDoctor(name)}
          class={sees ? 'remote' : 'remote unseen-picture'}
          tapToHear={b().tapToHear}
        />
        {!sees && (
          <div class="faceless">
            <Avatar name={name} size="large" />
            <p>{live.network.value === 'connecting' ? b().connecting : b().doctorCamOff}</p>
          </div>
        )}
        <TopLine view={view} />
        <Trouble live={live} view={view} />
        {live.camState.value === 'on' && (
          <Video own stream={live.localStream} label={b().ownPicture} class="own-corner" />
        )}
      </div>
      <Faults live={live} />
      {sheet.value === 'chat' && <Chat live={live} close={toggle('chat')} />}
      {sheet.value === 'vitals' && <VitalsSheet live={live} view={view} close={toggle('vitals')} />}
      <Controls live={live} sheet={sheet.value} toggle={toggle} end={setTo(ending, true)} />
      <Dialog open={ending.value} title={b().endAsk} onClose={setTo(ending, false)}>
        <Button kind="danger" icon="hangup" wide onClick={() => void live.hangUp()}>
          {b().end}
        </Button>
        <Button wide onClick={setTo(ending, false)}>
          {common().cancel}
        </Button>
      </Dialog>
    </main>
  );
}

function TopLine({ view }: { view: View }) {
  const now = useNow();
  return (
    <div class="top-line">
      <strong>{b().withDoctor(view.holder?.name ?? '')}</strong>
      <span class="number">{stopwatch(since(view.answered_at ?? view.requested_at, now))}</span>
    </div>
  );
}

function Trouble({ live, view }: { live: Call; view: View }) {
  const words =
    view.state === 'on_hold'
      ? b().onHold
      : view.holder_lost
        ? b().doctorLost
        : live.network.value === 'reconnecting'
          ? b().reconnecting
          : null;
  return words ? (
    <div class="over" role="alert">
      <p>{words}</p>
    </div>
  ) : null;
}

function Faults({ live }: { live: Call }) {
  const mic = live.micFault.value;
  if (!mic && !live.camFault.value) return null;
  return (
    <div class="asides">
      <Notice tone="warn">{mic ? b().micFault : b().camFault}</Notice>
      <Button onClick={() => void live.openMedia()}>{b().tryAgain}</Button>
    </div>
  );
}

interface ControlsProps {
  live: Call;
  sheet: Sheet;
  toggle: (one: Sheet) => () => void;
  end: () => void;
}

function Controls({ live, sheet, toggle, end }: ControlsProps) {
  const mic = live.micState.value === 'on';
  const camera = live.camState.value === 'on';
  return (
    <div class="controls">
      <div class="toggles">
        <Control
          icon={mic ? 'mic' : 'micOff'}
          word={mic ? b().mic.on : b().mic.off}
          pressed={!mic}
          onClick={() => void live.toggleMic()}
        />
        <Control
          icon={camera ? 'camera' : 'cameraOff'}
          word={camera ? b().camera.on : b().camera.off}
          pressed={!camera}
          onClick={() => void live.toggleCamera()}
        />
        {live.severalCameras.value && camera && (
          <Control icon="flip" word={b().flip} onClick={() => void live.switchCamera()} />
        )}
        <Control icon="edit" word={b().vitals} pressed={sheet === 'vitals'} onClick={toggle('vitals')} />
        <Control icon="chat" word={b().chat} pressed={sheet === 'chat'} onClick={toggle('chat')} />
      </div>
      <Control icon="hangup" tone="danger" word={b().end} onClick={end} />
    </div>
  );
}

function VitalsSheet({ live, view, close }: { live: Call; view: View; close: () => void }) {
  return (
    <section class="chat vitals-sheet" aria-label={v().title}>
      <SheetHead title={v().title} close={close} />
      <Vitals vitals={view.vitals} />
      <VitalsForm api={api} callId={view.id} sources={['measured', 'device', 'reported']} onView={live.adopt} />
    </section>
  );
}

function SheetHead({ title, close }: { title: string; close: () => void }) {
  return (
    <div class="row apart">
      <h2>{title}</h2>
      <Button kind="quiet" icon="close" onClick={close}>
        {common().close}
      </Button>
    </div>
  );
}

function Chat({ live, close }: { live: Call; close: () => void }) {
  const text = useSignal('');
  const send = (event: Event) => {
    event.preventDefault();
    if (!text.value.trim()) return;
    live.sendMessage(text.value);
    text.value = '';
  };
  return (
    <section class="chat" aria-label={b().chat}>
      <SheetHead title={b().chat} close={close} />
      {live.messages.value.length === 0 && <Empty>{b().chatEmpty}</Empty>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ol aria-live="polite" aria-label={b().chat} tabIndex={0}>
        {live.messages.value.map((one) => (
          <li key={one.id} class={one.mine ? 'said mine' : 'said'}>
            <p>{one.body}</p>
            <p class="soft">
              {one.mine ? b().me : b().withDoctor(one.author_name)} · {clock(one.sent_at)}
              {one.pending && ` · ${b().unsent}`}
            </p>
          </li>
        ))}
      </ol>
      <form class="write" onSubmit={send}>
        <input
          class="input"
          aria-label={b().chatWrite}
          placeholder={b().chatWrite}
          maxLength={2000}
          autocomplete="off"
          value={text.value}
          onInput={(event) => into(text)(event.currentTarget.value)}
        />
        <Button kind="primary" icon="send" type="submit">
          {b().chatSend}
        </Button>
      </form>
    </section>
  );
}
