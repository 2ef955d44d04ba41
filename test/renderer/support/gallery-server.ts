import react from '@vitejs/plugin-react';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, preview } from 'vite';

export interface Gallery {
  /** The page of a scene. */
  address(scene: string, theme?: 'light' | 'dark'): string;
  close(): Promise<void>;
}

/** Builds the gallery into a temporary folder and serves it on a free port of this machine. */
export async function openGallery(): Promise<Gallery> {
  const outDir = await mkdtemp(join(tmpdir(), 'fleetlab-gallery-'));
  const shared = { root: resolve(import.meta.dirname, '../gallery'), configFile: false as const, logLevel: 'error' as const };
  await build({ ...shared, plugins: [react()], build: { outDir, emptyOutDir: true, minify: false, reportCompressedSize: false } });
  const server = await preview({ ...shared, build: { outDir }, preview: { host: '127.0.0.1', port: 0, strictPort: false } });
  const local = server.resolvedUrls?.local[0];
  if (local === undefined) throw new Error('The gallery has no address.');
  return {
    address: (scene, theme = 'light') => `${local}?scene=${scene}&theme=${theme}`,
    async close() {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
