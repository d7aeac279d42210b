import { useSignal } from '@preact/signals';
import { common } from '../i18n/common';
import { t } from '../i18n/doctor';
import { clock } from '../lib/format';
import { into } from '../lib/signals';
import type { View } from '../state/call';
import { Button, Dialog, Notice, Pill, TextField } from '../ui';
import { explain } from './explain';
import { api } from './state';

const SHORTEST = 3;

/** Whether the family agreed; and the way to go on in an emergency without an answer, with the reason. */
export function Consent({ view, onView, live }: { view: View; onView: (view: View) => void; live: boolean }) {
  const asking = useSignal(false);
  const { consent } = view;
  const settled = consent && consent.decision !== 'emergency';
  return (
    <section class="stack tight" aria-label={t().consent}>
      <div class="row apart">
        <h3>{t().consent}</h3>
        {consent ? (
          <Pill tone={consent.decision === 'given' ? 'good' : 'danger'}>{t().consentState[consent.decision]}</Pill>
        ) : (
          <Pill tone="lamp">{t().consentNone}</Pill>
        )}
      </div>
      {consent && (
        <p class="soft">
          {t()
            .consentBy(t().relation[consent.given_by] ?? '', clock(consent.at))
            .replace(/^, /, '')}
          {consent.reason && ` · ${consent.reason}`}
        </p>
      )}
      {!settled && live && <p class="soft">{t().askConsentAgain}</p>}
      {!consent && live && (
        <Button kind="quiet" icon="warn" onClick={() => (asking.value = true)}>
          {t().emergencyConsent}
        </Button>
      )}
      <Emergency open={asking.value} close={() => (asking.value = false)} callId={view.id} onView={onView} />
    </section>
  );
}

interface EmergencyProps {
  open: boolean;
  close: () => void;
  callId: string;
  onView: (view: View) => void;
}

function Emergency({ open, close, callId, onView }: EmergencyProps) {
  const reason = useSignal('');
  const fault = useSignal<unknown>(null);
  const save = async () => {
    fault.value = null;
    try {
      const body = { reason: reason.value.trim() };
      onView(await api.post('/api/calls/{id}/emergency-consent', { path: { id: callId }, body }));
      close();
    } catch (error) {
      fault.value = error;
    }
  };
  return (
    <Dialog open={open} title={t().emergencyConsent} onClose={close}>
      <TextField
        label={t().emergencyWhy}
        hint={t().emergencyHint}
        value={reason.value}
        onText={into(reason)}
        maxLength={500}
      />
      {fault.value !== null && <Notice tone="danger">{explain(fault.value)}</Notice>}
      <Button kind="primary" wide disabled={reason.value.trim().length < SHORTEST} onClick={() => void save()}>
        {t().emergencySave}
      </Button>
      <Button wide onClick={close}>
        {common().cancel}
      </Button>
    </Dialog>
  );
}
