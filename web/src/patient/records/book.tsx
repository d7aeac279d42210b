import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Problem, type Shape } from '../../api/client';
import { explain } from '../../i18n/common';
import { t } from '../../i18n/words';
import { address } from '../../lib/format';
import { into } from '../../lib/signals';
import { Choice, Empty, Lamp, Notice, Waiting } from '../../ui';
import { line } from '../line';
import { api, family, go, session } from '../state';
import { Top } from '../top';
import { Advice } from './advice';
import './records.css';

const EVERYONE = 'everyone';

/** "Sổ sức khỏe": every advice the family was given, newest first. Needs a code of this session. */
export function Book() {
  const advice = useSignal<Shape<'AdviceView'>[] | null>(null);
  const fault = useSignal<unknown>(null);
  const whose = useSignal<string>(EVERYONE);
  useEffect(() => {
    const read = async () => {
      try {
        advice.value = (await api.get('/api/advice')).advice;
      } catch (error) {
        if (error instanceof Problem && error.code === 'code-needed') go({ at: 'sign-in', goal: 'records' });
        else fault.value = error;
      }
    };
    void read();
    const stop = line().then((socket) => socket.on('advice.changed', () => void read()));
    return () => void stop.then((off) => off());
  }, []);
  const shown = advice.value?.filter((one) => whose.value === EVERYONE || one.patient_name === whose.value);
  return (
    <main class="page stack wide">
      <Top />
      <div class="row">
        <Lamp lit size={56} />
        <h1 class="grow">{t().recordsTitle}</h1>
      </div>
      {session.me.value && !session.me.value.identified && <Notice tone="warn">{t().newDevice}</Notice>}
      {family.value.length > 1 && (
        <Choice
          label={t().recordsTitle}
          hideLabel
          options={[
            { value: EVERYONE, label: t().everyone },
            ...family.value.map((patient) => ({ value: patient.name, label: address(patient) })),
          ]}
          value={whose.value}
          onChoose={into(whose)}
        />
      )}
      {fault.value !== null && <Notice tone="danger">{explain(fault.value)}</Notice>}
      {!shown && fault.value === null && <Waiting>{t().recordsLoading}</Waiting>}
      {shown?.length === 0 && <Empty>{t().recordsEmpty}</Empty>}
      <ul class="stack">
        {shown?.map((one) => (
          <li key={one.encounter_id}>
            <Advice advice={one} named={whose.value === EVERYONE} />
          </li>
        ))}
      </ul>
    </main>
  );
}
