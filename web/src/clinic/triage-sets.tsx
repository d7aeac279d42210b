import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Shape } from '../api/client';
import { language } from '../i18n';
import { t } from '../i18n/clinic';
import { explain } from '../i18n/common';
import { day } from '../lib/format';
import { Part } from '../staff/part';
import { Notice, Pill, Waiting } from '../ui';
import { api } from './state';

type Set = Shape<'SetView'>;

/** Every set of questions that families are asked, with its source and who has signed it. */
export function TriageSets() {
  const sets = useSignal<Set[] | null>(null);
  const fault = useSignal<unknown>(null);
  useEffect(() => {
    void api.get('/api/triage/sets').then(
      (answer) => (sets.value = answer.sets),
      (error) => (fault.value = error),
    );
  }, []);
  const unsigned = sets.value?.filter(({ sign_off }) => sign_off.needed && !sign_off.by).length ?? 0;
  return (
    <>
      <h1>{t().sets}</h1>
      {fault.value !== null && <Notice tone="danger">{explain(fault.value)}</Notice>}
      {!sets.value && fault.value === null && <Waiting>{t().setsLoading}</Waiting>}
      {unsigned > 0 && <Notice tone="warn" title={t().setsUnsigned(unsigned)} />}
      <Part title={t().sets} count={sets.value?.length ?? 0}>
        <p class="soft">{t().setsMeans}</p>
        <ul class="rows">
          {sets.value?.map((one) => (
            <li key={one.id}>
              <OneSet set={one} />
            </li>
          ))}
        </ul>
      </Part>
    </>
  );
}

function OneSet({ set }: { set: Set }) {
  const { sign_off: sign } = set;
  return (
    <details class="fold">
      <summary>
        <strong>{set.title[language.value]}</strong> <span class="soft number">{t().setVersion(set.version)}</span>{' '}
        <Pill tone={sign.by ? 'good' : 'danger'}>
          {sign.by ? t().setSigned(sign.by, day(sign.at ?? '')) : t().setUnsigned}
        </Pill>
      </summary>
      <p class="soft">{set.source}</p>
      <ul class="stack tight">
        {set.questions.map((one) => (
          <li key={one.id}>
            {one.text[language.value]} {one.level && <Pill>{t().levels[one.level]}</Pill>}{' '}
            <span class="soft">{dangerWords(one.danger)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The dangerous answer as the data has it, in words. */
function dangerWords(danger: Set['questions'][number]['danger']): string {
  return Object.entries(danger)
    .map(([name, value]) => t().dangerous[name]?.(String(value)) ?? '')
    .filter(Boolean)
    .join(', ');
}
