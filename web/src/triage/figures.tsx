import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { q } from '../i18n/triage';
import { into } from '../lib/signals';
import { Button, Choice, Field } from '../ui';
import type { Card } from './state';

type Props = { card: Card; say: (answer: string) => void };

/** A card that is answered with a figure, an hour or an age. "KHÔNG RÕ" is an answer to each. */
export function Figure(props: Props) {
  switch (props.card.kind) {
    case 'pressure':
      return <Pressure {...props} />;
    case 'time':
      return <Hour {...props} />;
    case 'days':
      return <Days {...props} />;
    case 'age':
      return <Age {...props} />;
    default:
      return <Measured {...props} />;
  }
}

function Form({ children, ready, send, say }: FormProps) {
  const submit = (event: Event) => {
    event.preventDefault();
    if (ready) send();
  };
  return (
    <form class="stack" onSubmit={submit}>
      {children}
      <Button type="submit" kind="primary" wide disabled={!ready}>
        {q().send}
      </Button>
      <Button wide onClick={() => say('unknown')}>
        {q().unknown}
      </Button>
    </form>
  );
}
type FormProps = { children: ComponentChildren; ready: boolean; send: () => void; say: Props['say'] };

/** As people write a figure here: a decimal comma. NaN when it is none. */
export const figure = (text: string): number => (text.trim() ? Number(text.trim().replace(',', '.')) : Number.NaN);

function Measured({ card, say }: Props) {
  const text = useSignal('');
  const value = Math.round(figure(text.value) * 10) / 10;
  const fits = value >= card.low && value <= card.high;
  return (
    <Form ready={fits} send={() => say(String(value))} say={say}>
      <Field
        label={q().figure(card.unit)}
        inputMode="decimal"
        autocomplete="off"
        maxLength={5}
        value={text.value}
        onText={into(text)}
        fault={text.value.length > 1 && !fits ? q().between(card.low, card.high) : null}
      />
    </Form>
  );
}

/** "14/9" is how callers say 140/90: shown as it is understood, and sent only so. */
export function pressureOf(upper: string, lower: string): string | null {
  let [high, low] = [figure(upper), figure(lower)];
  if (high < 30 && low < 20) [high, low] = [high * 10, low * 10];
  const plausible = high >= 40 && high <= 300 && low >= 20 && low <= 200 && low < high;
  return plausible ? `${Math.round(high)}/${Math.round(low)}` : null;
}

function Pressure({ say }: Props) {
  const upper = useSignal('');
  const lower = useSignal('');
  const value = pressureOf(upper.value, lower.value);
  const field = { inputMode: 'decimal', autocomplete: 'off', maxLength: 4 } as const;
  const said = upper.value.length > 1 && lower.value.length > 1;
  return (
    <Form ready={value !== null} send={() => value && say(value)} say={say}>
      <Field label={q().upper} {...field} value={upper.value} onText={into(upper)} />
      <Field
        label={q().lower}
        {...field}
        value={lower.value}
        onText={into(lower)}
        fault={said && !value ? q().pressureFault : null}
      />
      {value && <p class="center strong number">{q().meant(value)}</p>}
    </Form>
  );
}

function Hour({ say }: Props) {
  const text = useSignal('');
  return (
    <Form ready={/^\d\d:\d\d/.test(text.value)} send={() => say(text.value.slice(0, 5))} say={say}>
      <Field label={q().hour} type="time" value={text.value} onText={into(text)} />
      <Button wide onClick={() => say('over-a-day')}>
        {q().overADay}
      </Button>
    </Form>
  );
}

const WEEK = ['1', '2', '3', '4', '5', '6', '7'];

function Days({ say }: Props) {
  return (
    <div class="stack">
      <div class="days">
        {WEEK.map((day) => (
          <Button key={day} class="number" onClick={() => say(day)}>
            {day}
          </Button>
        ))}
      </div>
      <Button wide onClick={() => say('8')}>
        {q().overAWeek}
      </Button>
      <Button wide onClick={() => say('unknown')}>
        {q().unknown}
      </Button>
    </div>
  );
}

function Age({ say }: Props) {
  const text = useSignal('');
  const unit = useSignal<'years' | 'months'>('years');
  const months = figure(text.value) * (unit.value === 'years' ? 12 : 1);
  return (
    <Form ready={Number.isInteger(months) && months >= 0 && months <= 1440} send={() => say(String(months))} say={say}>
      <Field
        label={q().ageLabel}
        inputMode="numeric"
        autocomplete="off"
        maxLength={3}
        value={text.value}
        onText={into(text)}
      />
      <Choice
        label={q().ageLabel}
        hideLabel
        value={unit.value}
        onChoose={into(unit)}
        options={(['years', 'months'] as const).map((value) => ({ value, label: q()[value] }))}
      />
    </Form>
  );
}
