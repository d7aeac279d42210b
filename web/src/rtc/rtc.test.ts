import { describe, expect, it } from 'vitest';
import { faultOf } from './devices';
import { climb, ladder } from './ladder';
import { fresh, judge, opinion, word } from './quality';
import { thrifty } from './sdp';
import { NOTHING, sample } from './stats';
import { isSilent, look, type Remedy, watchFrom } from './watch';

describe('the watch over a connection', () => {
  /** Looks once a second; `heardAt(s)` is what has arrived by second s. */
  const watchOver = (seconds: number, heardAt: (second: number) => number): [number, Remedy][] => {
    let watch = watchFrom(0);
    const remedies: [number, Remedy][] = [];
    for (let second = 1; second <= seconds; second += 1) {
      const seen = look(watch, second * 1000, heardAt(second), true);
      watch = seen.watch;
      if (seen.remedy !== 'none') remedies.push([second, seen.remedy]);
    }
    return remedies;
  };
  it('leaves a line alone that brings something every second', () => {
    expect(watchOver(60, (second) => second * 50)).toEqual([]);
  });
  it('restarts ICE after three seconds of silence, again, then makes a new connection', () => {
    expect(watchOver(22, (second) => Math.min(second, 5)).slice(0, 3)).toEqual([
      [8, 'restart-ice'],
      [12, 'restart-ice'],
      [16, 'renew'],
    ]);
  });
  it('forgets the restarts once something arrives', () => {
    expect(watchOver(12, (second) => (second < 5 ? second : second < 9 ? 5 : second))).toEqual([[8, 'restart-ice']]);
  });
  it('takes a count that falls (another pair of addresses) for a sign of life', () => {
    expect(watchOver(12, (second) => (second < 6 ? 1000 + second : second))).toEqual([]);
  });
  it('gives a connection that never came up longer', () => {
    expect(watchOver(10, () => 0)).toEqual([[9, 'restart-ice']]);
  });
  it('tells the person only when it matters', () => {
    expect([
      isSilent(watchFrom(0), 2000, true),
      isSilent(watchFrom(0), 3000, true),
      isSilent(watchFrom(0), 3000, false),
    ]).toEqual([false, true, false]);
  });
});

describe('the video ladder', () => {
  const climbing = (rates: (number | null)[]) => {
    let now = ladder;
    return rates.map((rate, second) => {
      const step = climb(now, rate, second * 1000);
      now = step.ladder;
      return step.rung;
    });
  };
  it('sends no more than the line carries', () => {
    expect(climbing([700_000, 400_000, 200_000, 100_000]).map((rung) => rung.bitrate)).toEqual([
      450_000, 250_000, 150_000, 60_000,
    ]);
  });
  it('pauses the picture within three seconds of a very thin line, not for a moment of it', () => {
    expect(climbing([50_000, 50_000, 50_000, 50_000]).map((rung) => rung.active)).toEqual([true, true, true, false]);
    expect(climbing([50_000, 50_000, 90_000, 50_000]).every((rung) => rung.active)).toBe(true);
  });
  it('brings it back after six seconds of enough', () => {
    const rates = [...Array(4).fill(50_000), ...Array(8).fill(100_000)];
    const active = climbing(rates).map((rung) => rung.active);
    expect(active.slice(3)).toEqual([false, false, false, false, false, false, false, true, true]);
  });
  it('looks again by itself when the estimate never speaks up', () => {
    expect(
      climbing(Array(26).fill(50_000))
        .slice(3)
        .some((rung) => rung.active),
    ).toBe(true);
  });
});

describe('the words for the network', () => {
  const second = (packets: number, lost: number, rtt: number, frames: number) => ({
    ...NOTHING,
    audioPackets: packets,
    audioLost: lost,
    rtt,
    frames,
  });
  it('a near, clean line is a good one', () => {
    expect(opinion(40, 5, 0)).toBeGreaterThan(4.2);
    expect(word(judge(fresh, NOTHING, second(50, 0, 40, 15), 1000, true), 1000, false)).toBe('good');
  });
  it('a lossy line is called weak at once and good again only slowly', () => {
    let quality = judge(fresh, NOTHING, second(40, 10, 400, 15), 1000, false);
    expect(word(quality, 1000, false)).toBe('weak');
    quality = judge(quality, NOTHING, second(50, 0, 40, 15), 2000, false);
    expect(quality.mos).toBeLessThan(4);
  });
  it('a picture that stands still leaves only the voice', () => {
    let quality = judge(fresh, NOTHING, second(50, 0, 40, 15), 1000, true);
    for (const at of [2000, 3000, 4000])
      quality = judge(quality, second(50, 0, 40, 15), second(100, 0, 40, 15), at, true);
    expect(word(quality, 4000, false)).toBe('voice');
  });
  it('no picture is missed where none is sent', () => {
    expect(word(judge(fresh, NOTHING, second(50, 0, 40, 0), 9000, false), 99_000, false)).toBe('good');
  });
});

describe('what is read and written on the wire', () => {
  it('asks for thrifty Opus and keeps what was there', () => {
    const sdp =
      'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\na=sendrecv\r\n';
    const line = thrifty(sdp).split('\r\n')[2];
    expect(line).toBe('a=fmtp:111 minptime=10;useinbandfec=1;maxaveragebitrate=24000;usedtx=1;stereo=0');
    expect(thrifty(thrifty(sdp))).toBe(thrifty(sdp));
    expect(thrifty('v=0\r\n')).toBe('v=0\r\n');
  });
  it('reads the numbers it acts on', () => {
    const report = new Map<string, unknown>([
      [
        'pair',
        {
          type: 'candidate-pair',
          nominated: true,
          bytesSent: 10,
          bytesReceived: 20,
          requestsReceived: 1,
          responsesReceived: 2,
          currentRoundTripTime: 0.3,
          availableOutgoingBitrate: 120_000,
        },
      ],
      ['other', { type: 'candidate-pair', nominated: false, bytesReceived: 999 }],
      ['a', { type: 'inbound-rtp', kind: 'audio', packetsReceived: 50, packetsLost: -1, jitter: 0.01 }],
      ['v', { type: 'inbound-rtp', kind: 'video', packetsReceived: 30, framesDecoded: 12 }],
    ]);
    expect(sample(report)).toEqual({
      heard: 83,
      bytes: 30,
      audioPackets: 50,
      audioLost: 0,
      frames: 12,
      rtt: 300,
      jitter: 10,
      estimate: 120_000,
    });
  });
  it('names what stands in the way of a camera', () => {
    const named = (name: string, agent = 'Chrome') => faultOf(Object.assign(new Error(), { name }), agent);
    expect(['NotAllowedError', 'NotFoundError', 'NotReadableError'].map((name) => named(name))).toEqual([
      'refused',
      'missing',
      'busy',
    ]);
    expect(named('NotAllowedError', 'Mozilla/5.0 Zalo android')).toBe('in-app');
  });
});
