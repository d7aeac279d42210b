import { batch } from './batch';
import type { Rung } from './ladder';
import type { Description, Negotiation } from './protocol';
import { thrifty } from './sdp';
import { type Sample, sample } from './stats';

export interface Tracks {
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
}
type Kind = keyof Tracks;
const KINDS: Kind[] = ['audio', 'video'];

export interface PeerSetup {
  /** The caller is polite: when both offer at once, the caller gives way. */
  polite: boolean;
  /** This side makes the first offer, and only the offerer adds transceivers: done on both sides it ends one-way. */
  offering: boolean;
  iceServers: RTCIceServer[];
  send(message: Negotiation): void;
  /** The connection's state or what it receives has changed. */
  changed(): void;
}

/** One PeerConnection with perfect negotiation. It is warm from the start and silent until `attach`. */
export interface Peer {
  readonly offering: boolean;
  readonly stream: MediaStream;
  state(): RTCPeerConnectionState;
  /** Both sides have described themselves at least once. */
  agreed(): boolean;
  /** An offer is out, or nothing was ever agreed. */
  unsettled(): boolean;
  receive(message: Negotiation): void;
  /** What we send from now on; null is silence, or no picture. Needs no negotiation. */
  attach(tracks: Tracks): void;
  /** The first (and any later) tuning of the video sender. */
  picture(rung: Rung): void;
  restartIce(iceServers?: RTCIceServer[]): void;
  look(): Promise<Sample>;
  close(): void;
}

const CONFIG: RTCConfiguration = { bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' };
const AUDIO_BITS = 24_000;

export function createPeer(setup: PeerSetup): Peer {
  const pc = new RTCPeerConnection({ ...CONFIG, iceServers: setup.iceServers });
  const stream = new MediaStream();
  const ours = new MediaStream();
  const candidates = batch<RTCIceCandidateInit | null>((list) => setup.send({ candidates: list }));
  const early: (RTCIceCandidateInit | null)[] = [];
  let sent: Tracks = { audio: null, video: null };
  let offeringNow = false;
  let ignoring = false;
  let agreed = false;
  let closed = false;
  /** Descriptions and candidates are taken one after the other, in the order they came. */
  let turn: Promise<void> = Promise.resolve();

  const transceiver = (kind: Kind) => pc.getTransceivers().find((one) => one.receiver.track.kind === kind);
  const settle = () => {
    agreed = true;
    for (const kind of KINDS) void transceiver(kind)?.sender.replaceTrack(sent[kind]).catch(fault);
    tune('audio', (encoding) => {
      encoding.priority = 'high';
      encoding.networkPriority = 'high';
      encoding.maxBitrate = AUDIO_BITS;
    });
  };
  const tune = (kind: Kind, change: (encoding: RTCRtpEncodingParameters) => void) => {
    const sender = transceiver(kind)?.sender;
    const parameters = sender?.getParameters();
    if (!sender || !parameters?.encodings?.length) return;
    parameters.encodings.forEach(change);
    void sender.setParameters(parameters).catch(fault);
  };
  const describe = () => {
    const local = pc.localDescription;
    if (!local || closed) return;
    setup.send({ description: { type: local.type as Description['type'], sdp: thrifty(local.sdp) } });
  };

  pc.onnegotiationneeded = async () => {
    try {
      offeringNow = true;
      await pc.setLocalDescription();
      describe();
    } catch (error) {
      fault(error);
    } finally {
      offeringNow = false;
    }
  };
  pc.onicecandidate = ({ candidate }) => candidates.add(candidate?.toJSON() ?? null);
  pc.onconnectionstatechange = () => setup.changed();
  pc.ontrack = ({ track }) => {
    stream.addTrack(track);
    track.onmute = track.onunmute = setup.changed;
    setup.changed();
  };

  const takeDescription = async (description: Description) => {
    const collision = description.type === 'offer' && (offeringNow || pc.signalingState !== 'stable');
    ignoring = !setup.polite && collision;
    if (ignoring) return;
    await pc.setRemoteDescription(description);
    if (description.type === 'offer') await answer();
    settle();
    for (const candidate of early.splice(0)) await takeCandidate(candidate);
  };
  const answer = async () => {
    for (const one of pc.getTransceivers()) {
      if (one.direction !== 'recvonly') continue;
      one.direction = 'sendrecv';
      one.sender.setStreams?.(ours);
    }
    await pc.setLocalDescription();
    describe();
  };
  const takeCandidate = async (candidate: RTCIceCandidateInit | null) => {
    if (!candidate) return;
    try {
      await pc.addIceCandidate(candidate);
    } catch (error) {
      if (!ignoring) fault(error);
    }
  };
  const take = async (message: Negotiation) => {
    if (closed) return;
    if ('description' in message) return takeDescription(message.description);
    if (!pc.remoteDescription) early.push(...message.candidates);
    else for (const candidate of message.candidates) await takeCandidate(candidate);
  };

  if (setup.offering) {
    for (const kind of KINDS) pc.addTransceiver(kind, { direction: 'sendrecv', streams: [ours] });
  }

  return {
    offering: setup.offering,
    stream,
    state: () => pc.connectionState,
    agreed: () => agreed,
    unsettled: () => !agreed || pc.signalingState !== 'stable',
    receive(message) {
      turn = turn.then(() => take(message)).catch(fault);
    },
    attach(tracks) {
      sent = tracks;
      for (const kind of KINDS) {
        const sender = transceiver(kind)?.sender;
        if (sender && sender.track !== tracks[kind]) void sender.replaceTrack(tracks[kind]).catch(fault);
      }
    },
    picture(rung) {
      tune('video', (encoding) => {
        encoding.active = rung.active;
        encoding.maxBitrate = rung.bitrate;
        encoding.maxFramerate = rung.frames;
        encoding.scaleResolutionDownBy = rung.scale;
      });
    },
    restartIce(iceServers) {
      if (iceServers) pc.setConfiguration({ ...CONFIG, iceServers });
      pc.restartIce();
    },
    async look() {
      return sample((await pc.getStats()) as unknown as Iterable<[string, unknown]>);
    },
    close() {
      closed = true;
      candidates.clear();
      pc.onnegotiationneeded = pc.onicecandidate = pc.onconnectionstatechange = pc.ontrack = null;
      pc.close();
    },
  };
}

/** Negotiation mends itself (the watch restarts it), so a fault in it is only worth a line for whoever debugs. */
function fault(error: unknown): void {
  console.debug('[rtc]', error);
}
