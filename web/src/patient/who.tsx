import { t } from '../i18n/words';
import { Button } from '../ui';
import { PersonForm } from './person-form';
import { api, askFamily, ring } from './state';
import { Top } from './top';

/** A new caller: who needs the doctor, then it rings. May be skipped. */
export function Who() {
  return (
    <main class="page stack wide">
      <Top />
      <div class="stack tight">
        <h1>{t().whoTitle}</h1>
        <p class="soft">{t().whoHint}</p>
      </div>
      <PersonForm
        submit={t().callDoctor}
        kind="call"
        onPerson={async (person) => {
          const patient = await api.post('/api/patients', { body: person });
          void askFamily();
          await ring(patient);
        }}
      >
        <Button wide onClick={() => void ring(null)}>
          {t().skipWho}
        </Button>
      </PersonForm>
    </main>
  );
}
