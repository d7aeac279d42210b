import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/words';
import { lazy } from '../lib/lazy';
import { EmergencyStrip, Lamp, Waiting } from '../ui';
import { LanguageSwitch } from '../ui/language';
import { Callback, Nobody } from './callback';
import { Family } from './family';
import { First } from './first';
import { Incoming } from './incoming';
import { SignIn } from './sign-in';
import { config, emergencyTapped, messageUnsent, numbers, screen, session, status } from './state';
import { Who } from './who';

const moment = (words: () => string) => () => (
  <main class="page">
    <Waiting>{words()}</Waiting>
  </main>
);
export const Call = lazy(
  async () => (await import('./call/screen')).CallScreen,
  moment(() => t().lookingForDoctor),
);
const After = lazy(
  async () => (await import('./records/after')).After,
  moment(() => t().recordsLoading),
);
const Records = lazy(
  async () => (await import('./records/book')).Book,
  moment(() => t().recordsLoading),
);

const Pending = lazy(
  async () => (await import('./message/pending')).Pending,
  () => <></>,
);

/** One screen at a time under the red strip. */
export function App() {
  const at = screen.value.at;
  useFocusFollows(at);
  return (
    <>
      <EmergencyStrip
        number={numbers.value.emergency}
        words={t().emergency(numbers.value.emergency)}
        onTap={() => emergencyTapped.value?.()}
      />
      {at !== 'call' && <Head />}
      {at === 'first' && session.state.value === 'in' && messageUnsent() && <Pending />}
      <Shown />
      <Incoming />
    </>
  );
}

/** A new screen takes the focus, so that a screen reader reads it from its top; not the first one after loading. */
function useFocusFollows(at: string): void {
  const before = useRef(at);
  useEffect(() => {
    const main = document.querySelector('main');
    if (before.current === at || !main || main.contains(document.activeElement)) return;
    before.current = at;
    main.tabIndex = -1;
    main.focus({ preventScroll: true });
  }, [at]);
}

function Head() {
  return (
    <header class="head">
      <span class="brand">
        <Lamp lit={(status.value?.on_duty ?? 0) > 0} size={40} />
        {config.value?.product_name ?? t().product}
      </span>
      <LanguageSwitch />
    </header>
  );
}

function Shown() {
  const now = screen.value;
  switch (now.at) {
    case 'first':
      return <First />;
    case 'sign-in':
      return <SignIn goal={now.goal} key={now.goal} />;
    case 'who':
      return <Who />;
    case 'call':
      return <Call id={now.id} key={now.id} />;
    case 'after':
      return <After id={now.id} key={now.id} />;
    case 'records':
      return <Records />;
    case 'family':
      return <Family />;
    case 'callback':
      return <Callback />;
    case 'nobody':
      return <Nobody />;
  }
}
