import { dictionary } from './index';
import { vi } from './ladder.vi';

/** The words of the ladder's editor. */
export const l = dictionary(vi, () => import('./ladder.en'));
