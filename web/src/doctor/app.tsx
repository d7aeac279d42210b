import { s } from '../i18n/staff';
import { SignIn } from '../staff/sign-in';
import { Notice, Waiting } from '../ui';
import { Knock, Offered } from './beside-calls';
import { CallScreen } from './call-screen';
import { Desk } from './desk';
import { Encounter } from './encounter';
import { Keys } from './keys';
import { offered } from './passing';
import { Ringing } from './ringing';
import { call, config, onlyKnocks, opened, session, socketUp } from './state';

/** What is on the screen follows from what is going on: a call that rings or runs comes before everything else. */
export function App() {
  return (
    <>
      {session.state.value === 'in' && !socketUp.value && (
        <div class="line-down">
          <Notice tone="warn">{s().lineDown}</Notice>
        </div>
      )}
      {session.state.value === 'in' && <Knock />}
      <Shown />
      <Keys />
    </>
  );
}

function Shown() {
  switch (session.state.value) {
    case 'starting':
      return <Alone>{s().opening}</Alone>;
    case 'offline':
      return <Alone>{s().offline}</Alone>;
    case 'out':
      return <SignIn session={session} title={s().doctorPage} demo={config.value?.demo ? ['doctor', 'doctor2'] : []} />;
    case 'in':
      return <SignedIn />;
  }
}

function SignedIn() {
  const live = call.value;
  const phase = live?.phase.value;
  if (live && phase === 'connected') return <CallScreen live={live} key={live.callId} />;
  if (live && phase === 'ringing' && !onlyKnocks()) return <Ringing live={live} key={live.callId} />;
  if (offered.value) return <Offered view={offered.value} key={offered.value.id} />;
  if (opened.value) return <Encounter id={opened.value} key={opened.value} />;
  return <Desk />;
}

function Alone({ children }: { children: string }) {
  return (
    <main class="page">
      <h1 class="unseen">{s().doctorPage}</h1>
      <Waiting>{children}</Waiting>
    </main>
  );
}
