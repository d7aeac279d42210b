import { useSignal } from '@preact/signals';
import { language } from '../../i18n';
import { b } from '../../i18n/bedside';
import type { View } from '../../state/call';
import { Button, Card, Notice } from '../../ui';
import { api, config } from '../state';

/** The sentence is read aloud; whoever agreed is written down, never the worker in their place. */
export function Consent({ view, onView }: { view: View; onView: (view: View) => void }) {
  const busy = useSignal(false);
  const said = config.value?.consent;
  if (!said) return null;
  if (view.consent?.decision === 'given') return <Notice tone="good">{b().consentGiven}</Notice>;
  const agree = async (given_by: 'self' | 'other') => {
    busy.value = true;
    const body = { decision: 'given' as const, given_by, text_version: said.version };
    await api.post('/api/calls/{id}/consent', { path: { id: view.id }, body }).then(onView, () => undefined);
    busy.value = false;
  };
  return (
    <Card class="stack">
      <h2>{b().consentTitle}</h2>
      <p class="soft">{b().consentHint}</p>
      <p>{said[language.value]}</p>
      <Button icon="check" wide disabled={busy.value} onClick={() => void agree('self')}>
        {b().consentSelf}
      </Button>
      <Button icon="check" wide disabled={busy.value} onClick={() => void agree('other')}>
        {b().consentFamily}
      </Button>
    </Card>
  );
}
