import type { Shape } from '../api/client';
import { t } from '../i18n/clinic';
import { q } from '../i18n/queue';
import { clockSeconds, stopwatch } from '../lib/format';
import { Pill } from '../ui';

type Told = Shape<'CallStory'>;
type Ring = Shape<'StoryRing'>;

/** The call's own ladder: each rung, when it began, and whom it rang with what result. */
export function Rungs({ told }: { told: Told }) {
  return (
    <ol class="rows">
      {told.ladder.rungs.map((rung, at) => (
        <li class="stack tight" key={at}>
          <div class="row apart">
            <span>
              <strong>
                {at + 1}. {q().whom[rung.whom]}
              </strong>{' '}
              <span class="soft">
                {q().manner[rung.manner ?? 'one_by_one']}
                {began(told, at)}
              </span>
            </span>
            <Standing told={told} at={at} />
          </div>
          <Rings rings={told.rings.filter((ring) => ring.rung === at)} />
        </li>
      ))}
    </ol>
  );
}

function began(told: Told, at: number): string {
  const step = told.steps.filter(({ rung }) => rung === at).at(-1);
  const when = step?.at ?? (at === 0 ? told.call.requested_at : null);
  return when && at <= told.call.rung ? ` · ${q().began(clockSeconds(when))}` : '';
}

function Standing({ told: { call, rings }, at }: { told: Told; at: number }) {
  if (at > call.rung) return <Pill>{q().notYet}</Pill>;
  if (at === call.rung && (call.state === 'waiting' || call.state === 'ringing')) {
    return <Pill tone="lamp">{q().here}</Pill>;
  }
  return <Pill>{rings.some(({ rung }) => rung === at) ? q().done : q().skipped}</Pill>;
}

function Rings({ rings }: { rings: Ring[] }) {
  return (
    <ol class="stack tight">
      {rings.map((ring) => (
        <li class="row apart ring" key={ring.number}>
          <span>
            <span class="number soft">{clockSeconds(ring.rung_at)}</span> {ring.practitioner.name}
            {ring.knock && <span class="soft"> ({q().knock})</span>}
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
  );
}
