import type { Shape } from '../api/client';
import { t } from '../i18n/clinic';
import { common } from '../i18n/common';
import { clockSeconds, stopwatch } from '../lib/format';
import { Button, Dialog, Pill } from '../ui';
import { story } from './state';
import { StatePill } from './tonight';

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

function Told({ told }: { told: Shape<'CallStory'> }) {
  const { call, rings, steps } = told;
  return (
    <>
      <div class="row">
        <StatePill line={call} />
        {call.callback && <Pill tone="lamp">{t().callback}</Pill>}
        <span class="soft number">{t().waitedFor(stopwatch(call.waited_seconds))}</span>
      </div>
      <h3>{t().rung}</h3>
      {rings.length === 0 && <p class="soft">{t().rungNobody}</p>}
      <ol class="rows">
        {rings.map((ring) => (
          <li class="row apart ring" key={ring.number}>
            <span>
              <span class="number soft">{clockSeconds(ring.rung_at)}</span> {ring.practitioner.name}
            </span>
            <span>
              <strong>{t().outcome[ring.outcome] ?? ring.outcome}</strong>{' '}
              {ring.ended_at && (
                <span class="soft number">
                  {t().lasted(stopwatch((Date.parse(ring.ended_at) - Date.parse(ring.rung_at)) / 1000))}
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
      <h3>{t().steps}</h3>
      <ol class="steps">
        {steps.map((step) => (
          <li key={step.version}>
            <span class="number soft">{clockSeconds(step.at)}</span>
            <span>
              <strong>{t().event[step.event] ?? step.event}</strong>
              <br />
              <span class="soft">
                {t().actor[step.actor] ?? step.actor} · {t().state[step.to_state] ?? step.to_state}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}
