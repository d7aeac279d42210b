/** What the other side's Opus encoder should do towards us: mono speech, silence nearly free, losses mended. */
const OPUS: Record<string, string> = { maxaveragebitrate: '24000', usedtx: '1', useinbandfec: '1', stereo: '0' };

/** The description with thrifty Opus settings. They speak of what we like to receive, so they go into what we send. */
export function thrifty(sdp: string): string {
  const payload = /^a=rtpmap:(\d+) opus\/48000/im.exec(sdp)?.[1];
  if (!payload) return sdp;
  return sdp.replace(new RegExp(`^a=fmtp:${payload} ([^\\r\\n]*)`, 'm'), (_line, list: string) => {
    const given = new Map(list.split(';').map((pair) => pair.trim().split('=', 2) as [string, string]));
    for (const [name, value] of Object.entries(OPUS)) given.set(name, value);
    return `a=fmtp:${payload} ${[...given].map(([name, value]) => `${name}=${value}`).join(';')}`;
  });
}
