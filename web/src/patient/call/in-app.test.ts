import { describe, expect, it } from 'vitest';
import { chromeAddress, insideApp } from './in-app';

const ZALO =
  'Mozilla/5.0 (Linux; Android 11; Redmi 9A) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 Zalo android/12100690';
const CHROME = 'Mozilla/5.0 (Linux; Android 11; Redmi 9A) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Zalo iOS/500';
const PAGE = new URL('https://kcb.example.vn/patient?x=1');

describe('a page that chị Lan opened from a Zalo message', () => {
  it('knows that it is inside Zalo, and that Chrome is not', () => {
    expect(insideApp(ZALO)).toBe(true);
    expect(insideApp(IPHONE)).toBe(true);
    expect(insideApp(CHROME)).toBe(false);
  });

  it('hands the same page to Chrome on Android', () => {
    expect(chromeAddress(ZALO, PAGE)).toBe(
      'intent://kcb.example.vn/patient#Intent;scheme=https;package=com.android.chrome;end',
    );
  });

  it('has no such address on an iPhone, where it is said in words', () => {
    expect(chromeAddress(IPHONE, PAGE)).toBeNull();
  });
});
