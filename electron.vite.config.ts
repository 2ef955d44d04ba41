import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { resolve } from 'node:path';
import { builtScriptName, bundleServiceScript } from './src/practice/node-host/child-script.ts';

const source = resolve(import.meta.dirname, 'src');

export default defineConfig({
  main: {
    plugins: [
      {
        // What runs in every service's process is one text of its own, which practice hands over.
        name: 'service-process',
        generateBundle() {
          this.emitFile({ type: 'asset', fileName: builtScriptName, source: bundleServiceScript() });
        },
      },
    ],
    build: {
      rollupOptions: {
        input: {
          electron: resolve(source, 'main/electron/index.ts'),
          browser: resolve(source, 'main/browser/index.ts'),
          practice: resolve(source, 'practice/main.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      // A sandboxed preload script must be one CommonJS file.
      rollupOptions: { input: { index: resolve(source, 'preload/index.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: resolve(source, 'renderer'),
    plugins: [react()],
    build: {
      minify: true,
      // The page's policy allows fonts from its own origin only, no data addresses.
      assetsInlineLimit: 0,
      rollupOptions: { input: { index: resolve(source, 'renderer/index.html') } },
    },
  },
});
