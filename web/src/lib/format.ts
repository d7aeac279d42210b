import type { Shape } from '../api/client';
import { language } from '../i18n';

const ZONE = 'Asia/Ho_Chi_Minh';

/** 24-hour time of day in Viet Nam, "02:14". */
export const clock = (iso: string): string =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: ZONE }).format(
    new Date(iso),
  );

/** To the second, for what happens within a minute: "02:14:07". */
export const clockSeconds = (iso: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: ZONE }).format(new Date(iso));

/** dd/MM/yyyy in Viet Nam. */
export const day = (iso: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: ZONE }).format(
    new Date(iso),
  );

/** Minutes and seconds, "3:07". */
export function stopwatch(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** Megabytes with one decimal, in the language's own mark: "4,5 MB". */
export const megabytes = (bytes: number): string =>
  `${new Intl.NumberFormat(language.value, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(bytes / 1e6)} MB`;

/** Age as families say it: months under two years, else years. */
export function age(months: number): string {
  const vi = language.value === 'vi';
  if (months < 24) return vi ? `${months} tháng` : `${months} months`;
  const years = Math.floor(months / 12);
  return vi ? `${years} tuổi` : `${years} years`;
}

/** How a person of this age and sex is spoken of: bà Mai, chị Lan, bé Bin. The name alone when the sex is not told. */
export function address(patient: Pick<Shape<'PatientView'>, 'given_name' | 'age_months' | 'sex'>): string {
  if (language.value === 'en') return patient.given_name;
  const word = honorific(patient.age_months / 12, patient.sex);
  return word ? `${word} ${patient.given_name}` : patient.given_name;
}

function honorific(years: number, sex: string): string {
  if (years < 6) return 'bé';
  if (years < 18) return 'em';
  if (sex !== 'female' && sex !== 'male') return '';
  const female = sex === 'female';
  if (years < 45) return female ? 'chị' : 'anh';
  if (years < 60) return female ? 'cô' : 'chú';
  return female ? 'bà' : 'ông';
}

/** A number as people read it out: "0912 000 001" for a Vietnamese mobile, else as it is. */
export function phoneWords(e164: string): string {
  const national = /^\+84(\d{9})$/.exec(e164)?.[1];
  return national ? `0${national.slice(0, 3)} ${national.slice(3, 6)} ${national.slice(6)}` : e164;
}
