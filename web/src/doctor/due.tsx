import type { Shape } from '../api/client';
import { t } from '../i18n/doctor';
import { clock } from '../lib/format';
import { useNow } from '../staff/tick';
import { Button, Pill } from '../ui';
import { api, attempt, refreshDuty, session } from './state';

type Line = Shape<'CallbackView'>;

/** By when a family was promised a call, who answers for it, and for whom it waits first. */
export function Due({ line }: { line: Line }) {
  const now = useNow();
  const late = line.due_at !== null && Date.parse(line.due_at) < now;
  const forMe = line.for_practitioner?.id === session.me.value?.practitioner?.id;
  const known = line.acknowledged_at !== null;
  const acknowledge = () =>
    attempt(() => api.post('/api/callbacks/{id}/acknowledge', { path: { id: line.id } })).then(refreshDuty);
  return (
    <div class="row">
      {line.due_at && (
        <Pill tone={late ? 'danger' : 'lamp'}>{(late ? t().overdue : t().dueBefore)(clock(line.due_at))}</Pill>
      )}
      {line.for_practitioner && (
        <Pill tone={forMe ? 'good' : ''}>{forMe ? t().keptForYou : t().keptFor(line.for_practitioner.name)}</Pill>
      )}
      {line.owner_name && <span class="soft">{t().answeredFor(line.owner_name)}</span>}
      {known && <span class="soft">{t().acknowledged(clock(line.acknowledged_at ?? ''))}</span>}
      {line.attempts > 0 && <span class="soft">{t().attempts(line.attempts)}</span>}
      {!known && line.owner_name && line.state === 'open' && (
        <Button kind="quiet" icon="check" onClick={() => void acknowledge()}>
          {t().acknowledge}
        </Button>
      )}
    </div>
  );
}
