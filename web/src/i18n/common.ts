import { Problem } from '../api/client';
import { vi } from './common.vi';
import { dictionary } from './index';

/** Words every page shares. */
export const common = dictionary(vi, () => import('./common.en'));

/** What an error means to a person, in the page's language. */
export function explain(error: unknown): string {
  const words = common();
  return (error instanceof Problem && words.problems[error.code]) || words.unknownProblem;
}
