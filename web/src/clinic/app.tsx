import { b } from '../i18n/bedside';
import { t } from '../i18n/clinic';
import { explain } from '../i18n/common';
import { s } from '../i18n/staff';
import { lazy } from '../lib/lazy';
import { Head } from '../staff/head';
import { SignIn } from '../staff/sign-in';
import { Notice, Waiting } from '../ui';
import { Audit } from './audit';
import { screen } from './bedside/state';
import { LadderPage } from './ladder';
import { Staff } from './staff';
import { config, live, session, shown, tab, tabs, trouble } from './state';
import { Story } from './story';
import { TonightView } from './tonight';
import { TriageSets } from './triage-sets';

/** The call's own code comes only to those who ring. */
const Bedside = lazy(
  async () => (await import('./bedside')).Bedside,
  () => <Waiting>{b().opening}</Waiting>,
);

/** The clinic's desk: tonight at a glance; who may do what; who opened what. */
export function App() {
  switch (session.state.value) {
    case 'starting':
      return <Alone>{s().opening}</Alone>;
    case 'offline':
      return <Alone>{s().offline}</Alone>;
    case 'out':
      return <SignIn session={session} title={s().clinicPage} demo={config.value?.demo ? ['manager', 'worker'] : []} />;
    case 'in':
      return <SignedIn />;
  }
}

function SignedIn() {
  if (shown.value === 'bedside') {
    return (
      <>
        {screen.value.at !== 'call' && (
          <Head session={session} page={s().clinicPage}>
            <Tabs />
          </Head>
        )}
        <Bedside />
      </>
    );
  }
  return (
    <>
      <Head session={session} page={s().clinicPage}>
        <Tabs />
      </Head>
      <main class="clinic stack">
        {!live.value && shown.value === 'tonight' && <Notice tone="warn">{t().polling}</Notice>}
        {trouble.value !== null && <Notice tone="danger">{explain(trouble.value)}</Notice>}
        <Shown />
      </main>
      <Story />
    </>
  );
}

function Shown() {
  switch (shown.value) {
    case 'tonight':
      return <TonightView />;
    case 'ladder':
      return <LadderPage />;
    case 'staff':
      return <Staff />;
    case 'sets':
      return <TriageSets />;
    case 'audit':
      return <Audit />;
    default:
      return <Notice tone="warn">{t().nothingHere}</Notice>;
  }
}

function Tabs() {
  if (tabs.value.length < 2) return null;
  return (
    <nav class="row" aria-label={s().clinicPage}>
      {tabs.value.map((one) => (
        <button
          type="button"
          class="chip"
          key={one}
          aria-pressed={one === shown.value}
          onClick={() => {
            tab.value = one;
          }}
        >
          {t().tabs[one]}
        </button>
      ))}
    </nav>
  );
}

function Alone({ children }: { children: string }) {
  return (
    <main class="page">
      <h1 class="unseen">{s().clinicPage}</h1>
      <Waiting>{children}</Waiting>
    </main>
  );
}
