import { useSignal } from '@preact/signals';
import { q } from '../i18n/triage';
import { lazy } from '../lib/lazy';
import { setTo } from '../lib/signals';
import { Button, Dialog, Waiting } from '../ui';
import type { Triage } from './state';

const Picker = lazy(
  async () => (await import('./picker')).Picker,
  () => <Waiting>{q().opening}</Waiting>,
);

/** Where the patient is now, as far as known, and the way to say otherwise: the numbers follow it. */
export function Place({ triage }: { triage: Triage }) {
  const open = useSignal(false);
  const place = triage.view.value?.place;
  if (!place) return null;
  const words = [place.commune, place.province_name].filter(Boolean).join(', ');
  return (
    <div class="place">
      <span>{q().whereNow(words)}</span>
      <Button icon="edit" onClick={setTo(open, true)}>
        {q().change}
      </Button>
      <Dialog open={open.value} title={q().where} onClose={setTo(open, false)}>
        <Picker triage={triage} place={place} close={setTo(open, false)} />
      </Dialog>
    </div>
  );
}
