import { describe, expect, it } from 'vitest';
import { Problem } from '../../api/client';
import { type Line, nextLength, type Progress, upload } from './upload';

const PIECE = 16;
const SIZE = 100;
const MOST = 64;

/** A server that keeps whole pieces, and a network that does what the script says at each request. */
function world(script: ('ok' | 'lost' | 'answer lost')[]) {
  let offset = 0;
  const log: string[] = [];
  const view = (): Progress => ({ id: 'm', offset, size: SIZE, piece: PIECE, most: MOST, done: offset === SIZE });
  const through = (deed: () => void): Progress => {
    const fate = script.shift() ?? 'ok';
    if (fate === 'lost') throw new Problem('offline', 0, '');
    deed();
    if (fate === 'answer lost') throw new Problem('offline', 0, '');
    return view();
  };
  const line: Line = {
    begin: async () => through(() => log.push('begin')),
    send: async (at, length) =>
      through(() => {
        if (at !== offset) throw new Problem('wrong-offset', 409, '', { offset });
        offset += length;
        log.push(`${at}+${length}`);
      }),
    drop: async (id) => void log.push(`drop ${id}`),
  };
  const rests: number[] = [];
  const told = {
    moved: () => undefined,
    waiting: () => undefined,
    rest: async (ms: number) => void rests.push(ms),
  };
  return { line, told, log, rests, has: () => offset };
}

describe('chị Lan sends a message over a bad line', () => {
  it('sends every byte once and in order', async () => {
    const { line, told, log, has } = world([]);
    await upload(line, told);
    expect(has()).toBe(SIZE);
    expect(log).toEqual(['begin', '0+16', '16+32', '48+52']);
  });

  it('goes on where it was when the network comes back', async () => {
    const { line, told, has, rests } = world(['ok', 'ok', 'lost', 'lost', 'lost', 'ok']);
    await upload(line, told);
    expect(has()).toBe(SIZE);
    expect(rests).toEqual([1000, 2000, 4000]);
  });

  it('asks where to go on when an answer was lost, and sends nothing twice', async () => {
    const { line, told, log, has } = world(['ok', 'answer lost']);
    await upload(line, told);
    expect(has()).toBe(SIZE);
    expect(log.filter((entry) => entry.startsWith('0+'))).toHaveLength(1);
  });

  it('follows the server when another tab was first', async () => {
    const { line, told, log } = world([]);
    const begin = line.begin;
    line.begin = async () => ({ ...(await begin()), offset: 32 });
    await upload(line, told);
    expect(log[1]).toBe('0+16');
  });

  it('stops at a refusal that stays one', async () => {
    const { line, told } = world([]);
    line.send = async () => {
      throw new Problem('type-refused', 400, '');
    };
    await expect(upload(line, told)).rejects.toMatchObject({ code: 'type-refused' });
  });

  it('gives up an upload nobody has the bytes of any more', async () => {
    const { line, told, log, has } = world([]);
    const begin = line.begin;
    let asked = 0;
    line.begin = async () => {
      asked += 1;
      if (asked === 1) throw new Problem('upload-open', 409, '', { id: 'lost' });
      return begin();
    };
    await upload(line, told);
    expect(log[0]).toBe('drop lost');
    expect(has()).toBe(SIZE);
  });
});

describe('how much is sent at a time', () => {
  it('grows while it goes quickly, shrinks when it crawls, and stays in whole pieces', () => {
    expect(nextLength(16, 100, 16, 60)).toBe(32);
    expect(nextLength(32, 100, 16, 60)).toBe(48);
    expect(nextLength(48, 5000, 16, 60)).toBe(48);
    expect(nextLength(48, 9000, 16, 60)).toBe(16);
    expect(nextLength(16, 60_000, 16, 60)).toBe(16);
  });
});
