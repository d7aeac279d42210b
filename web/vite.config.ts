import { defineConfig, type Plugin } from 'vite';

/** rtc/socket.ts speaks WebSocket and nothing else: the code of the other transports would be fetched and never run. */
function websocketOnly(): Plugin {
  const transports = '/engine.io-client/build/esm/transports/index.js';
  const only = "import { WS } from './websocket.js';\nexport const transports = { websocket: WS };\n";
  return { name: 'websocket-only', apply: 'build', load: (id) => (id.endsWith(transports) ? only : null) };
}

// Four people's pages and the demo's frame, each its own entry; sw.js keeps a fixed name because its address is its identity.
export default defineConfig({
  base: '/',
  plugins: [websocketOnly()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        index: 'index.html',
        patient: 'patient.html',
        doctor: 'doctor.html',
        clinic: 'clinic.html',
        demo: 'demo.html',
        sw: 'src/sw.ts',
      },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: {
    proxy: {
      '/api': 'http://localhost:8080',
      '/socket.io': { target: 'http://localhost:8080', ws: true },
    },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
