import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Api, Shape } from '../api/client';
import { language } from '../i18n';
import { q } from '../i18n/triage';
import { Button, Dialog, Icon } from '../ui';
import { Numbers } from './danger';
import { dial115, dialledHere } from './dial';
import './triage.css';

type View = Shape<'CallView'>;

/** On a phone whose page never goes away (or a computer) the question comes by itself after this long. */
const STAYED = 8000;

/** After 115 was tapped: on return, did it answer? If not, the other numbers and how to go oneself. */
export function Return115({ api, view, emergency }: { api: Api; view: View; emergency: string }) {
  const back = useBack();
  const closed = useSignal('');
  const help = useSignal<Shape<'TriageView'> | null>(null);
  const at = view.dialled_115?.at ?? '';
  const unsaid = view.dialled_115?.answered === null && back && closed.value !== at;
  const say = async (answered: boolean) => {
    const path = { id: view.id };
    const fresh = await api.post('/api/calls/{id}/returned-115', { path, body: { answered } }).catch(() => null);
    dialledHere.value = null;
    if (!answered) help.value = fresh;
    if (answered || !fresh) closed.value = at;
  };
  const close = () => {
    help.value = null;
    closed.value = at;
  };
  const dial = () => dial115(api, view.id);
  if (help.value) return <OtherWays view={help.value} ringing={view.holder === null} dial={dial} close={close} />;
  return (
    <Dialog open={unsaid} title={q().answered115} onClose={close}>
      <p class="soft">{q().answered115Hint}</p>
      <Button kind="primary" wide onClick={() => void say(true)}>
        {q().it115Answered}
      </Button>
      <Button wide onClick={() => void say(false)}>
        {q().it115DidNot}
      </Button>
      <a class="button danger wide" href={`tel:${emergency}`} onClick={dial}>
        <Icon name="phone" />
        <span>{q().notYetDialled}</span>
      </a>
    </Dialog>
  );
}

interface OtherWaysProps {
  view: Shape<'TriageView'>;
  ringing: boolean;
  dial: () => void;
  close: () => void;
}

function OtherWays({ view, ringing, dial, close }: OtherWaysProps) {
  return (
    <Dialog open title={q().otherWays} onClose={close}>
      <Numbers numbers={[...view.numbers].sort((a, b) => order(a.kind) - order(b.kind))} dial={dial} />
      <h3>{q().ownTransport}</h3>
      <ul class="first-aid">
        {view.own_transport[language.value].map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {ringing && <strong>{q().stillRinging}</strong>}
      <Button kind="primary" wide onClick={close}>
        {q().waitOn}
      </Button>
    </Dialog>
  );
}

/** 115 did not answer: the hospital first, then the rest. */
const order = (kind: string): number => ['hospital', 'station', 'province', 'child', 'emergency'].indexOf(kind);

/** Whether the family is back at this page: it was hidden and is shown again, it was loaded anew, or it never went. */
function useBack(): boolean {
  const back = useSignal(dialledHere.value === null);
  const tapped = dialledHere.value;
  useEffect(() => {
    if (tapped === null) return;
    back.value = false;
    let gone = document.hidden;
    const look = () => {
      gone ||= document.hidden;
      if (gone && !document.hidden) back.value = true;
    };
    const shown = () => {
      back.value = true;
    };
    const timer = setTimeout(shown, STAYED);
    document.addEventListener('visibilitychange', look);
    addEventListener('pageshow', shown);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
      removeEventListener('pageshow', shown);
    };
  }, [tapped]);
  return back.value;
}
