import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type DemoPerson, demoInbox, enterAs, type InboxMessage } from '../api/demo';
import { t } from '../i18n/words';
import { clock } from '../lib/format';
import { Avatar, Button, Card, Empty, Icon, Lamp, Notice } from '../ui';
import { LanguageSwitch } from '../ui/language';
import { STAFF } from './staff';
import { totp } from './totp';
import { d } from './words';

const PAGES = {
  caller: '/patient',
  doctor: '/doctor',
  doctor2: '/doctor',
  manager: '/clinic',
  worker: '/clinic',
} as const;

/** The demo's door: watch a call, or step in as somebody. */
export function Landing() {
  return (
    <>
      <header class="landing-head">
        <span class="brand">
          <Lamp lit size={40} />
          {t().product}
        </span>
        <LanguageSwitch />
      </header>
      <main class="landing">
        <section class="landing-hero">
          <Lamp lit size={160} />
          <div class="stack wide">
            <h1>{d().title}</h1>
            <p class="lead">{d().lead}</p>
            <a class="button primary big" href="/demo/side-by-side">
              <Icon name="play" size={32} />
              <span>{d().watch}</span>
            </a>
            <p class="soft">{d().watchHint}</p>
          </div>
        </section>
        <section class="stack">
          <div>
            <h2>{d().orEnter}</h2>
            <p class="soft">{d().orEnterHint}</p>
          </div>
          <div class="people">
            <Enter as="caller" part={d().caller} name={d().callerWho} initials="Nguyễn Lan" />
            <Enter as="doctor" part={d().doctor} name={d().doctorWho} initials="Trần Bình" />
            <Enter as="doctor2" part={d().doctor2} name={d().doctor2Who} initials="Lê Thu" />
            <Enter as="worker" part={d().worker} name={d().workerWho} initials="Hồ Pả" />
            <Enter as="manager" part={d().manager} name={d().managerWho} initials="Nguyễn Hà" />
          </div>
        </section>
        <div class="two">
          <Inbox />
          <Logins />
        </div>
        <p class="soft">{d().invented}</p>
      </main>
    </>
  );
}

function Enter({ as, part, name, initials }: { as: DemoPerson; part: string; name: string; initials: string }) {
  const busy = useSignal(false);
  const failed = useSignal(false);
  const enter = async () => {
    busy.value = true;
    failed.value = false;
    try {
      await enterAs(as);
      if (!window.open(PAGES[as], '_blank')) location.assign(PAGES[as]);
    } catch {
      failed.value = true;
    }
    busy.value = false;
  };
  return (
    <Card class="person">
      <div class="row">
        <Avatar name={initials} />
        <div class="grow">
          <h3>{part}</h3>
          <p class="soft">{name}</p>
        </div>
      </div>
      <Button wide disabled={busy.value} onClick={() => void enter()} aria-label={`${d().enter}: ${part}`}>
        {busy.value ? d().entering : d().enter}
      </Button>
      {failed.value && <Notice tone="danger">{d().failed}</Notice>}
    </Card>
  );
}

function Inbox() {
  const messages = useSignal<InboxMessage[]>([]);
  useEffect(() => {
    const look = async () => {
      messages.value = (await demoInbox()).slice(0, 6);
    };
    void look();
    const timer = setInterval(() => document.hidden || void look(), 3000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Card class="stack">
      <h2>{d().inbox}</h2>
      <p class="soft">{d().inboxHint}</p>
      {messages.value.length === 0 && <Empty>{d().inboxEmpty}</Empty>}
      <ul class="stack tight" aria-live="polite">
        {messages.value.map((message) => (
          <li key={`${message.at}${message.phone}`} class="sms">
            <p>{message.text}</p>
            <p class="soft number">
              {message.phone} · {clock(message.at)}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Logins() {
  const codes = useSignal<string[]>([]);
  useEffect(() => {
    const look = async () => {
      codes.value = await Promise.all(STAFF.map((person) => totp(person.totp, Date.now())));
    };
    const tick = () => void look().catch(() => undefined);
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Card class="stack">
      <h2>{d().logins}</h2>
      <p class="soft">{d().loginsHint}</p>
      <ul class="stack tight">
        {STAFF.map((person, index) => (
          <li key={person.login} class="login">
            <dl>
              <dt>{d().login}</dt>
              <dd>{person.login}</dd>
              <dt>{d().password}</dt>
              <dd>{person.password}</dd>
              <dt>{d().code}</dt>
              <dd class="number">{codes.value[index] ?? '······'}</dd>
            </dl>
          </li>
        ))}
      </ul>
    </Card>
  );
}
