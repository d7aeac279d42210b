import { dictionary } from './index';
import { vi } from './vi';

/** The family's words. */
export const t = dictionary(vi, () => import('./en'));
