import { dictionary } from './index';
import { vi } from './message.vi';

/** Words of leaving a message; fetched with its screen, since nobody needs them to ring. */
export const m = dictionary(vi, () => import('./message.en'));
