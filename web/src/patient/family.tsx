import { useSignal } from '@preact/signals';
import { common } from '../i18n/common';
import { t } from '../i18n/words';
import { age, phoneWords } from '../lib/format';
import { setTo } from '../lib/signals';
import { Avatar, Button, Card, Dialog, Empty, Notice } from '../ui';
import { PersonForm } from './person-form';
import { api, askFamily, chosen, family, go, type Patient, session } from './state';
import { Top } from './top';

/** Add, edit and remove the people this phone calls for. */
export function Family() {
  const editing = useSignal<Patient | 'new' | null>(null);
  if (editing.value) return <EditMember who={editing.value} done={setTo(editing, null)} />;
  const me = session.me.value;
  return (
    <main class="page stack wide">
      <Top />
      <h1>{t().familyTitle}</h1>
      {me && !me.identified && <Notice tone="warn">{t().newDevice}</Notice>}
      {family.value.length === 0 && <Empty>{t().familyEmpty}</Empty>}
      <ul class="stack">
        {family.value.map((patient) => (
          <li key={patient.id}>
            <Card class="row">
              <Avatar name={patient.name} />
              <div class="grow">
                <div class="strong">{patient.name}</div>
                <div class="soft">
                  {age(patient.age_months)} · {t().relations[patient.relation ?? 'other']}
                </div>
              </div>
              <Button icon="edit" onClick={mayEdit() ? setTo(editing, patient) : askCode}>
                {t().edit}
              </Button>
            </Card>
          </li>
        ))}
      </ul>
      <Button kind="primary" icon="plus" wide onClick={setTo(editing, 'new')}>
        {t().addMember}
      </Button>
      <div class="stack tight">
        {me?.phone && <p class="soft">{t().yourNumber(phoneWords(me.phone))}</p>}
        <Button icon="out" wide onClick={() => void signOut()}>
          {t().signOut}
        </Button>
      </div>
    </main>
  );
}

/** Who somebody is stands in their record, so changing it asks for a code, as reading the record does. */
function mayEdit(): boolean {
  return session.me.value?.scope === 'full';
}

function askCode(): void {
  go({ at: 'sign-in', goal: 'family' });
}

async function signOut(): Promise<void> {
  await session.signOut();
  family.value = [];
  chosen.value = null;
  go({ at: 'first' });
}

function EditMember({ who, done }: { who: Patient | 'new'; done: () => void }) {
  const known = who === 'new' ? undefined : who;
  const removing = useSignal(false);
  const finish = async () => {
    await askFamily();
    chosen.value = null;
    done();
  };
  return (
    <main class="page stack wide">
      <div class="top">
        <Button kind="quiet" icon="back" onClick={done}>
          {common().back}
        </Button>
      </div>
      <h1>{known ? t().editMember(known.name) : t().newMember}</h1>
      <PersonForm
        known={known}
        submit={common().save}
        kind="primary"
        onPerson={async ({ relation, ...person }) => {
          if (known) await api.patch('/api/patients/{id}', { path: { id: known.id }, body: person });
          else await api.post('/api/patients', { body: { ...person, relation } });
          await finish();
        }}
      >
        {known && (
          <Button icon="trash" wide onClick={setTo(removing, true)}>
            {t().remove}
          </Button>
        )}
      </PersonForm>
      {known && (
        <Dialog open={removing.value} title={t().removeAsk(known.name)} onClose={setTo(removing, false)}>
          <p class="soft">{t().removeHint}</p>
          <Button
            kind="danger"
            wide
            onClick={async () => {
              await api.delete('/api/patients/{id}', { path: { id: known.id } });
              await finish();
            }}
          >
            {t().remove}
          </Button>
          <Button wide onClick={setTo(removing, false)}>
            {common().cancel}
          </Button>
        </Dialog>
      )}
    </main>
  );
}
