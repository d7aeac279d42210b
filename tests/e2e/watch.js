// Runs in every document before the page's own code: notes what the page does with media, and changes nothing of it.
(() => {
  const watch = { connections: [], asked: [], streams: [], faults: [] };
  Object.defineProperty(window, '__watch', { value: watch });

  const Connection = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Connection {
    constructor(...setup) {
      super(...setup);
      watch.connections.push(this);
    }
  };

  const ask = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = async function getUserMedia(constraints) {
    watch.asked.push({ audio: Boolean(constraints?.audio), video: Boolean(constraints?.video) });
    const stream = await ask.call(this, constraints);
    watch.streams.push(stream);
    return stream;
  };

  addEventListener('securitypolicyviolation', (event) => {
    watch.faults.push(`CSP: ${event.effectiveDirective} refused ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`);
  });
  addEventListener('unhandledrejection', (event) => {
    watch.faults.push(`unhandled rejection: ${event.reason?.stack ?? event.reason}`);
  });
})();
