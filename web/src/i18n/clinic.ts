import { vi } from './clinic.vi';
import { dictionary } from './index';

/** The clinic's words. */
export const t = dictionary(vi, () => import('./clinic.en'));
