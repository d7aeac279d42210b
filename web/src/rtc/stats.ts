/** What one look at a PeerConnection says; everything but the estimate and the delays only grows. */
export interface Sample {
  /** Grows with anything that arrives: media, or the keep-alives of ICE. */
  heard: number;
  bytes: number;
  audioPackets: number;
  audioLost: number;
  frames: number;
  rtt: number;
  jitter: number;
  /** Outgoing bandwidth in bit/s as the browser estimates it; null while it does not. */
  estimate: number | null;
}

export const NOTHING: Sample = {
  heard: 0,
  bytes: 0,
  audioPackets: 0,
  audioLost: 0,
  frames: 0,
  rtt: 0,
  jitter: 0,
  estimate: null,
};

type Stat = Record<string, unknown> & { type: string };
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** The numbers we act on, from a stats report. */
export function sample(report: Iterable<[string, unknown]>): Sample {
  const found: Sample = { ...NOTHING };
  for (const [, one] of report) take(found, one as Stat);
  return found;
}

function take(into: Sample, stat: Stat): void {
  if (stat.type === 'candidate-pair' && stat.nominated) takePair(into, stat);
  if (stat.type === 'inbound-rtp') {
    into.heard += number(stat.packetsReceived);
    if (stat.kind === 'video') into.frames = number(stat.framesDecoded);
    if (stat.kind === 'audio') takeAudio(into, stat);
  }
  if (stat.type === 'remote-inbound-rtp' && !into.rtt) into.rtt = number(stat.roundTripTime) * 1000;
}

function takePair(into: Sample, stat: Stat): void {
  into.heard += number(stat.requestsReceived) + number(stat.responsesReceived);
  into.bytes += number(stat.bytesSent) + number(stat.bytesReceived);
  into.rtt = number(stat.currentRoundTripTime) * 1000 || into.rtt;
  if (stat.availableOutgoingBitrate) into.estimate = number(stat.availableOutgoingBitrate);
}

function takeAudio(into: Sample, stat: Stat): void {
  into.audioPackets = number(stat.packetsReceived);
  into.audioLost = Math.max(0, number(stat.packetsLost));
  into.jitter = number(stat.jitter) * 1000;
}
