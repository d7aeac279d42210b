import { dictionary } from './index';
import { vi } from './queue.vi';

/** The words of the live queue: priorities, rungs, call-backs, alerts. */
export const q = dictionary(vi, () => import('./queue.en'));
