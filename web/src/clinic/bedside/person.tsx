import { Problem } from '../../api/client';
import { b } from '../../i18n/bedside';
import { s } from '../../i18n/staff';
import { clinicalAge } from '../../staff/age';
import { Phone } from '../../staff/phone';
import { Avatar, Button, Card, Notice } from '../../ui';
import { go, type Person, placing, ring, trouble } from './state';

/** One person, once more to be sure, and the one big button. */
export function Whom({ person: { patient, family_phone } }: { person: Person }) {
  const { value: problem } = trouble;
  const nobody = problem instanceof Problem && problem.code === 'nobody-on-duty' ? problem.extra : null;
  return (
    <main class="page stack wide">
      <h1>{b().personTitle}</h1>
      <Card class="row">
        <Avatar name={patient.name} size="large" />
        <div class="grow">
          <p class="whom-name">{patient.name}</p>
          <p>
            {b().born(patient.birth_year)} · {clinicalAge(patient.age_months)} · {s().sex[patient.sex]}
          </p>
          <p class="soft">
            {b().commune} {patient.commune_name}
          </p>
          {family_phone && (
            <p>
              {b().familyPhoneIs}:{' '}
              <a href={`tel:${family_phone}`}>
                <Phone number={family_phone} />
              </a>
            </p>
          )}
        </div>
      </Card>
      {nobody && <Notice tone="danger">{b().nobody(`${nobody.station_name} ${nobody.station_phone}`)}</Notice>}
      <Button kind="call" icon="phone" disabled={placing.value} onClick={() => void ring(patient)}>
        {placing.value ? b().ringing : b().ring}
      </Button>
      <p class="soft center">{b().asHealthWorker}</p>
      <Button kind="quiet" icon="back" wide onClick={() => go({ at: 'find' })}>
        {b().backToFind}
      </Button>
    </main>
  );
}
