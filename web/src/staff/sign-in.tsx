import { useSignal } from '@preact/signals';
import { Problem } from '../api/client';
import { type DemoPerson, enterAs } from '../api/demo';
import { explain } from '../i18n/common';
import { s } from '../i18n/staff';
import { into } from '../lib/signals';
import type { Session } from '../state/session';
import { Button, Card, Field, Lamp, Notice } from '../ui';
import { LanguageSwitch } from '../ui/language';

interface Props {
  session: Session & { audience: 'doctor' | 'clinic' };
  title: string;
  /** The demo's one-tap entries for this page; none outside the demo. */
  demo: Exclude<DemoPerson, 'caller'>[];
}

/** Staff sign in with login, password and the code of their authenticator. */
export function SignIn({ session, title, demo }: Props) {
  const login = useSignal('');
  const password = useSignal('');
  const totp = useSignal('');
  const busy = useSignal(false);
  const fault = useSignal<string | null>(null);
  const codeFault = useSignal<string | null>(null);

  const enter = async (asking: Promise<Parameters<Session['adopt']>[0]>) => {
    busy.value = true;
    fault.value = null;
    try {
      session.adopt(await asking);
    } catch (error) {
      const refused = error instanceof Problem && error.status === 401;
      fault.value = refused ? s().refused : explain(error);
      totp.value = '';
    } finally {
      busy.value = false;
    }
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const code = totp.value.replace(/\s/g, '');
    codeFault.value = /^\d{6}$/.test(code) ? null : s().totpShort;
    if (codeFault.value) return;
    const body = { login: login.value, password: password.value, totp: code, audience: session.audience };
    void enter(session.api.post('/api/auth/staff', { body }));
  };
  return (
    <main class="page stack wide">
      <header class="row apart">
        <span class="brand">
          <Lamp lit size={40} />
          {s().product}
        </span>
        <LanguageSwitch />
      </header>
      <h1>{title}</h1>
      {demo.length > 0 && (
        <Card class="stack" aria-label={s().demoEnter}>
          <h2>{s().demoEnter}</h2>
          {demo.map((person) => (
            <Button
              key={person}
              kind="primary"
              wide
              icon="person"
              disabled={busy.value}
              onClick={() => void enter(enterAs(person))}
            >
              {s().demoAs[person]}
            </Button>
          ))}
        </Card>
      )}
      <form class="stack" onSubmit={submit}>
        <h2>{s().signIn}</h2>
        {fault.value && <Notice tone="danger">{fault.value}</Notice>}
        <Field
          label={s().login}
          value={login.value}
          onText={into(login)}
          autocomplete="username"
          autocapitalize="none"
          required
        />
        <Field
          label={s().password}
          type="password"
          value={password.value}
          onText={into(password)}
          autocomplete="current-password"
          required
        />
        <Field
          label={s().totp}
          hint={s().totpHint}
          fault={codeFault.value}
          class="code"
          inputMode="numeric"
          autocomplete="one-time-code"
          maxLength={7}
          value={totp.value}
          onText={into(totp)}
          required
        />
        <Button kind={demo.length ? 'plain' : 'primary'} type="submit" wide disabled={busy.value}>
          {busy.value ? s().signingIn : s().signIn}
        </Button>
      </form>
    </main>
  );
}
