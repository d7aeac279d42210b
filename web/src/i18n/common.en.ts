import type { vi } from './common.vi';

export const en: typeof vi = {
  close: 'Close',
  cancel: 'Cancel',
  back: 'Back',
  save: 'Save',
  retry: 'Try again',
  unknownProblem: 'Something failed on the server. Nothing was lost. Please try again in a few seconds.',
  problems: {
    offline: 'No network. Nothing was lost. Check Wi-Fi or mobile data, then try again.',
    invalid: 'Something is not filled in correctly. Please check it.',
    phone: 'This phone number does not look right. Enter a Vietnamese mobile number, e.g. 0912 345 678.',
    unidentified: 'Your sign-in has ended. Please sign in again.',
    denied: 'This account may not do that.',
    'code-needed': 'Please enter the code sent to your phone first.',
    'wrong-audience': 'This page is for somebody else.',
    'role-needed': 'The role of this account does not allow that.',
    'not-found': 'Not found. It may have been removed, or it is not for this account.',
    conflict: 'This was changed elsewhere just now. Please look again and retry.',
    'too-large': 'This is too long. Please shorten it.',
    'too-many': 'Too many attempts. Please wait a little, then try again.',
    unavailable: 'The service is paused. Nothing was lost. Please try again in a few seconds.',
    'nobody-on-duty': 'No doctor is on duty right now.',
  },
};
