import { useSignal } from '@preact/signals';
import { type Api, newKey, Problem, type Shape } from '../api/client';
import { language } from '../i18n';
import { explain } from '../i18n/common';
import { v } from '../i18n/vitals';
import { clock } from '../lib/format';
import { Button, Choice, Dialog, Field, Notice, Pill } from '../ui';
import { emptyForm, type Form, type Line, lines, read, TYPED, type Vital } from './reading';

type View = Shape<'CallView'>;
type Source = Vital['source'];

/** The values that count now, each with who says so and when; a child's fast breathing stands out. */
export function Vitals({ vitals }: { vitals: Vital[] }) {
  const seen = lines(vitals, language.value === 'vi' ? ',' : '.');
  if (seen.length === 0) return <span class="soft">{v().none}</span>;
  return (
    <ul class="vitals">
      {seen.map((line) => (
        <li key={line.key}>
          <span class="vital-name">{v().measure[line.measure]}</span>{' '}
          <strong class="number">
            {line.value} {line.unit}
          </strong>{' '}
          {line.vital.fast_breathing && <Pill tone="danger">{v().fastBreathing}</Pill>}
          <span class="soft vital-source">{sourceWords(line)}</span>
        </li>
      ))}
    </ul>
  );
}

function sourceWords({ vital }: Line): string {
  return `${v().said[`${vital.by} ${vital.source}`] ?? ''} · ${clock(vital.measured_at)}`;
}

interface Props {
  api: Api;
  callId: string;
  sources: Source[];
  onView: (view: View) => void;
}

/** Type what was measured; "14/9" is asked about before it is kept as 140/90. */
export function VitalsForm({ api, callId, sources, onView }: Props) {
  const form = useSignal<Form>(emptyForm());
  const milligrams = useSignal(false);
  const source = useSignal<Source>(sources[0] ?? 'reported');
  const wrong = useSignal<(keyof Form)[]>([]);
  const fault = useSignal<string | null>(null);
  const asking = useSignal<string | null>(null);
  const kept = useSignal(false);
  const busy = useSignal(false);
  const key = useSignal(newKey());

  const send = async (confirmed: boolean) => {
    const said = read(form.value, milligrams.value);
    wrong.value = said.wrong;
    fault.value = null;
    if (said.wrong.length || said.vitals.length === 0 || busy.value) return;
    busy.value = true;
    try {
      const body = { vitals: said.vitals, source: source.value, confirmed };
      onView(await api.post('/api/calls/{id}/vitals', { path: { id: callId }, body, key: key.value }));
      form.value = emptyForm();
      kept.value = true;
    } catch (error) {
      if (error instanceof Problem && error.code === 'vital-short-form') asking.value = form.value.pressure;
      else fault.value = faultWords(error);
    }
    if (!(fault.value && navigator.onLine === false)) key.value = newKey();
    busy.value = false;
  };
  const type = (field: keyof Form) => (text: string) => {
    form.value = { ...form.value, [field]: text };
    kept.value = false;
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void send(false);
  };
  return (
    <form class="stack vitals-form" onSubmit={submit} noValidate>
      <div class="vitals-fields">
        {(['pressure', ...TYPED] as const).map((field) => (
          <Field
            key={field}
            label={`${v().measure[field]} (${unitOf(field, milligrams.value)})`}
            inputMode={field === 'pressure' ? 'text' : 'decimal'}
            placeholder={field === 'pressure' ? '140/90' : ''}
            autocomplete="off"
            maxLength={9}
            value={form.value[field]}
            onText={type(field)}
            fault={wrong.value.includes(field) ? v().unreadable : null}
          />
        ))}
      </div>
      {form.value.glucose.trim() && (
        <Choice
          label={v().glucoseUnit}
          options={[
            { value: 'mmol/L', label: 'mmol/L' },
            { value: 'mg/dL', label: 'mg/dL' },
          ]}
          value={milligrams.value ? 'mg/dL' : 'mmol/L'}
          onChoose={(unit) => {
            milligrams.value = unit === 'mg/dL';
          }}
        />
      )}
      {sources.length > 1 && (
        <Choice
          label={v().how}
          options={sources.map((value) => ({ value, label: v().source[value] }))}
          value={source.value}
          onChoose={(value) => {
            source.value = value;
          }}
        />
      )}
      {fault.value && <Notice tone="danger">{fault.value}</Notice>}
      <Button kind="primary" icon="send" type="submit" wide disabled={busy.value}>
        {v().send}
      </Button>
      <p class="soft" role="status">
        {kept.value ? v().kept : ''}
      </p>
      <Dialog
        open={asking.value !== null}
        title={v().shortTitle(asking.value ?? '')}
        onClose={() => (asking.value = null)}
      >
        <p class="strong number">{v().shortMeans(tenfold(asking.value ?? ''))}</p>
        <Button
          kind="primary"
          wide
          onClick={() => {
            asking.value = null;
            void send(true);
          }}
        >
          {v().shortYes(tenfold(asking.value ?? ''))}
        </Button>
        <Button wide onClick={() => (asking.value = null)}>
          {v().shortNo}
        </Button>
      </Dialog>
    </form>
  );
}

const UNIT = {
  pressure: 'mmHg',
  heart_rate: '/ph',
  respiratory_rate: '/ph',
  spo2: '%',
  temperature: '°C',
  weight: 'kg',
} as const;

const unitOf = (field: keyof Form, milligrams: boolean): string =>
  field === 'glucose' ? (milligrams ? 'mg/dL' : 'mmol/L') : UNIT[field];

/** "14/9" → "140/90", as the server will keep it. */
function tenfold(text: string): string {
  return text
    .split(/\s*[/\\ -]\s*/)
    .map((part) => {
      const value = Number(part.replace(',', '.'));
      return String(value > 30 ? value : Math.round(value * 10));
    })
    .join('/');
}

function faultWords(error: unknown): string {
  if (!(error instanceof Problem)) return explain(error);
  const measure = v().measure[error.extra.measure as keyof ReturnType<typeof v>['measure']] ?? '';
  if (error.code === 'vital-range') return v().outOfRange(measure, Number(error.extra.low), Number(error.extra.high));
  return v().problems[error.code] ?? explain(error);
}
