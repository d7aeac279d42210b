import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { language } from '../i18n';
import { q } from '../i18n/triage';
import { Button, Notice } from '../ui';
import { Figure } from './figures';
import { hush, mute, speak } from './speak';
import type { Card as CardShape, Triage } from './state';

/** One question a screen. The buttons repeat the sign, since people tap what they read last. */
export function Card({ triage, card }: { triage: Triage; card: CardShape }) {
  const title = useRef<HTMLHeadingElement>(null);
  const shown = useSignal(card.id);
  useEffect(() => {
    mute.value = false;
    if (shown.value !== card.id) title.current?.focus({ preventScroll: true });
    shown.value = card.id;
    return hush;
  }, [card.id]);
  const view = triage.view.value;
  const say = (answer: string) => triage.answer(card, answer);
  const number = Math.min((view?.answered ?? 0) + 1, view?.total ?? 1);
  return (
    <section class="card stack question" aria-labelledby="question">
      <div class="stack tight">
        <span class="soft number">{q().of(number, view?.total ?? 1)}</span>
        <progress value={view?.answered ?? 0} max={view?.total ?? 1} aria-label={q().progress} />
      </div>
      <h2 id="question" ref={title} tabIndex={-1}>
        {card.text[language.value]}
      </h2>
      {card.kind === 'yes_no' ? <YesNo card={card} say={say} /> : <Figure key={card.id} card={card} say={say} />}
      <div class="row question-more">
        {triage.passed.value.length > 0 && (
          <Button kind="quiet" icon="back" onClick={triage.back}>
            {q().back}
          </Button>
        )}
        <Button kind="quiet" icon="sound" onClick={() => void speak(card)}>
          {q().listen}
        </Button>
        <Button kind="quiet" onClick={() => say('skipped')}>
          {q().skip}
        </Button>
      </div>
      {mute.value && <Notice tone="warn">{q().noVoice}</Notice>}
    </section>
  );
}

function YesNo({ card, say }: { card: CardShape; say: (answer: string) => void }) {
  return (
    <div class="stack">
      <Button wide class="big-answer" onClick={() => say('yes')}>
        {q().yes(card.sign[language.value])}
      </Button>
      <Button wide class="big-answer" onClick={() => say('no')}>
        {q().no}
      </Button>
      <Button wide onClick={() => say('unknown')}>
        {q().unknown}
      </Button>
    </div>
  );
}
