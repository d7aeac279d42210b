import { Problem } from '../api/client';
import { explain as generally } from '../i18n/common';
import { t } from '../i18n/doctor';

/** What an error means to a doctor. */
export const explain = (error: unknown): string =>
  (error instanceof Problem && t().problems[error.code]) || generally(error);
