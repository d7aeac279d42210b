import { dictionary } from './index';
import { vi } from './vitals.vi';

/** Words for vital signs, on every staff page. */
export const v = dictionary(vi, () => import('./vitals.en'));
