import type { ComponentChildren } from 'preact';
import type { Shape } from '../api/client';
import { t } from '../i18n/clinic';
import { q } from '../i18n/queue';
import { clock, stopwatch } from '../lib/format';
import { Part } from '../staff/part';
import { since, useNow } from '../staff/tick';
import { Empty, Waiting } from '../ui';
import { Owed } from './owed';
import { Gap, People } from './people';
import { Lines } from './queue';
import { tonight } from './state';
import { WakeMe } from './wakefulness';

/** The hour from which a night is counted; by day the figures run from six in the morning. */
const EVENING = 18;

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
      <Gap night={night} />
      <Figures night={night} now={now} />
      <div class="clinic-columns">
        <div class="stack">
          <Part title={t().live} count={night.live.length}>
            {night.live.length === 0 && <Empty>{t().liveEmpty}</Empty>}
            <Lines lines={night.live} now={now} />
          </Part>
          <Part title={q().owed} count={night.callbacks.length}>
            {night.callbacks.length === 0 && <Empty>{q().owedEmpty}</Empty>}
            <Owed owed={night.callbacks} now={now} />
          </Part>
        </div>
        <Part title={t().onDuty} count={night.on_duty.length}>
          {night.on_duty.length === 0 && <Empty>{t().onDutyEmpty}</Empty>}
          <People people={night.on_duty} now={now} />
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
