import { signal, batch as together } from '@preact/signals';
import {
  type Capture,
  capture,
  type Facing,
  type Fault,
  faultOf,
  hasSeveralCameras,
  openCamera,
  openMicrophone,
} from './devices';
import type { Tracks } from './peer';
import type { Switch } from './protocol';

/** `idle`: not asked yet. `off`: there, and switched off. `none`: not there; the fault says why. */
export type DeviceState = 'idle' | 'asking' | 'on' | 'off' | 'none';

export interface OwnSetup {
  /** Draw and hum what is missing (demo only); the words under the drawn lamp. */
  pretendAs: string | null;
  /** The tracks to send, or what we say of them, changed. */
  changed(): void;
}

/** This page's microphone and camera. */
export function createOwnMedia({ pretendAs, changed }: OwnSetup) {
  const stream = signal<MediaStream | null>(null);
  const mic = signal<DeviceState>('idle');
  const camera = signal<DeviceState>('idle');
  const micFault = signal<Fault | null>(null);
  const cameraFault = signal<Fault | null>(null);
  const severalCameras = signal(false);
  const tracks: Tracks = { audio: null, video: null };
  let facing: Facing = 'user';
  /** Counts openings, so that devices granted to a page that has left meanwhile are let go again. */
  let life = 0;
  let closed = true;
  let asking: Promise<void> | null = null;

  const show = () => {
    const live = [tracks.audio, tracks.video].filter((track) => track !== null);
    stream.value = live.length ? new MediaStream(live) : null;
    changed();
  };
  const put = (kind: keyof Tracks, track: MediaStreamTrack | null) => {
    tracks[kind]?.stop();
    tracks[kind] = track;
    if (track) track.onended = () => tracks[kind] === track && lost(kind);
  };
  /** The device was pulled out, or another program took it. */
  const lost = (kind: keyof Tracks) => {
    put(kind, null);
    (kind === 'audio' ? mic : camera).value = 'none';
    (kind === 'audio' ? micFault : cameraFault).value = 'busy';
    show();
  };
  const take = (found: Capture, video: boolean, of: number) => {
    if (closed || of !== life) {
      found.audio?.stop();
      found.video?.stop();
      return;
    }
    together(() => {
      put('audio', found.audio);
      put('video', found.video);
      mic.value = found.audio ? 'on' : 'none';
      camera.value = found.video ? 'on' : video ? 'none' : 'off';
      micFault.value = found.audio ? null : found.audioFault;
      cameraFault.value = found.video ? null : found.videoFault;
      show();
    });
    void hasSeveralCameras().then((several) => {
      severalCameras.value = several;
    });
  };
  const ask = async (video: boolean) => {
    const of = life;
    mic.value = 'asking';
    if (video) camera.value = 'asking';
    const found = await capture(video, facing);
    const lacking = !found.audio || (video && !found.video);
    if (pretendAs === null || !lacking) return take(found, video, of);
    const { pretend } = await import('./pretend');
    take(pretend(found, pretendAs), video, of);
  };
  const startCamera = async () => {
    camera.value = 'asking';
    try {
      const track = await openCamera(facing);
      if (closed) return track?.stop();
      put('video', track);
      camera.value = track ? 'on' : 'none';
      cameraFault.value = null;
    } catch (error) {
      camera.value = 'none';
      cameraFault.value = faultOf(error);
    }
    show();
  };

  /** Coming back to the page: devices that ended meanwhile are opened again. */
  const recheck = () => {
    if (document.visibilityState === 'hidden' || closed) return;
    if (tracks.audio?.readyState === 'ended') lost('audio');
    if (tracks.video?.readyState === 'ended') lost('video');
    if (micFault.value === 'busy') void startMicrophone();
    if (cameraFault.value === 'busy') void startCamera();
  };
  const startMicrophone = async () => {
    mic.value = 'asking';
    try {
      put('audio', await openMicrophone());
      mic.value = tracks.audio ? 'on' : 'none';
      micFault.value = null;
    } catch (error) {
      mic.value = 'none';
      micFault.value = faultOf(error);
    }
    show();
  };

  return {
    stream,
    mic,
    camera,
    micFault,
    cameraFault,
    severalCameras,
    tracks: (): Tracks => ({ ...tracks }),
    /** Ask for the devices, once at a time; again after a refusal. */
    open(video: boolean): Promise<void> {
      closed = false;
      const mine = asking ?? ask(video);
      asking = mine;
      return mine.finally(() => {
        if (asking === mine) asking = null;
      });
    },
    /** Muted, the microphone stays open: it comes back without a pause. */
    toggleMic(): void {
      if (!tracks.audio) return void startMicrophone();
      tracks.audio.enabled = !tracks.audio.enabled;
      mic.value = tracks.audio.enabled ? 'on' : 'off';
      changed();
    },
    /** Off means off: the camera is released and its light goes out. */
    toggleCamera(): Promise<void> | void {
      if (!tracks.video) return startCamera();
      put('video', null);
      camera.value = 'off';
      show();
    },
    /** Many phones cannot open two cameras at once: the old one goes first. */
    async switchCamera(): Promise<void> {
      facing = facing === 'user' ? 'environment' : 'user';
      put('video', null);
      await startCamera();
    },
    /** Whether there is anything to say of our devices yet. */
    known: () => mic.value !== 'idle' && mic.value !== 'asking',
    said: (): { microphone: Switch; camera: Switch } => ({
      microphone: spoken(mic.value),
      camera: spoken(camera.value),
    }),
    recheck,
    /** Let go of the devices; `open` may follow. */
    close(): void {
      closed = true;
      life += 1;
      asking = null;
      put('audio', null);
      put('video', null);
      together(() => {
        stream.value = null;
        mic.value = 'idle';
        camera.value = 'idle';
      });
    },
  };
}
export type OwnMedia = ReturnType<typeof createOwnMedia>;

const spoken = (state: DeviceState): Switch => (state === 'on' ? 'on' : state === 'off' ? 'off' : 'none');
