import { useEffect } from 'preact/hooks';
import { explain } from '../../i18n/common';
import { l } from '../../i18n/ladder';
import { clock, day } from '../../lib/format';
import { Part } from '../../staff/part';
import { Button, Notice, Waiting } from '../../ui';
import { written } from './duration';
import type { Ladder } from './ladder';
import { Neighbours } from './neighbours';
import { LastResort, OtherTimes, WakingTimes } from './rest';
import { RungList } from './rungs';
import {
  changes,
  draft,
  fault,
  faulty,
  load,
  names,
  open,
  rounds,
  said,
  save,
  seen,
  theirs,
  unsaved,
  writes,
} from './state';
import { described, preview } from './words';
import './ladder.css';

/** The ladder of the province's night calls: read by whoever watches the queue, written by administrators. */
export function LadderPage() {
  useEffect(() => void load(), []);
  const ladder = draft.value;
  return (
    <>
      <h1>{l().title}</h1>
      <p class="soft">{l().means}</p>
      {fault.value !== null && <Notice tone="danger">{explain(fault.value)}</Notice>}
      {!ladder && fault.value === null && <Waiting>{l().loading}</Waiting>}
      {ladder && (
        <div class="clinic-columns ladder">
          <div class="stack">{writes.value ? <Editor ladder={ladder} /> : <Told ladder={ladder} />}</div>
          <div class="stack">
            <Preview ladder={ladder} />
            <Neighbours />
          </div>
        </div>
      )}
    </>
  );
}

function Editor({ ladder }: { ladder: Ladder }) {
  return (
    <>
      <Version />
      <Part title={l().rungs} count={ladder.rungs.length}>
        <RungList ladder={ladder} />
      </Part>
      <div class="stack" key={rounds.value}>
        <LastResort ladder={ladder} />
        <WakingTimes ladder={ladder} />
        <OtherTimes ladder={ladder} />
      </div>
      <Conflict />
      <Saving ladder={ladder} />
    </>
  );
}

function Told({ ladder }: { ladder: Ladder }) {
  return (
    <>
      <Notice>{l().readOnly}</Notice>
      <Version />
      <Part title={l().rungs} count={ladder.rungs.length}>
        <ul class="rows">
          {described(ladder, names).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Part>
    </>
  );
}

function Version() {
  const view = seen.value;
  if (!view?.written_at) return <p class="soft">{l().default}</p>;
  return <p class="soft">{l().written(view.version, view.written_by, when(view.written_at))}</p>;
}

const when = (iso: string) => `${clock(iso)} ${day(iso)}`;

/** One call on this ladder, from the tap on. It follows every change. */
function Preview({ ladder }: { ladder: Ladder }) {
  return (
    <Part title={l().preview}>
      <ol class="stack tight">
        {preview(ladder, names).map((line, at) => (
          <li class="preview-line" key={at}>
            <strong class="number">{written(line.at)}</strong>
            <span>{line.words}</span>
          </li>
        ))}
      </ol>
      <p class="soft">
        {l().previewEmpty} {l().previewEmergency}
      </p>
    </Part>
  );
}

function Conflict() {
  const other = theirs.value;
  if (!other) return null;
  const { was, now } = changes.value;
  return (
    <Notice tone="warn" title={l().conflict(other.written_by, other.written_at ? when(other.written_at) : '')}>
      <div class="stack">
        <p>{was.length + now.length ? l().conflictChanged : l().sameWords}</p>
        <ul class="stack tight">
          {was.map((line) => (
            <li key={line}>
              <span class="soft">{l().was}:</span> <s>{line}</s>
            </li>
          ))}
          {now.map((line) => (
            <li key={line}>
              <span class="soft">{l().now}:</span> <strong>{line}</strong>
            </li>
          ))}
        </ul>
        <div class="row">
          <Button onClick={() => open(other)}>{l().takeTheirs}</Button>
          <Button kind="danger" onClick={() => void save(other.version)}>
            {l().keepMine}
          </Button>
        </div>
      </div>
    </Notice>
  );
}

function Saving({ ladder }: { ladder: Ladder }) {
  const view = seen.value;
  if (!view) return null;
  const wrong = faulty.value.size > 0 || ladder.last_resort.after > ladder.give_up_after;
  return (
    <div class="stack saving">
      {said.value && <Notice tone="good">{l().saved}</Notice>}
      {wrong && <Notice tone="warn">{l().faulty}</Notice>}
      {!wrong && unsaved.value && <Notice>{l().unsaved}</Notice>}
      <div class="row">
        <Button
          kind="primary"
          icon="check"
          disabled={wrong || !unsaved.value || theirs.value !== null}
          onClick={() => void save(view.version)}
        >
          {l().save}
        </Button>
        <Button disabled={!unsaved.value && !wrong} onClick={() => open(view)}>
          {l().undo}
        </Button>
      </div>
    </div>
  );
}
