import { signal, useSignal } from '@preact/signals';
import type { Shape } from '../api/client';
import { language } from '../i18n';
import { t } from '../i18n/words';
import { setTo } from '../lib/signals';
import { Button, Card, Dialog, Notice } from '../ui';
import { api, config } from './state';

type View = Shape<'CallView'>;
/** The call in which "Để sau" was said: asked again only after it. */
const putOff = signal<string | null>(null);

const answered = (view: View) => view.consent?.decision === 'given' || view.consent?.decision === 'refused';

async function answer(view: View, decision: 'given' | 'refused'): Promise<boolean> {
  const version = config.value?.consent.version;
  if (!version) return false;
  try {
    await api.post('/api/calls/{id}/consent', {
      path: { id: view.id },
      body: { decision, given_by: view.caller.relation, text_version: version },
    });
    return true;
  } catch {
    return false;
  }
}

const sentence = () => config.value?.consent[language.value] ?? '';

/** One sentence, one button; "Để sau" is as good an answer, and the call goes on either way. */
export function ConsentCard({ view, again }: { view: View; again?: boolean }) {
  const given = useSignal(false);
  if (given.value || view.consent?.decision === 'given') return <Given view={view} again={again} />;
  if (!sentence() || answered(view) || (!again && putOff.value === view.id)) return null;
  const agree = async () => {
    given.value = true;
    given.value = await answer(view, 'given');
  };
  return (
    <Card class="stack">
      <h2>{t().consentTitle}</h2>
      <p>{sentence()}</p>
      <Button kind="primary" icon="check" wide onClick={() => void agree()}>
        {t().agree}
      </Button>
      {!again && (
        <Button kind="quiet" onClick={setTo(putOff, view.id)}>
          {t().later}
        </Button>
      )}
    </Card>
  );
}

/** Thanks; after the call also the way to take it back. */
function Given({ view, again }: { view: View; again?: boolean }) {
  const withdrawn = useSignal(false);
  if (withdrawn.value) return <Notice>{t().consentWithdrawn}</Notice>;
  const withdraw = async () => {
    withdrawn.value = await answer(view, 'refused');
  };
  return (
    <div class="stack tight center">
      <p class="soft">{t().consentThanks}</p>
      {again && (
        <Button kind="quiet" onClick={() => void withdraw()}>
          {t().consentWithdraw}
        </Button>
      )}
    </div>
  );
}

/** In the call: one line that opens the sentence, for those who were answered before they could read it. */
export function ConsentLine({ view }: { view: View }) {
  const open = useSignal(false);
  const done = useSignal(false);
  if (done.value || !sentence() || answered(view) || putOff.value === view.id) return null;
  const agree = async () => {
    done.value = await answer(view, 'given');
    open.value = !done.value;
  };
  return (
    <>
      <button type="button" class="consent-line" onClick={setTo(open, true)}>
        {t().consentOpen}
      </button>
      <Dialog open={open.value} title={t().consentTitle} onClose={setTo(open, false)}>
        <p>{sentence()}</p>
        <Button kind="primary" icon="check" wide onClick={() => void agree()}>
          {t().agree}
        </Button>
        <Button
          wide
          onClick={() => {
            open.value = false;
            putOff.value = view.id;
          }}
        >
          {t().later}
        </Button>
      </Dialog>
    </>
  );
}
