import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { start, type Started } from './processes.ts';

export interface App extends Started {
  /** The address with its token. */
  url: string;
}

/** The built app in the browser host. */
export async function startApp(dataDirectory: string, args: readonly string[] = [], environment: NodeJS.ProcessEnv = {}): Promise<App> {
  // A home of its own: the start files of whoever runs the tests must not decide what the terminal does.
  const home = join(dataDirectory, 'home');
  await mkdir(home, { recursive: true });
  const started = await start(
    'out/main/browser.js',
    ['--no-open', '--data-dir', dataDirectory, ...args],
    (line) => line.startsWith('Fleetlab is ready: '),
    { environment: { ...process.env, HOME: home, USERPROFILE: home, ...environment } },
  );
  return { ...started, url: started.line.slice('Fleetlab is ready: '.length).trim() };
}

/** A page of the design size, with every error of the page collected. `onPage` is called before it loads anything. */
export async function openPage(browser: Browser, url: string, onPage?: (page: Page) => void): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
  // A push, or a container's start, takes its time where the machine is busy. Playwright's own limit is 30 s.
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  onPage?.(page);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  // Chromium prints no error where a policy forbids what a library tries and bears; Firefox does.
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.error(`${violatedDirective} forbids ${blockedURI}`);
    });
  });
  await page.goto(url);
  return { page, errors };
}
