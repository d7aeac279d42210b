import { dictionary } from './index';
import { vi } from './triage.vi';

/** The words around the questions that are asked while it rings; the questions themselves come from the server. */
export const q = dictionary(vi, () => import('./triage.en'));
