/** Why there is no microphone or camera, in words a page can explain. */
export type Fault = 'refused' | 'missing' | 'busy' | 'insecure' | 'in-app';
export type Facing = 'user' | 'environment';

/** What this page got to send. A fault of null beside a track of null means it was not asked for. */
export interface Capture {
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
  audioFault: Fault | null;
  videoFault: Fault | null;
  /** A drawn picture and a quiet tone stand in for missing devices (demo only). */
  pretended: boolean;
}

const SOUND: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const picture = (facing: Facing): MediaTrackConstraints => ({
  facingMode: facing,
  width: { ideal: 640 },
  height: { ideal: 360 },
  frameRate: { ideal: 20, max: 24 },
});

/** Browsers inside other apps often have no camera to give, whatever the person answers. */
const IN_APP = /Zalo|FBAN|FBAV|FB_IAB|Instagram|Line\/|MicroMessenger/i;

/** What stands in the way before asking; null when asking makes sense. */
function obstacle(): Fault | null {
  if (!window.isSecureContext) return 'insecure';
  if (!navigator.mediaDevices?.getUserMedia) return IN_APP.test(navigator.userAgent) ? 'in-app' : 'insecure';
  return null;
}

/** The browser's error as one of our words. */
export function faultOf(error: unknown, agent: string = navigator.userAgent): Fault {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return IN_APP.test(agent) ? 'in-app' : 'refused';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  return 'busy';
}

const ask = (constraints: MediaStreamConstraints) => navigator.mediaDevices.getUserMedia(constraints);

/**
 * Ask for the microphone and, unless `video` is false, the camera. Never throws: a missing camera leaves a voice call,
 * a missing microphone leaves listening and typing, and the faults say why. Asks a person at most twice.
 */
export async function capture(video: boolean, facing: Facing = 'user'): Promise<Capture> {
  const blocked = obstacle();
  if (blocked) return nothing(blocked, video ? blocked : null);
  const wanted = { audio: SOUND, video: video ? picture(facing) : false };
  try {
    return got(await ask(wanted));
  } catch (error) {
    return video ? halves(faultOf(error), facing) : nothing(faultOf(error), null);
  }
}

/** Together they failed: the voice alone matters more than the picture alone. */
async function halves(together: Fault, facing: Facing): Promise<Capture> {
  try {
    return { ...got(await ask({ audio: SOUND })), videoFault: together };
  } catch (error) {
    const audioFault = faultOf(error);
    if (audioFault === 'refused' || audioFault === 'in-app') return nothing(audioFault, together);
    return { ...(await cameraAlone(facing)), audioFault };
  }
}

async function cameraAlone(facing: Facing): Promise<Capture> {
  try {
    return got(await ask({ video: picture(facing) }));
  } catch (error) {
    return nothing(null, faultOf(error));
  }
}

const got = (stream: MediaStream): Capture => ({
  audio: stream.getAudioTracks()[0] ?? null,
  video: stream.getVideoTracks()[0] ?? null,
  audioFault: null,
  videoFault: null,
  pretended: false,
});
const nothing = (audioFault: Fault | null, videoFault: Fault | null): Capture => ({
  audio: null,
  video: null,
  audioFault,
  videoFault,
  pretended: false,
});

/** A fresh camera track, facing as asked. Throws what the browser throws. */
export async function openCamera(facing: Facing): Promise<MediaStreamTrack | null> {
  return (await ask({ video: picture(facing) })).getVideoTracks()[0] ?? null;
}

/** A fresh microphone track. Throws what the browser throws. */
export async function openMicrophone(): Promise<MediaStreamTrack | null> {
  return (await ask({ audio: SOUND })).getAudioTracks()[0] ?? null;
}

/** Whether there is another camera to switch to. */
export async function hasSeveralCameras(): Promise<boolean> {
  const devices = (await navigator.mediaDevices?.enumerateDevices?.().catch(() => [])) ?? [];
  return devices.filter((device) => device.kind === 'videoinput').length > 1;
}
