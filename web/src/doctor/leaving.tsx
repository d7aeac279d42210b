import { p } from '../i18n/passing';
import { clock, stopwatch } from '../lib/format';
import { useNow } from '../staff/tick';
import { Button, Notice } from '../ui';
import { api, attempt, duty } from './state';

const SOON = 15;

/** "Nghỉ sau 15 phút": no new calls from the tap on, the present one is kept; with the way back. */
export function LeaveSoon() {
  const now = useNow();
  const at = duty.value?.leaving_at;
  const last = duty.value?.last_on_duty ?? false;
  const soon = () =>
    attempt(async () => {
      duty.value = await api.post('/api/duty/leave-soon', { body: { minutes: SOON } });
    });
  const stay = () =>
    attempt(async () => {
      duty.value = await api.post('/api/duty/stay');
    });
  if (!at) {
    return (
      <Button wide icon="clock" onClick={() => void soon()}>
        {p().leaveSoon}
      </Button>
    );
  }
  return (
    <Notice tone="warn" title={p().leaving(clock(at))}>
      <div class="stack tight">
        <p class="number">{p().leavingMeans(stopwatch((Date.parse(at) - now) / 1000))}</p>
        {last && <p>{p().lastOne}</p>}
        <Button kind="primary" wide onClick={() => void stay()}>
          {p().stay}
        </Button>
      </div>
    </Notice>
  );
}

/** After a call its doctor writes, and is rung only for an emergency until then, or until "Sẵn sàng". */
export function Writing() {
  const now = useNow();
  const until = duty.value?.busy_until;
  if (!until || Date.parse(until) <= now || duty.value?.held_call) return null;
  const ready = () =>
    attempt(async () => {
      duty.value = await api.post('/api/duty/ready');
    });
  return (
    <Notice title={p().writing(clock(until))}>
      <div class="stack tight">
        <p>{p().writingMeans}</p>
        <Button icon="check" onClick={() => void ready()}>
          {p().ready}
        </Button>
      </div>
    </Notice>
  );
}
