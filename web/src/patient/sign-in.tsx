import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Problem } from '../api/client';
import { explain } from '../i18n/common';
import { t } from '../i18n/words';
import { phoneWords } from '../lib/format';
import { into } from '../lib/signals';
import { Button, Field, Notice, Waiting } from '../ui';
import { DemoInbox } from './demo-inbox';
import { api, askFamily, config, family, type Goal, go, ring, session } from './state';
import { Top } from './top';

/** Phone, then code. For records the number may already be known; the code is asked again all the same. */
export function SignIn({ goal }: { goal: Goal }) {
  const phone = useSignal(phoneWords(session.me.value?.phone ?? ''));
  const sentTo = useSignal<string | null>(null);
  const resendAfter = useSignal(30);
  const fault = useSignal<unknown>(null);
  const busy = useSignal(false);

  const send = async () => {
    busy.value = true;
    fault.value = null;
    try {
      const sent = await api.post('/api/auth/code', { body: { phone: phone.value } });
      sentTo.value = sent.phone;
      resendAfter.value = sent.resend_after ?? 30;
    } catch (error) {
      fault.value = error;
    }
    busy.value = false;
  };
  return (
    <main class="page stack wide">
      <Top />
      {sentTo.value === null ? (
        <form
          class="stack wide"
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <div class="stack tight">
            <h1>{t().yourPhone}</h1>
            <p class="soft">{goal === 'records' ? t().recordsNeedCode : t().phoneWhy}</p>
          </div>
          <Field
            label={t().phoneLabel}
            type="tel"
            name="phone"
            autocomplete="tel"
            inputMode="tel"
            required
            value={phone.value}
            onText={into(phone)}
            fault={fault.value ? explain(fault.value) : null}
          />
          <Button kind="primary" type="submit" wide disabled={busy.value}>
            {busy.value ? t().sending : t().sendCode}
          </Button>
        </form>
      ) : (
        <CodeStep
          phone={sentTo.value}
          resendAfter={resendAfter.value}
          goal={goal}
          sendAgain={send}
          otherPhone={() => {
            sentTo.value = null;
          }}
        />
      )}
    </main>
  );
}

interface CodeStepProps {
  phone: string;
  resendAfter: number;
  goal: Goal;
  sendAgain: () => Promise<void>;
  otherPhone: () => void;
}

function CodeStep({ phone, resendAfter, goal, sendAgain, otherPhone }: CodeStepProps) {
  const code = useSignal('');
  const fault = useSignal<string | null>(null);
  const busy = useSignal(false);
  const left = useCountdown(resendAfter);

  const enter = async (typed: string) => {
    code.value = typed.replace(/\D/g, '').slice(0, 6);
    fault.value = null;
    if (code.value.length < 6 || busy.value) return;
    busy.value = true;
    try {
      session.adopt(await api.post('/api/auth/code/verify', { body: { phone, code: code.value } }));
      await signedIn(goal);
    } catch (error) {
      fault.value = codeFault(error);
      code.value = '';
    }
    busy.value = false;
  };
  return (
    <div class="stack wide">
      <div class="stack tight">
        <h1>{t().enterCode}</h1>
        <p class="soft">{t().codeSentTo(phoneWords(phone))}</p>
      </div>
      <Field
        label={t().codeLabel}
        class="code"
        name="code"
        inputMode="numeric"
        autocomplete="one-time-code"
        autoFocus
        value={code.value}
        onText={(text) => void enter(text)}
        fault={fault.value}
      />
      {busy.value && <Waiting>{t().checking}</Waiting>}
      {config.value?.demo && <DemoInbox phone={phone} use={(text) => void enter(text)} />}
      {left.value > 0 ? (
        <p class="soft">{t().resendIn(left.value)}</p>
      ) : (
        <Late phone={phone} goal={goal} sendAgain={sendAgain} restart={left.restart} />
      )}
      <Button kind="quiet" onClick={otherPhone}>
        {t().otherPhone}
      </Button>
    </div>
  );
}

/** The code has not come after 30 s: ring without it, or ask again. */
function Late({
  phone,
  goal,
  sendAgain,
  restart,
}: Omit<CodeStepProps, 'resendAfter' | 'otherPhone'> & { restart: () => void }) {
  const fault = useSignal<unknown>(null);
  const busy = useSignal(false);
  const ringAsGuest = async () => {
    busy.value = true;
    try {
      session.adopt(await api.post('/api/auth/guest', { body: { phone } }));
      family.value = [];
      await ring(null);
    } catch (error) {
      fault.value = error;
    }
    busy.value = false;
  };
  return (
    <div class="stack">
      {goal === 'ring' && (
        <>
          <Button kind="accept" icon="phone" wide disabled={busy.value} onClick={() => void ringAsGuest()}>
            {t().callWithoutCode}
          </Button>
          <p class="soft">{t().callWithoutCodeHint}</p>
        </>
      )}
      {fault.value !== null && <Notice tone="danger">{explain(fault.value)}</Notice>}
      <Button
        wide
        onClick={() => {
          restart();
          void sendAgain();
        }}
      >
        {t().resend}
      </Button>
    </div>
  );
}

async function signedIn(goal: Goal): Promise<void> {
  await askFamily().catch(() => undefined);
  if (goal === 'records') go({ at: 'records' });
  else if (goal === 'family') go({ at: 'family' });
  else if (family.value.length === 0) go({ at: 'who' });
  else go({ at: 'first' });
}

function codeFault(error: unknown): string {
  if (!(error instanceof Problem)) return explain(error);
  if (error.code === 'no-code') return t().codeOld;
  if (error.code === 'wrong-code') return t().codeWrong(error.extra.tries_left as number);
  return explain(error);
}

function useCountdown(from: number) {
  const left = useSignal(from);
  useEffect(() => {
    const timer = setInterval(() => {
      left.value = Math.max(0, left.value - 1);
    }, 1000);
    return () => clearInterval(timer);
  }, []);
  const value = useComputed(() => left.value);
  return {
    get value() {
      return value.value;
    },
    restart: () => {
      left.value = from;
    },
  };
}
