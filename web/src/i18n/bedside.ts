import { vi } from './bedside.vi';
import { dictionary } from './index';

/** The words of a health worker at the bedside. */
export const b = dictionary(vi, () => import('./bedside.en'));
