import { describe, expect, it } from 'vitest';
import { seconds, written } from './duration';
import { changed, type Ladder, moved, withOneMore, without } from './ladder';
import { described, differences, preview } from './words';

const RUNG = { manner: 'one_by_one', lasts: 60, ring_for: 120, next_after: 30, rounds: 100, pause: 10 } as const;
const LADDER: Ladder = {
  rungs: [
    { ...RUNG, whom: 'station' },
    { ...RUNG, whom: 'everyone', manner: 'all_at_once' },
  ],
  last_resort: { after: 300, due: 600, owner: 'ha', deputy: 'tuan', deputy_after: 240, remind_every: 120 },
  waking: { push_every: 15, sms_after: 20, voice_after: 40 },
  give_up_after: 1800,
  seat: 120,
  seat_while_dialling: 900,
  regret: 60,
  hold_for: 600,
  offer_for: 60,
  wrap_up: 180,
};
const names = (account: string | null) => ({ ha: 'Nguyễn Thị Hà', tuan: 'Đỗ Anh Tuấn' })[account ?? ''] ?? null;
const story = (ladder: Ladder) => preview(ladder, names).map(({ at, words }) => `${written(at)} ${words}`);

describe('a ladder in plain words', () => {
  it('tells one call from the tap to the end, in order', () => {
    expect(story(LADDER)).toEqual([
      '0:00 Gọi lần lượt: trạm nơi người bệnh ở, đến hết phút 1:00.',
      '1:00 Gọi cùng lúc: tất cả, kể cả dự phòng, đến khi có người nghe.',
      '5:00 Giao việc gọi lại cho Nguyễn Thị Hà, hạn 10:00 sau đó. Chuông vẫn reo tiếp.',
      '9:00 Nếu chưa ai nhận lo: báo thêm Đỗ Anh Tuấn.',
      '30:00 Thôi đổ chuông. Việc gọi lại vẫn còn đó đến khi có người làm.',
    ]);
  });

  it('names the managers when nobody is chosen', () => {
    const unnamed = { ...LADDER, last_resort: { ...LADDER.last_resort, owner: null, deputy: null } };
    expect(story(unnamed)[2]).toContain('quản lý của tỉnh');
    expect(story(unnamed)).toHaveLength(4);
  });

  it('says what another version changed, and nothing else', () => {
    const theirs = changed({ ...LADDER, wrap_up: 300 }, 0, { lasts: 90 });
    const { was, now } = differences(described(LADDER, names), described(theirs, names));
    expect(was).toHaveLength(2);
    expect(now[0]).toContain('Ở bậc này bao lâu 1:30');
    expect(now[1]).toBe('Ghi chép sau cuộc gọi: 5:00');
  });
});

describe('rungs', () => {
  it('move, come and go, and one always stays', () => {
    const whom = (ladder: Ladder) => ladder.rungs.map((rung) => rung.whom);
    expect(whom(moved(LADDER, 0, 1))).toEqual(['everyone', 'station']);
    expect(moved(LADDER, 0, -1)).toBe(LADDER);
    expect(moved(LADDER, 1, 1)).toBe(LADDER);
    expect(whom(withOneMore(LADDER))).toEqual(['station', 'hospital', 'everyone']);
    expect(whom(without(without(LADDER, 0), 0))).toEqual(['everyone']);
    let tall = LADDER;
    for (let count = 0; count < 20; count++) tall = withOneMore(tall);
    expect(tall.rungs).toHaveLength(12);
  });
});

describe('minutes and seconds', () => {
  it('are read as they are written', () => {
    for (const duration of [0, 5, 90, 3600, 86400]) expect(seconds(written(duration))).toBe(duration);
    for (const text of ['', '90', '1:5', '1:60', '-1:00', '1:30:00', 'một phút']) expect(seconds(text)).toBeNull();
  });
});
