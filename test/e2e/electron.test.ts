import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { root, temporaryFolder } from './support/processes.ts';

/** Where the runtime is; never found by requiring `electron`, which would start a download. */
function electronRuntime(): string | undefined {
  const folder = join(root, 'node_modules', 'electron');
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const program = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(program) ? program : undefined;
}

const runtime = electronRuntime();

describe('the Electron host', () => {
  it.skipIf(runtime === undefined)(
    `opens the app in its window${runtime === undefined ? ' (skipped: the Electron runtime is not installed)' : ''}`,
    async () => {
      await using folder = await temporaryFolder();
      const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
      const app = await _electron.launch({ executablePath: runtime ?? '', args: [...sandbox, root, '--data-dir', folder.path] });
      try {
        const page = await app.firstWindow();
        await page.getByRole('button', { name: 'Begin' }).click();
        await page.getByRole('region', { name: 'Lesson' }).waitFor();
        expect(new URL(page.url()).protocol).toBe('app:');
      } finally {
        await app.close();
      }
    },
  );
});
