import { dictionary } from '../i18n';
import { vi } from '../i18n/demo.vi';

export const d = dictionary(vi, () => import('../i18n/demo.en'));
