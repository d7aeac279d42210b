import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/doctor';
import type { Call, View } from '../state/call';
import { Button, Notice, Waiting } from '../ui';
import { Beside, CallVitals } from './beside';
import { OnHold } from './beside-calls';
import { Chat } from './chat';
import { Consent } from './consent';
import { load, open } from './encounters';
import { explain } from './explain';
import { HandOver } from './handover';
import { NoteEditor, toAdvice } from './note-editor';
import { SignedNote } from './note-signed';
import { RedFlags, whyCalled } from './red-flags';
import { History } from './ringing';
import { Controls, Dial, Stage } from './stage';
import { VisitDialog } from './visit';
import { Who } from './who';

type Tab = 'video' | 'patient' | 'note' | 'chat';
const TABS: Tab[] = ['video', 'patient', 'note', 'chat'];

/** In the call. A laptop shows picture and record side by side; a phone shows one at a time, never without the red button. */
export function CallScreen({ live }: { live: Call }) {
  const tab = useSignal<Tab>('video');
  const read = useSignal(0);
  const view = live.view.value;
  const total = live.messages.value.filter((one) => !one.mine).length;
  if (tab.value === 'chat') read.value = total;
  const encounterId = view?.encounter_id ?? null;
  useEffect(() => {
    if (encounterId) void load(encounterId).catch(() => undefined);
  }, [encounterId]);
  if (!view) return null;
  return (
    <main class={`call-screen show-${tab.value}`}>
      <h1 class="unseen">{t().inCall}</h1>
      <div class="call-left">
        <Stage live={live} view={view} />
        <Controls live={live} />
        <div class="pane pane-chat">
          <Chat live={live} />
        </div>
      </div>
      <div class="call-right">
        <div class="only-wide">
          <RedFlags view={view} />
        </div>
        <OnHold />
        {live.error.value && <Notice tone="danger">{explain(live.error.value)}</Notice>}
        <div class="pane pane-patient card">
          <div class="only-narrow">
            <RedFlags view={view} />
          </div>
          <PatientPane live={live} view={view} />
        </div>
        <div class="pane pane-note card">
          <div class="note-head">
            <h2>{t().note}</h2>
            <span class="only-narrow">
              <Button onClick={toAdvice}>{t().writeAdvice}</Button>
            </span>
          </div>
          <NotePane id={encounterId} />
        </div>
      </div>
      <Tabs tab={tab.value} choose={(one) => (tab.value = one)} unread={total - read.value} />
    </main>
  );
}

function PatientPane({ live, view }: { live: Call; view: View }) {
  const visit = useSignal<string | null>(null);
  return (
    <div class="stack">
      <Beside view={view} />
      <Who view={view} onView={live.adopt} />
      <Consent view={view} onView={live.adopt} live />
      <dl class="brief">
        <dt>{t().reason}</dt>
        <dd>{whyCalled(view) || t().reasonNone}</dd>
        <dt>{t().whoCalls}</dt>
        <dd>{[view.caller.name, t().relation[view.caller.relation]].filter(Boolean).join(', ')}</dd>
      </dl>
      <CallVitals view={view} live={live} />
      <HandOver view={view} changed={live.refresh} />
      <Dial phone={view.caller.phone} />
      <details open={!view.patient_confirmed} class="fold">
        <summary>
          {t().history} ({view.history?.length ?? 0})
        </summary>
        <History visits={view.history ?? []} open={(id) => (visit.value = id)} />
      </details>
      <VisitDialog id={visit.value} close={() => (visit.value = null)} />
    </div>
  );
}

function NotePane({ id }: { id: string | null }) {
  const here = id ? open.value[id] : undefined;
  if (!here) return <Waiting>{t().loading}</Waiting>;
  return here.note.status.value === 'signed' ? <SignedNote {...here} /> : <NoteEditor note={here.note} />;
}

function Tabs({ tab, choose, unread }: { tab: Tab; choose: (tab: Tab) => void; unread: number }) {
  return (
    <nav class="tabs" aria-label={t().inCall}>
      {TABS.map((one) => (
        <button type="button" key={one} aria-pressed={one === tab} onClick={() => choose(one)}>
          {t().tabs[one]}
          {one === 'chat' && unread > 0 && <span class="count number">{unread}</span>}
        </button>
      ))}
    </nav>
  );
}
