import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Shape } from '../api/client';
import { t } from '../i18n/clinic';
import { explain } from '../i18n/common';
import { clock, day } from '../lib/format';
import { Button, Empty, Notice, Pill, Waiting } from '../ui';
import { api } from './state';

type Line = Shape<'AuditLine'>;

/** The access log for the data-protection officer: who, what, when, allowed or not. */
export function Audit() {
  const lines = useSignal<Line[]>([]);
  const before = useSignal<number | null>(null);
  const asked = useSignal(false);
  const fault = useSignal<unknown>(null);
  const more = async () => {
    try {
      const page = await api.get('/api/audit', { query: { before: before.value ?? undefined } });
      lines.value = [...lines.value, ...page.events];
      before.value = page.next_before;
      asked.value = true;
    } catch (error) {
      fault.value = error;
    }
  };
  useEffect(() => void more(), []);
  return (
    <>
      <h1>{t().audit}</h1>
      <p class="soft">{t().auditMeans}</p>
      {fault.value !== null && <Notice tone="danger">{explain(fault.value)}</Notice>}
      {!asked.value && fault.value === null && <Waiting>{t().loading}</Waiting>}
      {asked.value && lines.value.length === 0 && <Empty>{t().auditEmpty}</Empty>}
      {lines.value.length > 0 && <Table lines={lines.value} />}
      {before.value !== null && <Button onClick={() => void more()}>{t().older}</Button>}
    </>
  );
}

function Table({ lines }: { lines: Line[] }) {
  const columns = t().auditColumns;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by the keyboard
    <section class="table-frame" tabIndex={0} aria-label={t().audit}>
      <table>
        <thead>
          <tr>
            {Object.values(columns).map((word) => (
              <th key={word} scope="col">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <td class="number">{`${clock(line.at)} ${day(line.at)}`}</td>
              <td>{line.action}</td>
              <td title={line.entity_id ?? undefined}>{short(line.entity, line.entity_id)}</td>
              <td title={line.account_id ?? undefined}>{line.account_id ? short('', line.account_id) : '–'}</td>
              <td>
                <Pill tone={line.outcome === 'allowed' ? 'good' : 'danger'}>
                  {line.outcome === 'allowed' ? t().allowed : t().refused}
                </Pill>{' '}
                <span class="soft">{line.reason}</span>
              </td>
              <td>{line.sealed ? t().sealed : t().unsealed}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const TAIL = 6;
const short = (word: string, id: string | null) => [word, id?.slice(-TAIL)].filter(Boolean).join(' …');
