import { dictionary } from './index';
import { vi } from './staff.vi';

/** Words of both staff pages: signing in, who is who, how the line is. */
export const s = dictionary(vi, () => import('./staff.en'));
