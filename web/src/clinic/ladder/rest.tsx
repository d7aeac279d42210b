import type { Shape } from '../../api/client';
import { l } from '../../i18n/ladder';
import { s } from '../../i18n/staff';
import { Part } from '../../staff/part';
import { Notice } from '../../ui';
import { Duration, Pick } from './fields';
import type { Ladder, Resort, Waking } from './ladder';
import { change, choices } from './state';

/** Who answers for the call-back, from when, and how they are reminded. */
export function LastResort({ ladder }: { ladder: Ladder }) {
  const last = ladder.last_resort;
  const set = (part: Partial<Resort>) => change({ ...ladder, last_resort: { ...last, ...part } });
  const time = (key: 'after' | 'due' | 'deputy_after' | 'remind_every', label: string, hint?: string) => (
    <Duration
      bound={`last_resort.${key}`}
      name={`last_resort.${key}`}
      label={label}
      {...(hint ? { hint } : {})}
      value={last[key]}
      onSeconds={(value) => set({ [key]: value })}
    />
  );
  return (
    <Part title={l().resort}>
      {last.after > ladder.give_up_after && <Notice tone="danger">{l().tooLate}</Notice>}
      {last.owner !== null && last.owner === last.deputy && <Notice tone="warn">{l().samePerson}</Notice>}
      <div class="times">
        {time('after', l().after, l().afterHint)}
        {time('due', l().due, l().dueHint)}
      </div>
      <Person label={l().owner} none={l().ownerNone} value={last.owner} onPick={(owner) => set({ owner })} />
      <Person label={l().deputy} none={l().deputyNone} value={last.deputy} onPick={(deputy) => set({ deputy })} />
      <div class="times">
        {time('deputy_after', l().deputyAfter)}
        {time('remind_every', l().remindEvery)}
      </div>
    </Part>
  );
}

interface PersonProps {
  label: string;
  none: string;
  value: string | null;
  onPick: (account: string | null) => void;
}

function Person({ label, none, value, onPick }: PersonProps) {
  return (
    <Pick
      label={label}
      value={value ?? ''}
      options={[{ value: '', label: none }, ...people(choices.value?.people ?? [])]}
      onPick={(account) => onPick(account || null)}
    />
  );
}

/** Each person once, with what they are and where. */
function people(rows: Shape<'Answerable'>[]): { value: string; label: string }[] {
  const once = new Map(rows.map((row) => [row.account_id, row]));
  return [...once.values()].map((row) => ({
    value: row.account_id,
    label: `${row.name} · ${s().role[row.role] ?? row.role}, ${row.facility_name}`,
  }));
}

/** How a doctor who is rung is woken. */
export function WakingTimes({ ladder }: { ladder: Ladder }) {
  const times: [keyof Waking, string][] = [
    ['push_every', l().pushEvery],
    ['sms_after', l().smsAfter],
    ['voice_after', l().voiceAfter],
  ];
  return (
    <Part title={l().waking}>
      <div class="times">
        {times.map(([key, label]) => (
          <Duration
            key={key}
            bound={`waking.${key}`}
            name={`waking.${key}`}
            label={label}
            value={ladder.waking[key]}
            onSeconds={(value) => change({ ...ladder, waking: { ...ladder.waking, [key]: value } })}
          />
        ))}
      </div>
    </Part>
  );
}

type Times = Exclude<keyof Ladder, 'rungs' | 'last_resort' | 'waking'>;

/** Seats, holds, handovers, the note, and when a call gives up. */
export function OtherTimes({ ladder }: { ladder: Ladder }) {
  const times: [Times, string][] = [
    ['give_up_after', l().giveUpAfter],
    ['regret', l().regret],
    ['seat', l().seat],
    ['seat_while_dialling', l().seatWhileDialling],
    ['hold_for', l().holdFor],
    ['offer_for', l().offerFor],
    ['wrap_up', l().wrapUp],
  ];
  return (
    <Part title={l().other}>
      <div class="times">
        {times.map(([key, label]) => (
          <Duration
            key={key}
            bound={`ladder.${key}`}
            name={`ladder.${key}`}
            label={label}
            value={ladder[key]}
            onSeconds={(value) => change({ ...ladder, [key]: value })}
          />
        ))}
      </div>
    </Part>
  );
}
