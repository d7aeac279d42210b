import { describe, expect, it } from 'vitest';
import type { CallChanged } from '../rtc/protocol';
import { type Message, merge } from './chat';
import {
  beginning,
  type News,
  next,
  type Page,
  type Progress,
  rollCall,
  seen,
  takenByMe,
  type View,
  type Who,
  wanted,
} from './progress';

const BINH = { id: 'binh', name: 'Trần Văn Bình' };
const THU = { id: 'thu', name: 'Lê Thị Thu' };
const lan: Who = { audience: 'patient', device: 'dev-lan', practitioner: null };
const binh: Who = { audience: 'doctor', device: 'dev-binh-phone', practitioner: BINH.id };

const view = (state: View['state'], version: number, more: Partial<View> = {}): News => ({
  kind: 'view',
  view: { state, version, viewer: 'caller', holder: null, holder_here: null, rings_until: null, ...more } as View,
});
const changed = (
  state: CallChanged['state'],
  version: number,
  holder: typeof BINH | null = null,
  device: string | null = null,
): News => ({
  kind: 'changed',
  changed: { call: 'c', version, state, holder, holder_device: device },
});
const rung = (version: number) => view('ringing', version, { viewer: 'rung', rings_until: '2026-11-23T02:02:00Z' });
const follow = (who: Who, ...news: News[]): Progress => news.reduce((now, one) => next(now, one, who), beginning);
const page = (peer: string, device: string, part: Page['part'] = 'rung', present = true): Page => ({
  peer,
  device,
  part,
  present,
});
const nobody = () => false;

describe("chị Lan's page", () => {
  it('goes through waiting, ringing, connected and ended as the server does', () => {
    const phases = [
      view('waiting', 0),
      view('ringing', 1),
      changed('connected', 2, BINH, 'dev-binh-phone'),
      view('ended', 3),
    ];
    expect(phases.map((_, at) => follow(lan, ...phases.slice(0, at + 1)).phase)).toEqual([
      'waiting',
      'ringing',
      'connected',
      'ended',
    ]);
  });
  it('ignores news that is older than what it knows', () => {
    const connected = follow(lan, view('ringing', 1), changed('connected', 5, BINH, 'dev-1'));
    expect(next(connected, view('ringing', 3), lan)).toBe(connected);
    expect(next(connected, changed('waiting', 4), lan)).toBe(connected);
  });
  it('never leaves the end again because of a late event', () => {
    const ended = follow(lan, view('ringing', 1), view('ended', 4));
    expect(next(ended, changed('connected', 9, BINH, 'dev-1'), lan).phase).toBe('ended');
  });
  it('goes back to waiting when the doctor is lost for good', () => {
    expect(follow(lan, changed('connected', 2, BINH, 'd'), changed('waiting', 3)).phase).toBe('waiting');
  });
  it('steps aside when another tab takes over, and comes back when asked', () => {
    const aside = follow(lan, view('ringing', 1), { kind: 'moved', away: true });
    expect(aside.phase).toBe('moved');
    expect(next(aside, view('connected', 2, { holder: BINH as View['holder'] }), lan).phase).toBe('moved');
    expect(next(aside, { kind: 'moved', away: false }, lan).phase).toBe('ringing');
  });
  it('remembers the device that answered when a view, which does not name it, comes after', () => {
    const now = follow(
      lan,
      changed('connected', 2, BINH, 'dev-7'),
      view('connected', 2, { holder: BINH as View['holder'] }),
    );
    expect(now.holderDevice).toBe('dev-7');
  });
});

