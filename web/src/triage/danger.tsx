import type { Shape } from '../api/client';
import { language } from '../i18n';
import { q } from '../i18n/triage';
import { phoneWords } from '../lib/format';
import { Button, Icon } from '../ui';
import { dial115 } from './dial';
import { Place } from './place';
import type { Triage } from './state';

type Danger = Shape<'DangerView'>;

/** A danger sign: what to dial, what to do, and that it goes on ringing. */
export function DangerScreen({ triage, danger, goOn }: { triage: Triage; danger: Danger; goOn: () => void }) {
  const view = triage.view.value;
  if (!view) return null;
  const { self_harm: alone, signs } = danger;
  return (
    <section class="danger-screen stack" aria-labelledby="danger" aria-live="assertive">
      <h2 id="danger">
        <Icon name={alone ? 'people' : 'warn'} /> {alone ? q().hereTitle : q().dangerTitle}
      </h2>
      {signs.length > 0 && <p class="danger-signs">{signs.map((one) => one.sign[language.value]).join(' · ')}</p>}
      {alone && <FirstAid lines={danger.first_aid} />}
      <Numbers numbers={view.numbers} dial={() => dial115(triage.api, triage.callId)} />
      <p>
        <span class="lit-dot" aria-hidden="true" /> <strong>{q().stillRinging}</strong> {q().stillRingingHint}
      </p>
      {!alone && <FirstAid lines={danger.first_aid} title={q().meanwhile} />}
      <Place triage={triage} />
      <Button kind="primary" wide onClick={goOn}>
        {q().goOn}
      </Button>
      {signs.map((card) => (
        <Button
          key={card.id}
          kind="quiet"
          icon="edit"
          onClick={() => {
            triage.correct(card);
            goOn();
          }}
        >
          {q().correct(card.sign[language.value])}
        </Button>
      ))}
    </section>
  );
}

/** 115 in red; the station's and the hospital's number under it. Tapping 115 is told to the doctor, and ends nothing. */
export function Numbers({ numbers, dial }: { numbers: Shape<'NumberView'>[]; dial: () => void }) {
  return (
    <div class="stack">
      {numbers.map(({ kind, number, name }) => (
        <a
          key={number + kind}
          class={`button wide ${kind === 'emergency' ? 'danger dial-115' : ''}`}
          href={`tel:${number}`}
          onClick={kind === 'emergency' ? dial : undefined}
        >
          <Icon name="phone" />
          <span>
            {kind === 'emergency' ? q().call(number) : q().callName(name[language.value], phoneWords(number))}
          </span>
        </a>
      ))}
    </div>
  );
}

function FirstAid({ lines, title }: { lines: Shape<'Paragraphs'>[]; title?: string }) {
  if (lines.length === 0) return null;
  return (
    <div class="stack tight">
      {title && <h3>{title}</h3>}
      <ul class={title ? 'first-aid' : 'stack tight strong'}>
        {lines
          .flatMap((one) => one[language.value])
          .map((line) => (
            <li key={line}>{line}</li>
          ))}
      </ul>
    </div>
  );
}
