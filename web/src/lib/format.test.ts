import { afterEach, describe, expect, it } from 'vitest';
import { language } from '../i18n';
import { address, age, clock, day, megabytes, phoneWords, stopwatch } from './format';

afterEach(() => {
  language.value = 'vi';
});

describe('how people are spoken of', () => {
  const patient = (given_name: string, years: number, sex: 'female' | 'male' | 'other') => ({
    given_name,
    age_months: years * 12,
    sex,
  });

  it.each([
    ['bà Mai', patient('Mai', 72, 'female')],
    ['chị Lan', patient('Lan', 38, 'female')],
    ['bé Na', patient('Na', 3, 'female')],
    ['chú Tư', patient('Tư', 50, 'male')],
    ['ông Sáu', patient('Sáu', 60, 'male')],
    ['Hoa', patient('Hoa', 40, 'other')],
  ])('says %s', (words, who) => {
    expect(address(who)).toBe(words);
  });

  it('uses the name alone in English', () => {
    language.value = 'en';
    expect(address(patient('Mai', 72, 'female'))).toBe('Mai');
  });

  it('tells a small child’s age in months', () => {
    expect(age(23)).toBe('23 tháng');
    expect(age(24)).toBe('2 tuổi');
    expect(age(871)).toBe('72 tuổi');
  });
});

describe('times and amounts', () => {
  it('shows Viet Nam’s clock wherever the phone was set', () => {
    expect(clock('2026-11-22T19:05:00Z')).toBe('02:05');
    expect(day('2026-11-22T19:05:00Z')).toBe('23/11/2026');
  });

  it('says midnight as 00', () => {
    expect(clock('2026-11-22T17:00:00Z')).toBe('00:00');
  });

  it('counts minutes and seconds, never below zero', () => {
    expect(stopwatch(187.9)).toBe('3:07');
    expect(stopwatch(-4)).toBe('0:00');
  });

  it('reads a phone number out as people do', () => {
    expect(phoneWords('+84912000001')).toBe('0912 000 001');
    expect(phoneWords('+33612345678')).toBe('+33612345678');
  });

  it('writes megabytes with the language’s own mark', () => {
    expect(megabytes(4_540_000)).toBe('4,5 MB');
    language.value = 'en';
    expect(megabytes(4_540_000)).toBe('4.5 MB');
  });
});