describe("bác sĩ Bình's page", () => {
  it('rings while it is rung, and says who took the call', () => {
    const ringing = follow(binh, rung(1));
    expect(ringing.phase).toBe('ringing');
    const taken = next(ringing, changed('connected', 2, THU, 'dev-thu'), binh);
    expect([taken.phase, taken.holder?.name, takenByMe(taken, binh)]).toEqual(['taken', THU.name, false]);
  });
  it('knows his own other device', () => {
    const taken = follow(binh, rung(1), changed('connected', 2, BINH, 'dev-binh-laptop'));
    expect(takenByMe(taken, binh)).toBe(true);
  });
  it('is connected only on the device that answered', () => {
    expect(follow(binh, rung(1), changed('connected', 2, BINH, binh.device)).phase).toBe('connected');
    expect(
      follow(binh, view('connected', 2, { viewer: 'holder', holder: BINH as View['holder'], holder_here: true })).phase,
    ).toBe('connected');
    expect(
      follow(binh, view('connected', 2, { viewer: 'holder', holder: BINH as View['holder'], holder_here: false }))
        .phase,
    ).toBe('taken');
  });
  it('stops ringing when the server no longer rings him, and rings again only when a view says so', () => {
    const missed = follow(binh, rung(1), view('waiting', 2, { viewer: 'staff' }));
    expect(missed.phase).toBe('withdrawn');
    const still = next(missed, changed('ringing', 3), binh);
    expect(still.phase).toBe('withdrawn');
    expect(next(still, rung(3), binh).phase).toBe('ringing');
  });
  it('falls silent when he may no longer see the call', () => {
    expect(follow(binh, rung(1), { kind: 'refused' }).phase).toBe('withdrawn');
  });
});

describe('the pages the caller connects with', () => {
  const ringing = follow(lan, view('ringing', 1));
  const phone = page('peer-phone', 'dev-phone');
  const laptop = page('peer-laptop', 'dev-laptop');
  const tablet = page('peer-tablet', 'dev-tablet');

  it('warms two of three while it rings', () => {
    expect(wanted(ringing, [phone, laptop, tablet], nobody)).toEqual(['peer-phone', 'peer-laptop']);
  });
  it('keeps a warm line whose socket has gone rather than closing it', () => {
    const away = { ...phone, present: false };
    expect(wanted(ringing, [away, laptop], (peer) => peer === 'peer-phone')).toEqual(['peer-laptop', 'peer-phone']);
    expect(wanted(ringing, [away], nobody)).toEqual([]);
  });
  it('never connects with another page of the caller', () => {
    expect(wanted(ringing, [page('peer-other', 'dev-other', 'caller')], nobody)).toEqual([]);
  });
  it('keeps only the device that answered, also when it was the third', () => {
    const connected = next(ringing, changed('connected', 2, BINH, 'dev-tablet'), lan);
    expect(wanted(connected, [phone, laptop, tablet], nobody)).toEqual(['peer-tablet']);
  });
  it('follows a reloaded doctor to the newest life of that device, and outlives a lost socket', () => {
    const connected = next(ringing, changed('connected', 2, BINH, 'dev-phone'), lan);
    const again = page('peer-phone-2', 'dev-phone', 'holder');
    expect(wanted(connected, seen([{ ...phone, present: false }], again), nobody)).toEqual(['peer-phone-2']);
    expect(wanted(connected, [{ ...phone, present: false }], nobody)).toEqual(['peer-phone']);
  });
  it('after a reload of the caller finds the holder although no event named the device', () => {
    const reloaded = follow(lan, view('connected', 4, { holder: BINH as View['holder'] }));
    expect(wanted(reloaded, [page('peer-b', 'dev-b', 'holder')], nobody)).toEqual(['peer-b']);
  });
  it('wants nobody once the call has ended', () => {
    expect(wanted(next(ringing, view('ended', 5), lan), [phone], nobody)).toEqual([]);
  });
  it('takes the roll at joining: who is not listed is absent, not forgotten', () => {
    expect(rollCall([phone], [laptop]).map((one) => [one.peer, one.present])).toEqual([
      ['peer-phone', false],
      ['peer-laptop', true],
    ]);
  });
});

describe('the chat', () => {
  const said = (id: string, number: number, more: Partial<Message> = {}): Message =>
    ({ id, number, author: 'caller', author_name: '', mine: true, body: id, sent_at: '', ...more }) as Message;
  it('puts each message once, stored ones in order, those on their way last', () => {
    const known = [said('sốt', 4), said('39 độ', 4, { pending: true })];
    const both = merge(known, [said('39 độ', 9), said('sốt', 4), said('từ tối qua', 7)]);
    expect(both.map((one) => one.id)).toEqual(['sốt', 'từ tối qua', '39 độ']);
    expect(both.some((one) => one.pending)).toBe(false);
  });
});
