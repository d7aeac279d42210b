import { dictionary } from './index';
import { vi } from './passing.vi';

/** Words for a doctor who leaves soon, writes, hands over, or is wanted by an emergency. */
export const p = dictionary(vi, () => import('./passing.en'));
