import { expect, it } from 'vitest';
import people from '../../../telehealth/demo/people.toml?raw';
import { STAFF } from './staff';
import { totp } from './totp';

it.each(STAFF)('$login signs in with what the landing page shows', ({ login, password, totp: secret }) => {
  const block = people.split('[[staff]]').find((one) => one.includes(`login = "${login}"`)) ?? '';
  expect(block).toContain(`password = "${password}"`);
  expect(block).toContain(`totp = "${secret}"`);
});

it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [20_000_000_000, '353130'],
])('gives the code of RFC 6238, appendix B, at %i s', async (seconds, code) => {
  expect(await totp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', seconds * 1000)).toBe(code);
});
