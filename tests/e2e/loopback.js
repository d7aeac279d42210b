// A call with oneself inside one page: just enough to try the proofs on.
const here = new RTCPeerConnection();
const there = new RTCPeerConnection();
const video = document.getElementById('there');
here.onicecandidate = ({ candidate }) => there.addIceCandidate(candidate ?? undefined);
there.onicecandidate = ({ candidate }) => here.addIceCandidate(candidate ?? undefined);
there.ontrack = ({ streams: [stream] }) => {
  video.srcObject = stream;
};
const stream = new MediaStream();
const senders = ['audio', 'video'].map((kind) => here.addTransceiver(kind, { direction: 'sendrecv', streams: [stream] }).sender);

document.getElementById('start').onclick = async () => {
  await here.setLocalDescription();
  await there.setRemoteDescription(here.localDescription);
  await there.setLocalDescription();
  await here.setRemoteDescription(there.localDescription);
  document.getElementById('start').textContent = 'Đang gọi';
};

document.getElementById('join').onclick = async () => {
  const captured = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
  await senders[0].replaceTrack(captured.getAudioTracks()[0]);
  await senders[1].replaceTrack(captured.getVideoTracks()[0]);
  await video.play();
  document.getElementById('join').textContent = 'Đã nhận';
};
