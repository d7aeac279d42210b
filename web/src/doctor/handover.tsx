import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Shape } from '../api/client';
import { common } from '../i18n/common';
import { p } from '../i18n/passing';
import { s } from '../i18n/staff';
import { stopwatch } from '../lib/format';
import { useNow } from '../staff/tick';
import type { View } from '../state/call';
import { Avatar, Button, Dialog, Notice, Waiting } from '../ui';
import { api, attempt, duty } from './state';

interface HandOverProps {
  view: View;
  /** Of a caller on hold: who, since another call may be on the page. */
  whom?: string;
  /** Something was done: look at the call again. */
  changed: () => Promise<void>;
}

/** Hand a held call over, also one on hold: choose a colleague on duty, wait for the yes; until then it stays here. */
export function HandOver({ view, whom, changed }: HandOverProps) {
  const choosing = useSignal(false);
  const refused = useRefused(view);
  const offer = async (to: string) => {
    choosing.value = false;
    refused.value = null;
    const body = { practitioner_id: to };
    await attempt(() => api.post('/api/calls/{id}/handover', { path: { id: view.id }, body }));
    await changed();
  };
  if (view.handover_to) return <Asked view={view} changed={changed} />;
  return (
    <>
      {refused.value && <Notice tone="warn">{p().notTaken(refused.value)}</Notice>}
      <Button icon="people" wide onClick={() => (choosing.value = true)}>
        {whom ? p().handOverWhom(whom) : p().handOver}
      </Button>
      <Colleagues
        open={choosing.value}
        title={p().handOverTo}
        close={() => (choosing.value = false)}
        choose={(to) => void offer(to)}
      />
    </>
  );
}

function Asked({ view, changed }: HandOverProps) {
  const now = useNow();
  const left = view.handover_until ? (Date.parse(view.handover_until) - now) / 1000 : 0;
  const takeBack = async () => {
    await attempt(() => api.post('/api/calls/{id}/handover/decline', { path: { id: view.id } }));
    await changed();
  };
  return (
    <div class="stack tight">
      <Waiting>
        {p().waitingFor(view.handover_to?.name ?? '')} <span class="number">{p().left(stopwatch(left))}</span>
      </Waiting>
      <Button wide onClick={() => void takeBack()}>
        {p().takeBack}
      </Button>
    </div>
  );
}

/** Whom was asked before and did not take it: the offer is gone and the call is still here. */
function useRefused(view: View) {
  const asked = useRef<string | null>(null);
  const refused = useSignal<string | null>(null);
  const name = view.handover_to?.name ?? null;
  useEffect(() => {
    if (name) refused.value = null;
    else if (asked.current) refused.value = asked.current;
    asked.current = name;
  }, [name]);
  return refused;
}

interface ColleaguesProps {
  open: boolean;
  title: string;
  close: () => void;
  choose: (practitioner: string) => void;
}

/** Everybody else on duty; who is in a call cannot say yes now, and is shown so. */
export function Colleagues({ open, title, close, choose }: ColleaguesProps) {
  const people = (duty.value?.colleagues ?? []).filter((one) => !one.standby);
  return (
    <Dialog open={open} title={title} onClose={close}>
      <p class="soft">{p().handOverMeans}</p>
      {people.length === 0 && <p>{p().nobodyElse}</p>}
      <ul class="stack tight">
        {people.map((one) => (
          <li key={one.practitioner.id}>
            <button
              type="button"
              class="line choice"
              disabled={one.engaged}
              onClick={() => choose(one.practitioner.id)}
            >
              <Avatar name={one.practitioner.name} size="small" />
              <span class="grow">
                <strong>{one.practitioner.name}</strong>
                <br />
                <span class="soft">
                  {one.practitioner.facility_name} · {stateWords(one)}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <Button wide onClick={close}>
        {common().cancel}
      </Button>
    </Dialog>
  );
}

export function stateWords(one: Shape<'OnDuty'>): string {
  if (one.engaged) return s().engaged;
  if (one.leaving_at) return p().leavingPill;
  if (one.busy_until && Date.parse(one.busy_until) > Date.now()) return p().writingPill;
  return s().free;
}
