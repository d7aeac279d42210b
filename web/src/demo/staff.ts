/** The demo's staff logins, as telehealth/demo/people.toml has them (staff.test.ts compares). Public, and worth nothing elsewhere. */
export const STAFF = [
  { login: 'bs.binh', password: 'den-dem-binh', totp: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXA' },
  { login: 'bs.thu', password: 'den-dem-thu', totp: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXB' },
  { login: 'ha', password: 'den-dem-ha', totp: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXC' },
] as const;
