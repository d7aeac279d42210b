// The patient's JavaScript budget, in gzip bytes: what a caller on a thin network has to fetch before the button works,
// and what they have fetched once the call and what is asked while it rings are there. Fails the build when one is exceeded.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const manifest = JSON.parse(readFileSync(`${dist}.vite/manifest.json`, 'utf8'));
const LIMITS = {
  'first screen': 35 * 1024,
  'with the call and its questions': 60 * 1024,
};
/** Loaded lazily, but no part of a family's call: English, what is read afterwards, what only a tap fetches, the demo's. */
const NOT_THE_CALL = /\/i18n\/|\/records\/|\/message\/|\/triage\/(picker|return-115)|\/rtc\/pretend/;

function collect(key, follow, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  const chunk = manifest[key];
  const next = [
    ...(chunk.imports ?? []),
    ...(follow ? (chunk.dynamicImports ?? []).filter((k) => !NOT_THE_CALL.test(k)) : []),
  ];
  for (const other of next) collect(other, follow, seen);
  return seen;
}

function size(keys) {
  const files = new Set([...keys].map((key) => manifest[key].file).filter((file) => file.endsWith('.js')));
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(dist + file), { level: 9 }).length, 0);
}

const entry = Object.keys(manifest).find((key) => key === 'patient.html');
const sizes = {
  'first screen': size(collect(entry, false)),
  'with the call and its questions': size(collect(entry, true)),
};
let over = false;
for (const [name, bytes] of Object.entries(sizes)) {
  over ||= bytes > LIMITS[name];
  console.log(
    `${bytes > LIMITS[name] ? 'OVER' : 'ok  '}  patient, ${name}: ${(bytes / 1024).toFixed(1)} of ${LIMITS[name] / 1024} KB gzip`,
  );
}
process.exit(over ? 1 : 0);
