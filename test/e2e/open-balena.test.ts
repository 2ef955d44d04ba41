import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority, type Authority } from '../support/certificates.ts';
import { startTlsProxy, type TlsProxy } from '../support/tls-proxy.ts';
import { openBrowser, openPage, startApp, type App } from './support/app.ts';
import { learner } from './support/learner.ts';
import { loopbackOnly, whyNotLoopbackOnly } from './support/loopback-only.ts';
import { balena, startPractice, type Practice } from './support/practice.ts';
import { eventually, temporaryFolder } from './support/processes.ts';

/** Another address of this machine than the practice cloud's own. */
const host = '127.0.0.2';

const isInside = process.env['LOOPBACK_ONLY'] === '1';
const runsHere = isInside || whyNotLoopbackOnly() !== undefined;
const nowhere = (): void => undefined;
const describeOutside = runsHere ? nowhere : describe;
const describeInside = runsHere ? describe : nowhere;

// Where it can be, all of this file runs with nothing but loopback to reach: whoever asked another host would get no answer.
describeOutside('with no network but the cloud’s', () => {
  it('everything below passes', { timeout: 500_000 }, async () => {
    await using folder = await temporaryFolder();
    const results = join(folder.path, 'results.json');
    const { output } = await loopbackOnly(
      `"${process.execPath}" node_modules/vitest/vitest.mjs run --project e2e test/e2e/open-balena.test.ts --reporter=default --reporter=json --outputFile="${results}"`,
      { LOOPBACK_ONLY: '1' },
    );
    const { numPassedTests, numFailedTests } = JSON.parse(await readFile(results, 'utf8').catch(() => '{}')) as Record<string, number>;
    expect([numFailedTests, (numPassedTests ?? 0) >= 9], output).toEqual([0, true]);
  });
});

/**
 * A cloud elsewhere, as openBalena is: behind TLS by an authority of its own, at another address and port, 200 ms away, with two requests of a hundred
 * lost. The practice cloud stands in for it; the app knows nothing of that.
 */
