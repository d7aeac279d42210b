import type { ComponentChildren } from 'preact';
import type { Shape } from '../api/client';
import { t } from '../i18n/clinic';
import { s } from '../i18n/staff';
import { clock, stopwatch } from '../lib/format';
import { Part } from '../staff/part';
import { since, useNow } from '../staff/tick';
import { Avatar, Empty, Pill, Waiting } from '../ui';
import { openStory, tonight } from './state';
import { Wakefulness, WakeMe } from './wakefulness';

/** The hour from which a night is counted; by day the figures run from six in the morning. */
const EVENING = 18;

type Line = Shape<'QueueLine'>;

/** Tonight at a glance, and the queue as rows that open into the story of one call. */
export function TonightView() {
  const now = useNow();
  const night = tonight.value;
  if (!night) return <Waiting>{t().loading}</Waiting>;
  return (
    <>
      <div class="row apart">
        <h1>
          {Number.parseInt(clock(night.since), 10) >= EVENING ? t().tonight : t().today}{' '}
          <span class="soft since">{t().since(clock(night.since))}</span>
        </h1>
        <span class="soft number">{t().updated(clock(night.server_time))}</span>
      </div>
      <Figures night={night} now={now} />
      <div class="clinic-columns">
        <Part title={t().live} count={night.live.length}>
          {night.live.length === 0 && <Empty>{t().liveEmpty}</Empty>}
          <Lines lines={night.live} now={now} />
        </Part>
        <Part title={t().onDuty} count={night.on_duty.length}>
          {night.on_duty.length === 0 && <Empty>{t().onDutyEmpty}</Empty>}
          <People people={night.on_duty} />
          <WakeMe />
        </Part>
      </div>
      <Part title={t().recent} count={night.recent.length}>
        {night.recent.length === 0 && <Empty>{t().recentEmpty}</Empty>}
        <Lines lines={night.recent} now={now} />
      </Part>
    </>
  );
}

function Figures({ night, now }: { night: Shape<'Tonight'>; now: number }) {
  const open = night.live.filter(({ state }) => state === 'waiting' || state === 'ringing');
  const longest = Math.max(-1, ...open.map((line) => since(line.requested_at, now)));
  const { answered, answered_within_two_minutes: prompt } = night;
  return (
    <dl class="figures">
      <Figure word={t().waiting} lit={night.waiting > 0}>
        {night.waiting}
      </Figure>
      <Figure word={t().longest} lit={longest > 120}>
        {longest < 0 ? '–' : stopwatch(longest)}
      </Figure>
      <Figure word={t().inCall}>{night.in_call}</Figure>
      <Figure word={t().prompt} more={answered ? t().promptOf(prompt, answered) : t().promptNone}>
        {answered ? `${Math.round((100 * prompt) / answered)}%` : '–'}
      </Figure>
      <Figure word={t().unanswered} lit={night.unanswered > 0}>
        {night.unanswered}
      </Figure>
      <Figure word={t().callbacks} lit={night.callbacks_open > 0}>
        {night.callbacks_open}
      </Figure>
    </dl>
  );
}

interface FigureProps {
  word: string;
  more?: string;
  lit?: boolean;
  children: ComponentChildren;
}

function Figure({ word, more, lit, children }: FigureProps) {
  return (
    <div class={lit ? 'figure lit' : 'figure'}>
      <dt>{word}</dt>
      <dd class="number">{children}</dd>
      {more && <dd class="figure-more soft">{more}</dd>}
    </div>
  );
}

function People({ people }: { people: Shape<'OnDuty'>[] }) {
  return (
    <ul class="rows">
      {people.map((one) => (
        <li class="row" key={one.practitioner.id}>
          <Avatar name={one.practitioner.name} size="small" />
          <span class="grow">
            <strong>{one.practitioner.name}</strong>
            <br />
            <span class="soft">
              {one.practitioner.facility_name}, {s().since(clock(one.since))}
            </span>
          </span>
          <Wakefulness one={one} />
          <Pill tone={one.engaged ? 'lamp' : 'good'}>{one.engaged ? s().engaged : s().free}</Pill>
        </li>
      ))}
    </ul>
  );
}

function Lines({ lines, now }: { lines: Line[]; now: number }) {
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
              {line.callback && <Pill tone="lamp">{t().callback}</Pill>}
              <StatePill line={line} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function detail(line: Line, now: number): string {
  const waited = line.answered_at || line.ended_at ? line.waited_seconds : since(line.requested_at, now);
  const parts = [t().waitedFor(stopwatch(waited))];
  if (line.holder) parts.push(t().with(line.holder.name));
  if (line.ringing.length) parts.push(t().ringingAt(line.ringing.map(({ name }) => name).join(', ')));
  return parts.join(' · ');
}

export function StatePill({ line }: { line: Line }) {
  if (line.state === 'ended') {
    const good = line.end_reason === 'completed';
    return <Pill tone={good ? 'good' : ''}>{t().endReason[line.end_reason ?? ''] ?? t().state.ended}</Pill>;
  }
  return <Pill tone={line.state === 'connected' ? 'good' : 'lamp'}>{t().state[line.state]}</Pill>;
}
