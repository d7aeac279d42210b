import { describe, expect, it } from 'vitest';
import { emptyForm, lines, number, pressure, read, type Vital } from './reading';

const vital = (id: number, measure: Vital['measure'], value: number, more: Partial<Vital> = {}): Vital => ({
  id,
  code: '',
  measure,
  value,
  unit: 'mm[Hg]',
  source: 'measured',
  by: 'health_worker',
  measured_at: '2026-11-25T19:00:00Z',
  current: true,
  fast_breathing: false,
  ...more,
});

describe('what is typed at a bedside', () => {
  it('reads a comma as a point, and nothing else as a number', () => {
    expect(number('38,5')).toBe(38.5);
    expect(number(' 118 ')).toBe(118);
    for (const text of ['', '38,5,1', 'abc', '-3', '0', '1e3', '12345']) expect(number(text)).toBeNull();
  });

  it.each(['140/90', '140 / 90', '140 90', '140-90'])('reads %s as a pair', (text) => {
    expect(pressure(text)?.map(({ value }) => value)).toEqual([140, 90]);
  });

  it('keeps the short form as typed: the server asks about it', () => {
    expect(pressure('14/9')?.map(({ value }) => value)).toEqual([14, 9]);
  });

  it.each(['140', '140/', '/90', '140/90/60', 'cao'])('reads %s as no pair', (text) => {
    expect(pressure(text)).toBeNull();
  });

  it('says what it read and what it could not', () => {
    const { vitals, wrong } = read({ ...emptyForm(), temperature: '39,4', heart_rate: 'nhanh' }, false);
    expect(vitals).toEqual([{ code: '8310-5', value: 39.4, unit: 'Cel' }]);
    expect(wrong).toEqual(['heart_rate']);
  });

  it('reads glucose in the unit of the meter', () => {
    const form = { ...emptyForm(), glucose: '120' };
    expect(read(form, true).vitals[0]).toEqual({ code: '41653-7', value: 120, unit: 'mg/dL' });
    expect(read({ ...form, glucose: '6,7' }, false).vitals[0]?.unit).toBe('mmol/L');
  });
});

describe('what the doctor sees', () => {
  it('shows blood pressure as one line and leaves out what was corrected', () => {
    const seen = lines(
      [
        vital(3, 'temperature', 38.5, { unit: 'Cel' }),
        vital(2, 'diastolic', 90),
        vital(1, 'systolic', 140),
        vital(0, 'temperature', 39.4, { unit: 'Cel', current: false }),
      ],
      ',',
    );
    expect(seen.map(({ measure, value, unit }) => [measure, value, unit])).toEqual([
      ['temperature', '38,5', '°C'],
      ['pressure', '140/90', 'mmHg'],
    ]);
  });

  it('shows one number of a blood pressure alone where only one is known', () => {
    expect(lines([vital(1, 'diastolic', 90)], ',').map(({ measure }) => measure)).toEqual(['diastolic']);
  });
});
