import { s } from '../i18n/staff';

const MONTHS_UNTIL = 60;

/** Age as clinicians need it: months under five, else years. */
export const clinicalAge = (months: number): string =>
  months < MONTHS_UNTIL ? s().months(months) : s().years(Math.floor(months / 12));
