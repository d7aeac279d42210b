import { useLayoutEffect, useRef } from 'preact/hooks';
import { l } from '../../i18n/ladder';
import { q } from '../../i18n/queue';
import { Button, Choice } from '../../ui';
import { Duration, Pick, Rounds } from './fields';
import { changed, type Ladder, MOST_RUNGS, moved, type Rung, withOneMore, without } from './ladder';
import { change, rounds } from './state';

const WHOM = ['station', 'neighbours', 'hospital', 'province', 'everyone'] as const;
const MANNERS = ['one_by_one', 'all_at_once'] as const;

/** The rungs, each a card; buttons move, add and remove them, by mouse and keyboard alike. */
export function RungList({ ladder }: { ladder: Ladder }) {
  const list = useRef<HTMLOListElement>(null);
  const keys = useKeys(ladder.rungs.length);
  const wanted = useRef<{ at: number; by: -1 | 1 } | null>(null);
  useLayoutEffect(() => {
    if (wanted.current) focusOn(list.current, wanted.current.at, wanted.current.by);
    wanted.current = null;
  });
  const move = (at: number, by: -1 | 1) => {
    const [key] = keys.splice(at, 1);
    if (key !== undefined) keys.splice(at + by, 0, key);
    change(moved(ladder, at, by));
    wanted.current = { at: at + by, by };
  };
  const remove = (at: number) => {
    keys.splice(at, 1);
    change(without(ladder, at));
    wanted.current = { at: Math.max(0, at - 1), by: 1 };
  };
  const add = () => {
    keys.splice(keys.length - 1, 0, fresh());
    change(withOneMore(ladder));
    wanted.current = { at: ladder.rungs.length - 1, by: -1 };
  };
  return (
    <>
      <ol class="stack" ref={list}>
        {ladder.rungs.map((rung, at) => (
          <li key={`${rounds.value}-${keys[at]}`} class="rung-card stack">
            <div class="row apart">
              <h3>{l().rung(at + 1)}</h3>
              <span class="row">
                <Button class="rung-up" disabled={at === 0} onClick={() => move(at, -1)}>
                  {l().up} <span class="unseen">{l().ofRung(at + 1)}</span>
                </Button>
                <Button class="rung-down" disabled={at === ladder.rungs.length - 1} onClick={() => move(at, 1)}>
                  {l().down} <span class="unseen">{l().ofRung(at + 1)}</span>
                </Button>
                <Button kind="quiet" icon="trash" disabled={ladder.rungs.length === 1} onClick={() => remove(at)}>
                  {l().remove} <span class="unseen">{l().ofRung(at + 1)}</span>
                </Button>
              </span>
            </div>
            <Fields ladder={ladder} rung={rung} at={at} name={`rung-${keys[at]}`} />
          </li>
        ))}
      </ol>
      {ladder.rungs.length < MOST_RUNGS ? (
        <Button icon="plus" onClick={add}>
          {l().add}
        </Button>
      ) : (
        <p class="soft">{l().full}</p>
      )}
    </>
  );
}

let last = 0;
const fresh = () => ++last;

/** A name for each card that stays with it when it moves. */
function useKeys(count: number): number[] {
  const keys = useRef<number[]>([]);
  while (keys.current.length < count) keys.current.push(fresh());
  keys.current.length = count;
  return keys.current;
}

/** The keyboard stays with the card that moved: on the button it was moved by, or the other where that one is spent. */
function focusOn(list: HTMLElement | null, at: number, by: -1 | 1): void {
  const card = list?.children[at];
  const [first, second] = by < 0 ? ['.rung-up', '.rung-down'] : ['.rung-down', '.rung-up'];
  const button = (name: string) => card?.querySelector<HTMLButtonElement>(`${name}:not(:disabled)`);
  (button(first as string) ?? button(second as string))?.focus();
}

function Fields({ ladder, rung, at, name }: { ladder: Ladder; rung: Rung; at: number; name: string }) {
  const set = (part: Partial<Rung>) => change(changed(ladder, at, part));
  const isLast = at === ladder.rungs.length - 1;
  const time = (key: 'lasts' | 'ring_for' | 'next_after' | 'pause', label: string) => (
    <Duration
      bound={`rung.${key}`}
      name={`${name}.${key}`}
      label={label}
      value={rung[key]}
      onSeconds={(value) => set({ [key]: value })}
    />
  );
  return (
    <>
      <Pick
        label={l().whom}
        value={rung.whom}
        options={WHOM.map((value) => ({ value, label: q().whom[value] ?? value }))}
        onPick={(value) => set({ whom: value as Rung['whom'] })}
      />
      <Choice
        label={l().manner}
        value={rung.manner}
        options={MANNERS.map((value) => ({ value, label: q().manner[value] ?? value }))}
        onChoose={(manner) => set({ manner })}
      />
      <div class="times">
        {!isLast && time('lasts', l().lasts)}
        {time('ring_for', l().ringFor)}
        {rung.manner === 'one_by_one' && time('next_after', l().nextAfter)}
        {time('pause', l().pause)}
      </div>
      {isLast ? (
        <p class="soft">{l().lastLasts}</p>
      ) : (
        <Rounds name={`${name}.rounds`} value={rung.rounds} onCount={(count) => set({ rounds: count })} />
      )}
    </>
  );
}
