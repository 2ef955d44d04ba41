import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDataDirectory, findApplicationRoot } from '../paths.ts';
import { startElectron } from './start.ts';

// Chromium's own switches are on the same command line.
const { values } = parseArgs({
  args: process.argv.slice(1),
  options: { 'data-dir': { type: 'string' } },
  strict: false,
  allowPositionals: true,
});
const chosen = values['data-dir'];

void startElectron({
  root: findApplicationRoot(import.meta.dirname),
  dataDirectory: typeof chosen === 'string' && chosen !== '' ? resolve(chosen) : defaultDataDirectory(),
});
