import { startApp } from '../../test/e2e/support/app.ts';
import { launchChromium } from '../../test/support/chromium.ts';
import { temporaryFolder } from '../../test/e2e/support/processes.ts';
import { openLesson } from './open-lesson.ts';
import { processTree, residentBytes } from './process-memory.ts';
import { round, type Figure } from './figure.ts';

const restSeconds = 8;

/** What the app's processes (main, practice, shells) hold after some seconds of rest with the lesson open; the browser apart. */
export async function memoryAtRest(): Promise<Figure[]> {
  await using folder = await temporaryFolder();
  const app = await startApp(folder.path);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await openLesson(page, app.url);
    await new Promise((done) => setTimeout(done, restSeconds * 1000));
    const sizes = await Promise.all((await processTree(app.child.pid ?? 0)).map(residentBytes));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    return [
      {
        name: 'memory at rest, app and practice',
        value: round(total / 1e6, 0),
        unit: 'MB',
        aim: '< 200',
        anchor: `${String(sizes.length)} processes: ${sizes.map((size) => round(size / 1e6, 0)).join(' + ')}`,
        method: `${process.platform === 'linux' ? 'proportional set size' : 'resident set size'} of the process tree of the browser host, ${String(restSeconds)} s after the lesson and its terminal opened`,
      },
    ];
  } finally {
    await browser.close();
    await app.stop();
  }
}
