import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../support/chromium.ts';
import { openPage, startApp, type App } from './app.ts';
import { learner } from './learner.ts';
import { connectPage } from './page-client.ts';
import { temporaryFolder } from './processes.ts';

/** Where a learner sits: the built app on a data directory of its own, and its page in Chromium. */
export interface Seat {
  /** The data directory. */
  folder: string;
  /** A path below the data directory. */
  place: (...names: string[]) => string;
  browser: Browser;
  // These are other ones after `start`.
  app: App;
  page: Page;
  /** What the page has reported as errors so far. */
  errors: string[];
  screen: ReturnType<typeof learner>;
  /** Closes the page and ends the app. Returns the app's exit code. */
  stop(): Promise<number | null>;
  /** Starts the app again on the same data directory, and opens a page. */
  start(): Promise<void>;
  /** Ends all of it and removes the data directory. */
  leave(): Promise<void>;
}

export interface SeatOptions {
  /** Variables of the app beside those of the tests, from its data directory. */
  environment?: (folder: string) => NodeJS.ProcessEnv;
  /** The step at which the class is when the first page opens. */
  stepId?: string;
  /** Called with each page before it loads the app. */
  onPage?: (page: Page) => void;
}

/** Rejects when the app does not come up; nothing stays behind then. */
export async function takeSeat({ environment, stepId, onPage }: SeatOptions = {}): Promise<Seat> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder()).path;
  const browser = stack.adopt(await launchChromium(), (opened) => opened.close());
  const startHere = () => startApp(folder, [], environment?.(folder));
  let app = await startHere();
  stack.defer(async () => {
    await app.stop();
  });

  async function openHere() {
    const { page, errors } = await openPage(browser, app.url, onPage);
    return { app, page, errors, screen: learner(page) };
  }

  if (stepId !== undefined) {
    const client = await connectPage(app.url);
    await client.call('course.go', { stepId });
    client.close();
  }
  const first = await openHere();
  const all = stack.move();
  const seat: Seat = {
    folder,
    place: (...names) => join(folder, ...names),
    browser,
    ...first,
    async stop() {
      await seat.page.context().close();
      return app.stop();
    },
    async start() {
      app = await startHere();
      Object.assign(seat, await openHere());
    },
    leave: () => all.disposeAsync(),
  };
  return seat;
}
