// Makes src/api/types.gen.d.ts from the server's own OpenAPI document; with --check it fails when the file has drifted.
// The document comes from `python -m telehealth openapi`, or from the file named in TELEHEALTH_OPENAPI.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));
const target = fileURLToPath(new URL('../src/api/types.gen.d.ts', import.meta.url));

function openapi() {
  const file = process.env.TELEHEALTH_OPENAPI;
  if (file) return readFileSync(file, 'utf8');
  const venv = `${root}.venv/bin/python`;
  const python = process.env.TELEHEALTH_PYTHON ?? (existsSync(venv) ? venv : 'python3');
  return execFileSync(python, ['-m', 'telehealth', 'openapi'], { cwd: root, encoding: 'utf8', maxBuffer: 16 << 20 });
}

const types = astToString(await openapiTS(JSON.parse(openapi()), { alphabetize: true, defaultNonNullable: false }));
const text = `// Generated from the server's OpenAPI document by \`npm run types\`. Do not edit.\n${types}`;

if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
  console.error('src/api/types.gen.d.ts has drifted from the server. Run: npm run types');
  process.exit(1);
}
