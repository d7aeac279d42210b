import { useSignal } from '@preact/signals';
import { explain } from '../i18n/common';
import { t } from '../i18n/words';
import { phoneWords } from '../lib/format';
import { into } from '../lib/signals';
import { Button, Field, Lamp, Notice, TextField } from '../ui';
import { api, chosen, numbers, session } from './state';
import { Top } from './top';

/** Nobody on duty: the numbers to dial, at once, and the call-back form under them. */
export function Nobody() {
  const { emergency, stationName, stationPhone } = numbers.value;
  return (
    <main class="page stack wide">
      <Top />
      <div class="hero">
        <Lamp lit={false} size={96} />
        <h1>{t().nobodyTitle}</h1>
        <p class="soft">{t().nobodyHint}</p>
      </div>
      <a class="button danger wide" href={`tel:${emergency}`}>
        {t().callNumber(t().ambulance, emergency)}
      </a>
      {stationPhone && (
        <a class="button primary wide" href={`tel:${stationPhone}`}>
          {t().callNumber(stationName, stationPhone)}
        </a>
      )}
      <h2>{t().callbackTitle}</h2>
      <CallbackForm />
    </main>
  );
}

/** "Xin gọi lại": a number is enough; no code. */
export function Callback() {
  return (
    <main class="page stack wide">
      <Top />
      <h1>{t().callbackTitle}</h1>
      <CallbackForm />
    </main>
  );
}

function CallbackForm() {
  const phone = useSignal(phoneWords(session.me.value?.phone ?? ''));
  const name = useSignal('');
  const reason = useSignal('');
  const fault = useSignal<unknown>(null);
  const taken = useSignal(false);
  const busy = useSignal(false);
  const ask = async (event: Event) => {
    event.preventDefault();
    busy.value = true;
    fault.value = null;
    const patient = chosen.value && chosen.value !== 'other' ? chosen.value.id : null;
    try {
      await api.post('/api/callbacks', {
        body: { phone: phone.value, name: name.value, reason: reason.value, patient_id: patient },
      });
      taken.value = true;
    } catch (error) {
      fault.value = error;
    }
    busy.value = false;
  };
  if (taken.value) {
    return (
      <Notice tone="good" title={t().callbackTaken}>
        {t().callbackTakenHint}
      </Notice>
    );
  }
  return (
    <form class="stack" onSubmit={(event) => void ask(event)}>
      <p class="soft">{t().callbackHint}</p>
      <Field
        label={t().phoneLabel}
        type="tel"
        name="phone"
        inputMode="tel"
        autocomplete="tel"
        required
        value={phone.value}
        onText={into(phone)}
      />
      <Field label={t().callbackName} name="name" maxLength={80} value={name.value} onText={into(name)} />
      <TextField label={t().callbackReason} name="reason" maxLength={280} value={reason.value} onText={into(reason)} />
      {fault.value !== null && <Notice tone="danger">{explain(fault.value)}</Notice>}
      <Button kind="primary" icon="callback" type="submit" wide disabled={busy.value}>
        {t().callbackSend}
      </Button>
    </form>
  );
}