describeInside('the lessons on an openBalena', () => {
  let cloudFolder: Awaited<ReturnType<typeof temporaryFolder>>;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let cloud: Practice;
  let proxy: TlsProxy;
  let app: App;
  let browser: Browser;
  let page: Page;
  let errors: string[];
  let caFile: string;
  let authority: Authority;
  /** All that main has sent to the page. */
  let received = '';
  let screen: ReturnType<typeof learner>;
  const connections = () => join(folder.path, 'connections.txt');

  async function open(): Promise<void> {
    app = await startApp(folder.path, [], {
      // Each Node program of the app and of its terminals writes down whom it connects to.
      NODE_OPTIONS: `--require=${join(import.meta.dirname, 'support', 'record-connections.cjs')}`,
      RECORD_CONNECTIONS: connections(),
      // What the machine's owner may have set for their own CLI.
      BALENARC_BALENA_URL: 'leaked.example',
      BALENARC_API_URL: 'https://api.leaked.example',
      BALENA_API_KEY: 'leaked-key',
    });
    ({ page, errors } = await openPage(browser, app.url));
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => (received += payload.toString())));
    await page.reload();
    screen = learner(page);
  }

  beforeAll(async () => {
    [cloudFolder, folder, browser] = await Promise.all([temporaryFolder(), temporaryFolder(), openBrowser()]);
    cloud = await startPractice(cloudFolder.path);
    authority = createAuthority('Workshop authority');
    caFile = join(cloudFolder.path, 'ca.pem');
    await writeFile(caFile, authority.certificate);
    proxy = await startTlsProxy({ identity: authority.issue([host]), upstream: cloud.api, host, latency: 200, lostOfThousand: 20 });
    // The device is in a fleet of its owner's, as one that was flashed with an image.
    for (const words of [
      ['login', '--token', cloud.token],
      ['fleet', 'create', 'Spare', '--type', cloud.device.deviceType],
      ['device', 'register', 'Spare', '--uuid', cloud.device.uuid],
    ])
      expect(await balena(cloud, words)).toMatchObject({ exitCode: 0 });
    await open();
  });

  afterAll(async () => {
    await browser.close();
    await app.stop();
    await proxy.close();
    await cloud.stop();
    await Promise.all([folder[Symbol.asyncDispose](), cloudFolder[Symbol.asyncDispose]()]);
  });

  const pill = () => page.getByRole('button', { name: /^Environment:/ });
  const dialog = () => page.getByRole('dialog');
  const terminalTabs = () => page.getByRole('tablist', { name: 'Terminals' }).getByRole('tab');

  const blockOf = (command: string) =>
    screen.lesson.locator('[data-block]').filter({ has: page.getByRole('button', { name: `Run: ${command}` }) });

  /** Runs a command as a learner does where requests are lost: when it failed, once more. `isDone` where it does not end by itself. */
  async function run(command: string, isDone?: () => boolean): Promise<void> {
    const block = blockOf(command);
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const before = await block.innerText();
      await screen.start(command);
      // What came of the last time stands there until this one has begun.
      await eventually(`"${command}" to begin`, async () => ((await block.innerText()) === before ? undefined : true));
      const outcome = await eventually(`the end of "${command}"`, async () => {
        if (/exit \d+$/m.test(await block.innerText())) return 'failed';
        const isOver = isDone === undefined ? (await block.getByLabel('Worked').count()) > 0 : isDone();
        return isOver ? 'worked' : undefined;
      });
      if (outcome === 'worked') return;
    }
    throw new Error(`"${command}" failed five times:\n${await block.innerText()}`);
  }

  it('is added in the one place to switch, where a mistake is told in words', async () => {
    await screen.begin();
    await pill().click();
    await page.getByRole('button', { name: 'Add an environment…' }).click();
    await dialog().getByText('openBalena').click();
    await dialog().getByLabel('Name').fill('Workshop cloud');
    await dialog()
      .getByLabel('Domain or address')
      .fill(`http://${host.replace('127', '10')}`);
    await dialog().getByRole('button', { name: 'Test connection' }).click();
    await dialog().getByText('must begin with https://').waitFor();
    await dialog().getByLabel('Domain or address').fill(proxy.url);
    await eventually('the authority is not known', async () => {
      await dialog().getByRole('button', { name: 'Test connection' }).click();
      return (await dialog().getByText('signed by an authority that this machine does not know').count()) > 0 ? true : undefined;
    });
    await dialog().getByLabel('Certificate of its authority').fill(join(folder.path, 'missing.pem'));
    await dialog().getByRole('button', { name: 'Test connection' }).click();
    await dialog().getByText('it is not there').waitFor();
    await dialog().getByLabel('Certificate of its authority').fill(caFile);
    await eventually('the cloud answers', async () => {
      await dialog().getByRole('button', { name: 'Test connection' }).click();
      await page.waitForTimeout(1500);
      return (await dialog()
        .getByText(/answers in \d+ ms/)
        .count()) > 0
        ? true
        : undefined;
    });
    await dialog().getByRole('button', { name: 'Add and use' }).click();
    await dialog().waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /^Environment: Workshop cloud/ }).waitFor();
  });

  it('has terminals of its own; those of practice stay, and say so', async () => {
    await eventually('a terminal of the new environment', async () => ((await terminalTabs().count()) === 2 ? true : undefined));
    expect((await terminalTabs().allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim())).toEqual([
      'laptop in practice device',
      'laptop 2',
    ]);
  });

  it('takes a token, and refuses a wrong one without showing it', async () => {
    await page.getByRole('button', { name: 'Sign in…' }).first().click();
    await dialog().getByText('Token', { exact: true }).click();
    await dialog().getByLabel('Token', { exact: true }).last().fill('recognisable-wrong-token');
    await eventually('the refusal', async () => {
      await dialog().getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.waitForTimeout(2500);
      return (await dialog().getByText('The cloud does not take this token.').count()) > 0 ? true : undefined;
    });
    await dialog().getByLabel('Token', { exact: true }).last().fill(cloud.token);
    await eventually('the sign-in', async () => {
      const button = dialog().getByRole('button', { name: 'Sign in', exact: true });
      if ((await button.count()) > 0 && (await button.isEnabled())) await button.click();
      await page.waitForTimeout(2500);
      return (await dialog().count()) === 0 ? true : undefined;
    });
    const [id = ''] = await readdir(join(folder.path, 'environments'));
    const token = join(folder.path, 'environments', id, 'cli', 'token');
    expect(await readFile(token, 'utf8')).toBe(cloud.token);
    expect((await stat(token)).mode & 0o777).toBe(0o600);
  });

  it('offers the account’s devices to choose from', async () => {
    await page.getByRole('button', { name: 'Choose a device…' }).click({ timeout: 60_000 });
    const device = dialog().getByRole('radio').first();
    await device.waitFor({ timeout: 30_000 });
    expect(await dialog().innerText()).toMatch(/online\s[^]*Spare/);
    await device.click();
    await dialog().getByRole('button', { name: 'Use this device' }).click();
    await dialog().waitFor({ state: 'hidden' });
    await page.getByRole('region', { name: 'Device', exact: true }).getByText('online').first().waitFor({ timeout: 30_000 });
  });

  it('2.1: the lesson’s words and commands are those of a real cloud', async () => {
    await page.getByRole('button', { name: 'All steps' }).click();
    await dialog()
      .getByRole('link', { name: /Sign in and make a fleet/ })
      .click();
    await screen.lesson.getByText('The command opens the dashboard in your browser').waitFor();
    expect(await screen.lesson.innerText()).not.toContain('PRACTICE_TOKEN');
    await screen.lesson.getByRole('button', { name: 'Run: balena login --web' }).waitFor();
    await run(`balena fleet create SingleService --type ${cloud.device.deviceType}`);
    await screen.allGreen();
    await screen.next();
    await run(`balena device move ${cloud.device.uuid.slice(0, 7)} --fleet SingleService`);
    await screen.allGreen();
    await screen.next();
  });

  it('2.1: a push is built there, and the device runs it', async () => {
    await run('balena push SingleService');
    expect(await screen.terminalText()).toBeTruthy();
    await screen.allGreen(120);
    expect(proxy.requests.some(({ method, path }) => method === 'POST' && path.startsWith('/v3/build?slug='))).toBe(true);
  });

  it('2.2: the log is followed', async () => {
    await screen.next();
    // By the CLI in its terminal, and by the app itself, whose panel counts what the log says.
    const isLog = ({ agent, path }: TlsProxy['requests'][number]) => agent.startsWith('balena-cli') && path.includes('/logs?');
    await run(`balena device logs ${cloud.device.uuid.slice(0, 7)} --tail`, () => proxy.requests.some(isLog));
    const device = page.getByRole('region', { name: 'Device', exact: true });
    await eventually('the loop in the device panel', async () => (/[1-9]\d* restart/i.test(await device.innerText()) ? true : undefined));
  });

  it('says that the cloud stopped answering, and notices when it is back', async () => {
    const { port } = new URL(proxy.url);
    await proxy.close();
    await page
      .getByText(/Workshop cloud does not answer/)
      .first()
      .waitFor({ timeout: 60_000 });
    // Somebody else in its place is not believed.
    const stranger = createAuthority('Another authority').issue([host]);
    proxy = await startTlsProxy({ identity: stranger, upstream: cloud.api, host, port: Number(port) });
    await page.waitForTimeout(6000);
    expect(proxy.requests).toEqual([]);
    await proxy.close();
    proxy = await startTlsProxy({ identity: authority.issue([host]), upstream: cloud.api, host, port: Number(port), latency: 200 });
    const told = page.getByText(/Workshop cloud does not answer/);
    await eventually('it is there again', async () => ((await told.count()) === 0 ? true : undefined));
  });

  it('asked no host that the environment does not name, and let no token out', async () => {
    await page.keyboard.press('Escape');
    const asked = [...new Set((await readFile(connections(), 'utf8')).trim().split('\n'))];
    const strangers = asked.filter((name) => !['127.0.0.1', host, 'localhost'].includes(name));
    expect(strangers).toEqual([]);
    expect(asked).toContain(host);
    for (const file of await filesBelow(folder.path)) {
      // The CLI's own: the token, and whose it is.
      if (/environments\/[^/]+\/cli\/(token|cachedUsername)$/.test(file)) continue;
      const text = await readFile(file, 'latin1').catch(() => '');
      expect({ file, hasToken: text.includes(cloud.token) || text.includes('recognisable-wrong-token') }).toEqual({
        file,
        hasToken: false,
      });
    }
    expect(received).toContain('lab.changed');
    expect(received).not.toContain(cloud.token);
    expect(received).not.toContain('recognisable-wrong-token');
    expect(app.output()).not.toContain(cloud.token);
    expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain(cloud.token);
    expect(errors).toEqual([]);
  });
});

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('compile-cache'))
    .map((entry) => join(entry.parentPath, entry.name));
}
