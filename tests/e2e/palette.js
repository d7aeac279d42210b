// Reduces a picture to its 256 commonest colours, so that a screenshot weighs a third. Runs in an empty page.
async (png) => {
  const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const { width, height } = picture;
  const pen = new OffscreenCanvas(width, height).getContext('2d');
  pen.drawImage(picture, 0, 0);
  const { data } = pen.getImageData(0, 0, width, height);
  const STEP = 4;
  const coarse = (part) => Math.min(255, Math.round(part / STEP) * STEP);
  const counts = new Map();
  const colours = new Uint32Array(width * height);
  for (let at = 0; at < colours.length; at += 1) {
    const [red, green, blue] = [0, 1, 2].map((part) => coarse(data[at * 4 + part]));
    colours[at] = (red << 16) | (green << 8) | blue;
    counts.set(colours[at], (counts.get(colours[at]) ?? 0) + 1);
  }
  const kept = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([colour]) => colour);
  const index = new Map(kept.map((colour, at) => [colour, at]));
  const distance = (a, b) => [16, 8, 0].reduce((sum, shift) => sum + (((a >> shift) & 255) - ((b >> shift) & 255)) ** 2, 0);
  const nearest = (colour) => {
    let best = 0;
    for (let at = 1; at < kept.length; at += 1) if (distance(colour, kept[at]) < distance(colour, kept[best])) best = at;
    index.set(colour, best);
    return best;
  };
  let pixels = '';
  for (const colour of colours) pixels += String.fromCharCode(index.get(colour) ?? nearest(colour));
  return { width, height, palette: kept, pixels: btoa(pixels) };
}
