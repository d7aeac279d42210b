import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Shape } from '../api/client';
import { t } from '../i18n/clinic';
import { common, explain } from '../i18n/common';
import { s } from '../i18n/staff';
import { day } from '../lib/format';
import { into } from '../lib/signals';
import { Part } from '../staff/part';
import { Button, Choice, Dialog, Empty, Field, Notice, Waiting } from '../ui';
import { api, session } from './state';
import { Telephone } from './telephone';

type Member = Shape<'StaffMember'>;
type Role = Shape<'NewRole'>['role'];
const ROLES: Role[] = ['doctor', 'nurse', 'health_worker', 'receptionist', 'manager', 'administrator', 'dpo'];

/** Who may do what, at the administrator's facilities. */
export function Staff() {
  const people = useSignal<Member[] | null>(null);
  const fault = useSignal<unknown>(null);
  const said = useSignal('');
  const fetchAll = async () => {
    try {
      people.value = (await api.get('/api/staff')).staff;
    } catch (error) {
      fault.value = error;
    }
  };
  useEffect(() => void fetchAll(), []);
  const attempt = async (deed: () => Promise<string>): Promise<boolean> => {
    fault.value = null;
    said.value = '';
    try {
      said.value = await deed();
      await fetchAll();
      return true;
    } catch (error) {
      fault.value = error;
      return false;
    }
  };
  return (
    <>
      <h1>{t().staff}</h1>
      {fault.value !== null && <Notice tone="danger">{explain(fault.value)}</Notice>}
      {said.value && <Notice tone="good">{said.value}</Notice>}
      {!people.value && fault.value === null && <Waiting>{t().loading}</Waiting>}
      <div class="clinic-columns">
        <Part title={t().staff} count={people.value?.length ?? 0}>
          {people.value?.length === 0 && <Empty>{t().staffEmpty}</Empty>}
          <ul class="rows">
            {people.value?.map((member) => (
              <Person key={member.account_id} member={member} attempt={attempt} />
            ))}
          </ul>
        </Part>
        <Grant attempt={attempt} />
      </div>
    </>
  );
}

type Attempt = (deed: () => Promise<string>) => Promise<boolean>;

function Person({ member, attempt }: { member: Member; attempt: Attempt }) {
  const asking = useSignal<Member['roles'][number] | null>(null);
  const role = asking.value;
  const close = () => {
    asking.value = null;
  };
  const revoke = async () => {
    if (!role) return;
    close();
    await attempt(async () => {
      await api.delete('/api/staff/roles/{id}', { path: { id: role.id } });
      return '';
    });
  };
  return (
    <li class="stack tight">
      <div>
        <strong>{member.display_name}</strong> <span class="soft">({member.login})</span>
        {member.licence_number && <p class="soft">{licence(member.licence_number, member.licence_expires_on)}</p>}
      </div>
      {member.licence_number && <Telephone member={member} attempt={attempt} />}
      <ul class="stack tight">
        {member.roles.map((one) => (
          <li class="row apart" key={one.id}>
            <span>
              {s().role[one.role] ?? one.role} <span class="soft">· {one.facility_name}</span>
            </span>
            <Button kind="quiet" icon="trash" onClick={() => (asking.value = one)}>
              {t().revoke} <span class="unseen">{`${s().role[one.role] ?? one.role}, ${member.display_name}`}</span>
            </Button>
          </li>
        ))}
      </ul>
      <Dialog open={role !== null} title={t().revokeSure} onClose={close}>
        <p>{t().revokeMeans(s().role[role?.role ?? ''] ?? '', member.display_name)}</p>
        <Button kind="danger" wide onClick={() => void revoke()}>
          {t().revoke}
        </Button>
        <Button wide onClick={close}>
          {common().cancel}
        </Button>
      </Dialog>
    </li>
  );
}

const licence = (number: string, until: string | null) =>
  until ? t().licence(number, day(until)) : t().licenceOnly(number);

function Grant({ attempt }: { attempt: Attempt }) {
  const places = (session.me.value?.roles ?? []).filter(({ role }) => role === 'administrator');
  const login = useSignal('');
  const role = useSignal<Role>('doctor');
  const facility = useSignal(places[0]?.facility_id ?? '');
  const grant = async (event: Event) => {
    event.preventDefault();
    const body = { login: login.value.trim(), facility_id: facility.value, role: role.value };
    const done = await attempt(async () => t().granted((await api.post('/api/staff/roles', { body })).display_name));
    if (done) login.value = '';
  };
  return (
    <Part title={t().grant}>
      <form class="stack" onSubmit={(event) => void grant(event)}>
        <Field
          label={t().grantLogin}
          value={login.value}
          onText={into(login)}
          autocomplete="off"
          autocapitalize="none"
          required
        />
        <Choice
          label={t().grantRole}
          value={role.value}
          onChoose={into(role)}
          options={ROLES.map((value) => ({ value, label: s().role[value] ?? value }))}
        />
        {places.length > 1 && (
          <Choice
            label={t().grantFacility}
            value={facility.value}
            onChoose={into(facility)}
            options={places.map((place) => ({ value: place.facility_id, label: place.facility_name }))}
          />
        )}
        <Button kind="primary" type="submit" icon="plus" disabled={!login.value.trim()}>
          {t().grant}
        </Button>
      </form>
    </Part>
  );
}
