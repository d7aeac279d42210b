import { t } from '../../i18n/words';
import type { Call } from '../../state/call';
import { Button, Notice } from '../../ui';
import { chromeAddress, insideApp } from './in-app';

/** What is the matter with microphone or camera, what still works, and the one next step. Nothing when all is well. */
export function DeviceWords({ live }: { live: Call }) {
  const fault = live.micFault.value ?? live.camFault.value;
  if (live.micState.value === 'asking') return <Notice title={t().allowTitle}>{t().allowHint}</Notice>;
  if (!fault) return null;
  const lost = live.micFault.value ? micWords(live.micFault.value) : camWords(fault);
  const agent = navigator.userAgent;
  return (
    <Notice tone="warn">
      <div class="stack tight">
        <p>{lost}</p>
        {insideApp(agent) ? <OtherBrowser agent={agent} /> : fault === 'refused' && <p>{t().howToAllow}</p>}
        {fault !== 'insecure' && <Button onClick={() => void live.openMedia()}>{t().tryDevices}</Button>}
      </div>
    </Notice>
  );
}

function OtherBrowser({ agent }: { agent: string }) {
  const address = chromeAddress(agent, new URL(location.href));
  return (
    <>
      <p>{t().inApp}</p>
      {address ? (
        <a class="button primary" href={address}>
          {t().openChrome}
        </a>
      ) : (
        <p>{t().openSafari}</p>
      )}
    </>
  );
}

type Fault = NonNullable<Call['micFault']['value']>;

function micWords(fault: Fault): string {
  const words = { missing: t().micMissing, busy: t().micBusy, insecure: t().insecure };
  return words[fault as keyof typeof words] ?? t().micRefused;
}

function camWords(fault: Fault): string {
  const words = { missing: t().camMissing, busy: t().camBusy, insecure: t().insecure };
  return words[fault as keyof typeof words] ?? t().camRefused;
}
