import { vi } from './doctor.vi';
import { dictionary } from './index';

/** The doctor's words. */
export const t = dictionary(vi, () => import('./doctor.en'));
