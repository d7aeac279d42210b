import { useSignal } from '@preact/signals';
import type { Shape } from '../api/client';
import { t } from '../i18n/clinic';
import { into } from '../lib/signals';
import { Button, Field } from '../ui';
import { api } from './state';

/** The telephone by which a practitioner is woken by text and automatic call. */
export function Telephone({
  member,
  attempt,
}: {
  member: Shape<'StaffMember'>;
  attempt: (deed: () => Promise<string>) => Promise<boolean>;
}) {
  const number = useSignal(member.phone ?? '');
  const save = async (event: Event) => {
    event.preventDefault();
    const body = { account_id: member.account_id, phone: number.value.trim() || null };
    await attempt(async () => {
      const kept = await api.post('/api/staff/phone', { body });
      number.value = kept.phone ?? '';
      return t().phoneSaved(kept.display_name);
    });
  };
  return (
    <form class="stack tight" onSubmit={(event) => void save(event)}>
      <Field
        label={t().wakePhone}
        hint={t().wakePhoneHint}
        type="tel"
        inputMode="tel"
        autocomplete="off"
        value={number.value}
        onText={into(number)}
      />
      <Button type="submit" icon="check" disabled={number.value.trim() === (member.phone ?? '')}>
        {t().savePhone} <span class="unseen">{member.display_name}</span>
      </Button>
    </form>
  );
}
