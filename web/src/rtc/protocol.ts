// What travels over the signalling socket, as signaling/PROTOCOL.md has it.

export type Part = 'caller' | 'rung' | 'holder';
export type Switch = 'on' | 'off' | 'none';

export interface Seated {
  peer: string;
  device: string;
  part: Part;
}

export type Description = { type: 'offer' | 'answer'; sdp: string };
/** What one PeerConnection tells the other: a description, or a batch of candidates (null: no more). */
export type Negotiation = { description: Description } | { candidates: (RTCIceCandidateInit | null)[] };

export interface Incoming {
  'call.peer': Seated & { call: string; present: boolean };
  signal: { call: string; from: string; generation: number } & Partial<{
    description: Description;
    candidates: (RTCIceCandidateInit | null)[];
  }>;
  media: { call: string; from: string; microphone: Switch; camera: Switch };
  'call.changed': CallChanged;
  'call.message': { call: string; message: string };
  'duty.changed': object;
  'queue.changed': object;
  'callback.changed': object;
  'advice.changed': { encounter: string };
  'session.revoked': object;
  refetch: object;
}

export interface CallChanged {
  call: string;
  version: number;
  state: 'waiting' | 'ringing' | 'connected' | 'on_hold' | 'ended';
  holder: { id: string; name: string } | null;
  holder_device: string | null;
}

export interface Outgoing {
  'call.join': { call: string; device: string; peer: string };
  'call.leave': { call: string; peer: string };
  signal: { call: string; to: string; generation: number } & Negotiation;
  media: { call: string; microphone: Switch; camera: Switch };
}

export type Ack = { ok: true; part?: Part; peers?: Seated[] } | { ok: false; code: string; detail?: string };
