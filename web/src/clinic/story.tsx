import type { Shape } from '../api/client';
import { t } from '../i18n/clinic';
import { common } from '../i18n/common';
import { q } from '../i18n/queue';
import { clockSeconds, stopwatch } from '../lib/format';
import { Button, Dialog, Pill } from '../ui';
import { Deliveries } from './deliveries';
import { Priority } from './priority';
import { StatePill, standing } from './queue';
import { Rungs } from './rungs';
import { alerts, story } from './state';

/** The story of one call: rung whom, when, with what result; every step. Renewed while it is open. */
export function Story() {
  const told = story.value;
  const close = () => {
    story.value = null;
  };
  return (
    <Dialog
      open={told !== null}
      title={told ? t().storyOf(told.call.patient_label || t().someone) : t().story}
      onClose={close}
    >
      {told && <Told told={told} />}
      <Button kind="primary" wide onClick={close}>
        {common().close}
      </Button>
    </Dialog>
  );
}

const OPEN = new Set(['waiting', 'ringing']);

/** Who did it, where the call stands by it, and the rung or the rank it got. */
function outcome(step: Shape<'StoryStep'>): string {
  const parts = [t().actor[step.actor] ?? step.actor, t().state[step.to_state] ?? step.to_state];
  if (step.rung !== null) parts.push(q().rungAlone(step.rung + 1));
  if (step.priority !== null) parts.push(q().priority[step.priority] ?? '');
  return parts.join(' · ');
}

function Told({ told }: { told: Shape<'CallStory'> }) {
  const { call, steps } = told;
  return (
    <>
      <div class="row">
        <Priority level={call.priority} />
        <StatePill line={call} />
        {call.callback && <Pill tone="lamp">{t().callback}</Pill>}
        <span class="soft number">{t().waitedFor(stopwatch(call.waited_seconds))}</span>
      </div>
      {OPEN.has(call.state) && <p class="number">{standing(call)}</p>}
      <h3>{q().ladder}</h3>
      <Rungs told={told} />
      <h3>{q().alerts}</h3>
      <Deliveries alerts={alerts.value} />
      <h3>{t().steps}</h3>
      <ol class="steps">
        {steps.map((step) => (
          <li key={step.version}>
            <span class="number soft">{clockSeconds(step.at)}</span>
            <span>
              <strong>{t().event[step.event] ?? step.event}</strong>
              <br />
              <span class="soft">{outcome(step)}</span>
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}
