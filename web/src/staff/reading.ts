import type { Shape } from '../api/client';

// What somebody types from a device, as numbers with their codes. Pure; the server judges again.

export type Vital = Shape<'VitalView'>;
export type NewVital = Shape<'NewVital'>;
export type Measure = Vital['measure'];

/** LOINC code and UCUM unit of each measure that is typed by itself; the first unit is the usual one. */
export const UNITS = {
  heart_rate: [{ code: '8867-4', unit: '/min' }],
  respiratory_rate: [{ code: '9279-1', unit: '/min' }],
  spo2: [{ code: '2708-6', unit: '%' }],
  temperature: [{ code: '8310-5', unit: 'Cel' }],
  glucose: [
    { code: '14743-9', unit: 'mmol/L' },
    { code: '41653-7', unit: 'mg/dL' },
  ],
  weight: [{ code: '29463-7', unit: 'kg' }],
} as const;
export type Typed = keyof typeof UNITS;
export const TYPED = Object.keys(UNITS) as Typed[];

const PRESSURE = { systolic: '8480-6', diastolic: '8462-4', unit: 'mm[Hg]' } as const;

/** "38,5" and "38.5" are one number; null when it is none. */
export function number(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  return /^\d{1,4}(\.\d{1,2})?$/.test(plain) && Number(plain) > 0 ? Number(plain) : null;
}

/** "140/90", "140 90" or "14/9": two values, as they were typed. null when it is no pair. */
export function pressure(text: string): NewVital[] | null {
  const parts = text
    .trim()
    .split(/\s*[/\\ -]\s*/)
    .map(number);
  const [high, low] = parts;
  if (parts.length !== 2 || !high || !low) return null;
  const { unit } = PRESSURE;
  return [
    { code: PRESSURE.systolic, value: high, unit },
    { code: PRESSURE.diastolic, value: low, unit },
  ];
}

export type Form = Record<Typed | 'pressure', string>;
export const emptyForm = (): Form => ({
  pressure: '',
  heart_rate: '',
  respiratory_rate: '',
  spo2: '',
  temperature: '',
  glucose: '',
  weight: '',
});

/** What the form says, and which fields say nothing we can read. */
export function read(form: Form, milligrams: boolean): { vitals: NewVital[]; wrong: (keyof Form)[] } {
  const vitals: NewVital[] = [];
  const wrong: (keyof Form)[] = [];
  if (form.pressure.trim()) {
    const pair = pressure(form.pressure);
    if (pair) vitals.push(...pair);
    else wrong.push('pressure');
  }
  for (const measure of TYPED) {
    if (!form[measure].trim()) continue;
    const value = number(form[measure]);
    const [usual, other] = UNITS[measure] as readonly { code: string; unit: string }[];
    const kind = milligrams && other ? other : usual;
    if (value === null || !kind) wrong.push(measure);
    else vitals.push({ ...kind, value });
  }
  return { vitals, wrong };
}

export interface Line {
  key: number;
  measure: Measure | 'pressure';
  value: string;
  unit: string;
  vital: Vital;
}

/** The values that count now, blood pressure as one line; the newest first in the order they came. */
export function lines(vitals: Vital[], decimal: string): Line[] {
  const current = vitals.filter((one) => one.current);
  const low = current.find((one) => one.measure === 'diastolic');
  const out: Line[] = [];
  for (const one of current) {
    const paired = low && current.some((other) => other.measure === 'systolic');
    if (one.measure === 'diastolic' && paired) continue;
    const both = one.measure === 'systolic' && low;
    out.push({
      key: one.id,
      measure: both ? 'pressure' : one.measure,
      value: both ? `${one.value}/${low.value}` : String(one.value).replace('.', decimal),
      unit: shown(one.unit),
      vital: one,
    });
  }
  return out;
}

/** UCUM as people write it. */
const WRITTEN: Record<string, string> = { 'mm[Hg]': 'mmHg', Cel: '°C', '/min': '/ph' };
export const shown = (unit: string): string => WRITTEN[unit] ?? unit;
