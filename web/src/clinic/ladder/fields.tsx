import { useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import { l } from '../../i18n/ladder';
import { Field } from '../../ui';
import { seconds, written } from './duration';
import { choices, mark } from './state';

interface DurationProps {
  /** Its name on the server, e.g. "rung.lasts"; the bounds come from there. */
  bound: string;
  /** Unique on the page. */
  name: string;
  label: string;
  hint?: string;
  value: number;
  onSeconds: (value: number) => void;
}

/** A time as minutes:seconds. What is typed stays; only a time within the bounds is taken. */
export function Duration({ bound, name, label, hint, value, onSeconds }: DurationProps) {
  const text = useSignal(written(value));
  const [low = 0, high = 0] = choices.value?.bounds[bound] ?? [];
  const wrong = fault(text.value, low, high);
  useEffect(() => () => mark(name, false), [name]);
  const type = (typed: string) => {
    text.value = typed;
    const found = seconds(typed);
    const bad = fault(typed, low, high) !== null;
    mark(name, bad);
    if (found !== null && !bad) onSeconds(found);
  };
  return (
    <Field
      label={label}
      hint={hint ?? ''}
      fault={wrong}
      value={text.value}
      onText={type}
      autocomplete="off"
      class="number duration"
      placeholder={l().time}
    />
  );
}

function fault(text: string, low: number, high: number): string | null {
  const found = seconds(text);
  if (found === null) return l().badTime;
  return found < low || found > high ? l().outOfBounds(written(low), written(high)) : null;
}

/** How many rounds, 1 to 100. */
export function Rounds({ name, value, onCount }: { name: string; value: number; onCount: (value: number) => void }) {
  const text = useSignal(String(value));
  const wrong = !/^([1-9]\d?|100)$/.test(text.value.trim());
  useEffect(() => () => mark(name, false), [name]);
  const type = (typed: string) => {
    text.value = typed;
    const good = /^([1-9]\d?|100)$/.test(typed.trim());
    mark(name, !good);
    if (good) onCount(Number(typed));
  };
  return (
    <Field
      label={l().rounds}
      hint={l().roundsHint}
      fault={wrong ? l().badRounds : null}
      value={text.value}
      onText={type}
      inputMode="numeric"
      autocomplete="off"
      class="number duration"
    />
  );
}

/** One of several, in the browser's own list: long lists, one line. */
export function Pick({
  label,
  hint,
  value,
  options,
  onPick,
}: {
  label: string;
  hint?: string;
  value: string;
  options: { value: string; label: string }[];
  onPick: (value: string) => void;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && <span class="hint">{hint}</span>}
      <select id={id} class="input" value={value} onChange={(event) => onPick(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
