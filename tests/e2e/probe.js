// What a person at this page would see and hear, judged by content. Evaluated without a user gesture: see screen.py.
(() => {
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));

  /** The media elements of a window that show something received from somebody else. */
  function remote(page, kind) {
    const received = new Set();
    for (const connection of page.__watch.connections)
      for (const { track } of connection.getReceivers()) if (track.kind === kind) received.add(track.id);
    return [...page.document.querySelectorAll('video, audio')].filter((element) =>
      element.srcObject?.getTracks().some((track) => received.has(track.id)),
    );
  }

  /** The element that plays a left message, started over and over: it lasts but a few seconds. */
  async function recording(page) {
    const found = [...page.document.querySelectorAll('audio, video')].find((element) => element.src.startsWith('blob:'));
    if (!found) return null;
    found.loop = true;
    await found.play();
    return found;
  }

  /** {peak, shares} of what the element of a left message sounds, or {why}. */
  async function playedBack(page, tones, ms = 1500) {
    const element = await recording(page);
    if (!element) return { why: 'no recording on this page' };
    if (!audible(element)) return { why: 'muted' };
    return spectrum(await listen(element, ms), tones);
  }

  /** {colour} of what the element of a left message shows, or {why}. */
  async function shownBack(page) {
    const element = await recording(page);
    if (!element?.videoWidth) return { why: 'no picture' };
    return { colour: meanColour(element) };
  }

  /** Plays, and its clock moves. A frozen or paused element shows and sounds nothing. */
  async function plays(element) {
    const before = element.currentTime;
    await wait(250);
    return !element.paused && !element.ended && element.currentTime > before;
  }

  const audible = (element) => !element.muted && element.volume > 0;

  /** Share of the energy of these samples that lies at one frequency (Goertzel). */
  function share(samples, rate, hertz, energy) {
    const turn = 2 * Math.cos((2 * Math.PI * hertz) / rate);
    let last = 0;
    let before = 0;
    for (const sample of samples) [before, last] = [last, sample + turn * last - before];
    return (2 * (last * last + before * before - turn * last * before)) / (samples.length * energy);
  }

  /** Blocks of about 100 ms of what an element plays, for `ms` milliseconds. */
  async function listen(element, ms) {
    const [track] = element.captureStream().getAudioTracks();
    if (!track) return { rate: 48000, blocks: [] };
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    const blocks = [];
    let rate = 48000;
    let block = [];
    const end = performance.now() + ms;
    while (performance.now() < end) {
      const next = await Promise.race([reader.read(), wait(500).then(() => null)]);
      if (!next || next.done) break;
      rate = next.value.sampleRate;
      const samples = new Float32Array(next.value.numberOfFrames);
      next.value.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
      next.value.close();
      block.push(...samples);
      if (block.length >= rate / 10) {
        blocks.push(block);
        block = [];
      }
    }
    void reader.cancel();
    return { rate, blocks };
  }

  /** {peak: Hz, shares: {Hz: 0..1}} of the loudest moments, or {why} when nothing can be heard. */
  async function heard(page, tones, ms = 1000) {
    const found = remote(page, 'audio');
    if (found.length === 0) return { why: 'no element plays received sound' };
    const told = [];
    for (const element of found) {
      if (!audible(element)) told.push('muted');
      else if (!(await plays(element))) told.push('not playing');
      else return spectrum(await listen(element, ms), tones);
    }
    return { why: told.join(', ') };
  }

  /** Listen from now on, without end: `gap` tells of it. */
  async function keepListening(page, hertz) {
    const element = remote(page, 'audio').find(audible);
    const [track] = element?.captureStream().getAudioTracks() ?? [];
    if (!track) return { why: 'no element plays received sound' };
    const ear = { since: performance.now(), last: performance.now(), longest: 0 };
    page.__ear = ear;
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    let block = [];
    void (async () => {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        const samples = new Float32Array(next.value.numberOfFrames);
        next.value.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
        const rate = next.value.sampleRate;
        next.value.close();
        block.push(...samples);
        if (block.length < rate / 20) continue;
        const energy = block.reduce((sum, sample) => sum + sample * sample, 0);
        const now = performance.now();
        if (energy / block.length > 1e-5 && share(block, rate, hertz, energy) >= 0.6) {
          ear.longest = Math.max(ear.longest, now - ear.last);
          ear.last = now;
        }
        block = [];
      }
    })();
    return {};
  }

  /** {seconds, longest}: how long it has listened, and the longest time without the tone in it (seconds). */
  async function gap({ __ear: ear }) {
    const now = performance.now();
    return { seconds: (now - ear.since) / 1000, longest: Math.max(ear.longest, now - ear.last) / 1000 };
  }

  function spectrum({ rate, blocks }, tones) {
    const loud = blocks
      .map((samples) => ({ samples, energy: samples.reduce((sum, sample) => sum + sample * sample, 0) }))
      .filter(({ samples, energy }) => energy / samples.length > 1e-5)
      .sort((a, b) => b.energy - a.energy)
      .slice(0, 5);
    if (loud.length === 0) return { why: 'silence' };
    const at = (hertz) => loud.reduce((sum, { samples, energy }) => sum + share(samples, rate, hertz, energy), 0) / loud.length;
    let peak = 0;
    let most = 0;
    for (let hertz = 200; hertz <= 2400; hertz += 10) {
      const here = at(hertz);
      if (here > most) [peak, most] = [hertz, here];
    }
    return { peak, shares: Object.fromEntries(tones.map((hertz) => [hertz, at(hertz)])) };
  }

  /** [r, g, b] of what an element shows now. */
  function meanColour(element) {
    const canvas = new OffscreenCanvas(64, 48);
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    pen.drawImage(element, 0, 0, 64, 48);
    const pixels = pen.getImageData(0, 0, 64, 48).data;
    const sum = [0, 0, 0];
    for (let at = 0; at < pixels.length; at += 4) for (const part of [0, 1, 2]) sum[part] += pixels[at + part];
    return sum.map((part) => Math.round(part / (64 * 48)));
  }

  /** {colour: [r, g, b], width, height} of the largest playing received picture, or {why}. */
  async function seen(page) {
    const shown = remote(page, 'video')
      .filter((element) => element.videoWidth > 0)
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ element, box }) => box.width * box.height > 0 && element.checkVisibility())
      .sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height)[0];
    if (!shown) return { why: 'no received picture is shown' };
    if (!(await plays(shown.element))) return { why: 'the picture stands still' };
    return {
      colour: meanColour(shown.element),
      width: Math.round(shown.box.width),
      height: Math.round(shown.box.height),
    };
  }

  /** What has left this page by any PeerConnection, and what it could capture now. */
  async function sent(page) {
    const told = { connections: 0, packets: 0, bytes: 0, tracks: 0, capturing: [], asked: page.__watch.asked };
    for (const connection of page.__watch.connections) {
      if (connection.connectionState === 'closed') continue;
      told.connections += connection.connectionState === 'connected' ? 1 : 0;
      told.tracks += connection.getSenders().filter((sender) => sender.track).length;
      for (const report of (await connection.getStats()).values()) {
        if (report.type !== 'outbound-rtp') continue;
        told.packets += report.packetsSent;
        told.bytes += report.bytesSent;
      }
    }
    for (const stream of page.__watch.streams)
      for (const track of stream.getTracks()) if (track.readyState === 'live') told.capturing.push(track.kind);
    return told;
  }

  return { heard, seen, sent, playedBack, shownBack, keepListening, gap };
})()
