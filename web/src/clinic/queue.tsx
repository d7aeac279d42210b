import type { Shape } from '../api/client';
import { t } from '../i18n/clinic';
import { q } from '../i18n/queue';
import { clock, clockSeconds, stopwatch } from '../lib/format';
import { since } from '../staff/tick';
import { Pill } from '../ui';
import { Priority } from './priority';
import { openStory } from './state';

type Line = Shape<'QueueLine'>;

/** Calls as rows; each opens into its story. */
export function Lines({ lines, now }: { lines: Line[]; now: number }) {
  return (
    <ul class="rows">
      {lines.map((line) => (
        <li key={line.call_id}>
          <button type="button" class="line" aria-haspopup="dialog" onClick={() => void openStory(line.call_id)}>
            <span class="number line-time">{clock(line.requested_at)}</span>
            <span class="grow">
              <strong>{line.patient_label || t().someone}</strong>
              <br />
              <span class="soft">{detail(line, now)}</span>
            </span>
            <span class="row">
              {line.state !== 'ended' && <Priority level={line.priority} />}
              {line.callback && <Pill tone="lamp">{t().callback}</Pill>}
              <StatePill line={line} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

const open = ({ state }: Line) => state === 'waiting' || state === 'ringing';

function detail(line: Line, now: number): string {
  const waited = line.answered_at || line.ended_at ? line.waited_seconds : since(line.requested_at, now);
  const parts = [t().waitedFor(stopwatch(waited))];
  if (line.holder) parts.push(t().with(line.holder.name));
  if (line.ringing.length) parts.push(t().ringingAt(line.ringing.map(({ name }) => name).join(', ')));
  if (open(line)) parts.push(standing(line));
  return parts.join(' · ');
}

/** Where on its ladder an open call stands: "Bậc 2/4 · bậc sau lúc 02:13:20". */
export function standing({ rung, rungs, rung_ends_at: ends }: Line): string {
  const next = ends ? q().nextRung(clockSeconds(ends)) : q().lastRung;
  return `${q().rung(rung + 1, rungs)} · ${next}`;
}

export function StatePill({ line }: { line: Line }) {
  if (line.state === 'ended') {
    const good = line.end_reason === 'completed';
    return <Pill tone={good ? 'good' : ''}>{t().endReason[line.end_reason ?? ''] ?? t().state.ended}</Pill>;
  }
  if (line.state === 'on_hold') return <Pill tone="lamp">{q().onHold}</Pill>;
  return <Pill tone={line.state === 'connected' ? 'good' : 'lamp'}>{t().state[line.state]}</Pill>;
}
