import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { common } from '../i18n/common';
import { t } from '../i18n/doctor';
import { day } from '../lib/format';
import { Button, Dialog, Notice, Waiting } from '../ui';
import type { Encounter } from './encounters';
import { explain } from './explain';
import { NoteWords } from './note-signed';
import { api } from './state';

/** An earlier visit, to read beside the present one. */
export function VisitDialog({ id, close }: { id: string | null; close: () => void }) {
  const visit = useSignal<Encounter | null>(null);
  const fault = useSignal<unknown>(null);
  useEffect(() => {
    visit.value = null;
    fault.value = null;
    if (!id) return;
    api.get('/api/encounters/{id}', { path: { id } }).then(
      (found) => {
        visit.value = found;
      },
      (error) => {
        fault.value = error;
      },
    );
  }, [id]);
  const found = visit.value;
  const title = found ? `${day(found.started_at)} · ${found.practitioner.name}` : t().history;
  return (
    <Dialog open={id !== null} title={title} onClose={close}>
      {fault.value !== null && <Notice tone="danger">{explain(fault.value)}</Notice>}
      {!found && fault.value === null && <Waiting>{t().loading}</Waiting>}
      {found && <NoteWords texts={found.note} />}
      {found?.addenda.map((one) => (
        <p class="words" key={one.at}>
          {one.body}
        </p>
      ))}
      <Button kind="primary" wide onClick={close}>
        {common().close}
      </Button>
    </Dialog>
  );
}
