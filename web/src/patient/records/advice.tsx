import type { Shape } from '../../api/client';
import { t } from '../../i18n/words';
import { clock, day } from '../../lib/format';
import { Avatar, Card, Icon, Pill } from '../../ui';
import { givenName } from '../state';

const when = (iso: string) => `${clock(iso)}, ${day(iso)}`;

/** "Bác sĩ dặn": one visit's advice in the doctor's plain words, marked until it is signed. */
export function Advice({ advice, named }: { advice: Shape<'AdviceView'>; named?: boolean }) {
  const doctor = advice.practitioner;
  return (
    <Card class="stack advice">
      <div class="row">
        <Avatar name={doctor.name} />
        <div class="grow">
          <div class="row">
            <strong>{t().visitBy(doctor.name)}</strong>
            {!advice.signed && <Pill tone="lamp">{t().unsigned}</Pill>}
          </div>
          <div class="soft">{when(advice.started_at)}</div>
          {named && advice.patient_name && <div class="soft">{t().forWhom(advice.patient_name)}</div>}
        </div>
      </div>
      {advice.advice ? (
        <div class="advice-words">
          {advice.advice.split(/\n+/).map((line, index) => (
            <p key={index}>{line}</p>
          ))}
        </div>
      ) : (
        <p class="soft">{t().adviceEmpty}</p>
      )}
      {(advice.addenda ?? []).map((addendum) => (
        <div class="addendum stack tight" key={addendum.at}>
          <p>{addendum.body}</p>
          <p class="soft">{t().addendum(addendum.author_name, when(addendum.at))}</p>
        </div>
      ))}
      <Signature advice={advice} />
    </Card>
  );
}

function Signature({ advice }: { advice: Shape<'AdviceView'> }) {
  if (advice.signed && advice.signed_at) {
    return (
      <p class="row soft">
        <Icon name="check" />
        <span class="grow">{t().signed(givenName(advice.practitioner.name), when(advice.signed_at))}</span>
      </p>
    );
  }
  return <p class="soft">{t().unsignedHint}</p>;
}
