import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages } from './packages.mjs';

/**
 * The browser that end-to-end tests drive: CHROMIUM_PATH, else one that is installed; on Debian as root it is installed.
 *
 * @returns {Promise<string | undefined>} its program, or undefined where there is none
 */
export async function findOrInstallChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  await installPackages('Installing Chromium for the end-to-end tests', ['chromium']);
  return findChromium();
}

/**
 * @returns {string | undefined} the program of the machine's own browser; where there is none, tests that need it say `skipped`
 */
export function findChromium() {
  const programs = [process.env['CHROMIUM_PATH'], ...(places[process.platform] ?? [])];
  return programs.find((path) => path !== undefined && existsSync(path));
}

const windowsFolders = [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)'], process.env['LOCALAPPDATA']].filter(
  (path) => path !== undefined,
);
const places = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  win32: windowsFolders.flatMap((folder) => [
    join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
    join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
  ]),
};
