import { chromium, type Browser } from 'playwright-core';
import { findChromium } from '../../tools/setup/chromium.mjs';

/** Starts the machine's browser without a window, with a new profile (playwright makes an empty one) and nothing that reaches out. */
export function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });
}
