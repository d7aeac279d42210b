import type { vi } from './staff.vi';

export const en: typeof vi = {
  product: 'Đèn Đêm',
  doctorPage: 'Doctor’s page',
  clinicPage: 'Clinic page',
  opening: 'Opening the page…',
  offline: 'The server cannot be reached yet. Nothing was lost. The page keeps trying.',
  lineDown: 'The connection to the server is lost. Reconnecting by itself…',
  signOut: 'Sign out',

  signIn: 'Sign in',
  signingIn: 'Signing in…',
  login: 'Login',
  password: 'Password',
  totp: '6-digit code',
  totpHint: 'From the authenticator app on your phone; it changes every 30 seconds.',
  totpShort: 'The code has exactly 6 digits.',
  refused: 'Login, password or code is not right. Please try again; the code changes every 30 seconds.',
  demoEnter: 'Demo: enter at once',
  demoAs: {
    doctor: 'Enter as Dr Bình',
    doctor2: 'Enter as Dr Thu',
    manager: 'Enter as Ms Hà',
    worker: 'Enter as Mr Pả, health worker',
  },

  sex: { female: 'Female', male: 'Male', other: 'Other', unknown: 'Not stated' },
  months: (count) => (count === 1 ? '1 month' : `${count} months`),
  years: (count) => (count === 1 ? '1 year' : `${count} years`),
  role: {
    doctor: 'Doctor',
    nurse: 'Nurse',
    health_worker: 'Health worker',
    receptionist: 'Receptionist',
    manager: 'Manager',
    administrator: 'Administrator',
    dpo: 'Data-protection officer',
  },
  engaged: 'In a call',
  free: 'Available',
  since: (time) => `since ${time}`,
};
