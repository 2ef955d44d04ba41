import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { course as courseSchema } from '../../src/shared/course/course.ts';
import { createAuthority, type Authority } from '../support/certificates.ts';
import { giveAddress } from '../support/device-address.ts';
import { startFarTcp, type FarTcp } from '../support/far-tcp.ts';
import { startOtherSsh } from '../support/other-ssh.ts';
import { startSecondFactor, type SecondFactor } from '../support/second-factor.ts';
import { startTlsProxy, type TlsProxy } from '../support/tls-proxy.ts';
import { loopbackOnly, whyNotLoopbackOnly } from './support/loopback-only.ts';
import { balena, startPractice, type Practice } from './support/practice.ts';
import { eventually, root, temporaryFolder } from './support/processes.ts';
import { takeSeat, type Seat } from './support/seat.ts';
import { doStep, mouse } from './support/whole-class.ts';

const course = courseSchema.parse(JSON.parse(readFileSync(join(root, 'out', 'courses', 'balena-services.json'), 'utf8')));
const steps = course.sections.flatMap((section) => section.steps);
/** What the tests by hand have not done before. */
const restOfClass = steps.slice(steps.findIndex(({ number }) => number === '2.3.2'));

/** Another address of this machine than the practice cloud's own. */
const host = '127.0.0.2';

const isInside = process.env['LOOPBACK_ONLY'] === '1';
const runsHere = isInside || whyNotLoopbackOnly() !== undefined;
const nowhere = (): void => undefined;
const describeOutside = runsHere ? nowhere : describe;
const describeInside = runsHere ? describe : nowhere;
/** The CLI asks for the gateway at port 22 alone, which only root may listen at; in a namespace of its own nobody else does. */
const itWithGateway = isInside ? it : it.skip;
/** The practice device's, which this machine then has itself. */
const deviceAddress = '10.42.0.7';
/** To reach a cloud, and its gateway: milliseconds there and back, and how many of a thousand are lost. */
const far = { latency: 200, lostOfThousand: 20 };

// Where it can be, all of this file runs with nothing but loopback to reach: whoever asked another host would get no answer.
describeOutside('with no network but the cloud’s', () => {
  it('everything below passes', { timeout: 1_200_000 }, async () => {
    await using folder = await temporaryFolder();
    const results = join(folder.path, 'results.json');
    const { output } = await loopbackOnly(
      `ip address add ${deviceAddress}/32 dev lo && "${process.execPath}" node_modules/vitest/vitest.mjs run --project far-cloud --reporter=default --reporter=json --outputFile="${results}"`,
      { LOOPBACK_ONLY: '1' },
    );
    const { numPassedTests, numFailedTests } = JSON.parse(await readFile(results, 'utf8').catch(() => '{}')) as Record<string, number>;
    expect([numFailedTests, (numPassedTests ?? 0) > restOfClass.length + 13], output).toEqual([0, true]);
  });
});

/**
 * A cloud elsewhere, as openBalena is: behind TLS by an authority of its own, at another address and port, 200 ms away, with two requests of a hundred
 * lost; its gateway for SSH is as far. The practice cloud stands in for it; the app knows nothing of that.
 */
describeInside('the lessons on an openBalena', () => {
  let cloudFolder: Awaited<ReturnType<typeof temporaryFolder>>;
  let cloud: Practice;
  let accounts: SecondFactor;
  let proxy: TlsProxy;
  let gateway: FarTcp | undefined;
  let onLan: ReturnType<typeof giveAddress> | undefined;
  let seat: Seat;
  let page: Page;
  let caFile: string;
  let authority: Authority;
  /** All that main has sent to the page. */
  let received = '';
  let screen: Seat['screen'];
  const connections = 'connections.txt';

  const takeItsSeat = () =>
    takeSeat({
      environment: (folder) => ({
        // Each Node program of the app and of its terminals writes down whom it connects to.
        NODE_OPTIONS: `--require=${join(import.meta.dirname, 'support', 'record-connections.cjs')}`,
        RECORD_CONNECTIONS: join(folder, connections),
        // What the machine's owner may have set for their own CLI.
        BALENARC_BALENA_URL: 'leaked.example',
        BALENARC_API_URL: 'https://api.leaked.example',
        BALENA_API_KEY: 'leaked-key',
      }),
      onPage: (opened) => opened.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => (received += payload.toString()))),
    });

  beforeAll(async () => {
    cloudFolder = await temporaryFolder();
    cloud = await startPractice(cloudFolder.path);
    authority = createAuthority('Workshop authority');
    caFile = join(cloudFolder.path, 'ca.pem');
    await writeFile(caFile, authority.certificate);
    accounts = await startSecondFactor(cloud.api);
    proxy = await startTlsProxy({ identity: authority.issue([host]), upstream: accounts.url, host, ...far });
    if (isInside) {
      gateway = await openGateway();
      onLan = giveAddress({ address: deviceAddress, curlHome: cloud.env['CURL_HOME'] ?? '' });
    }
    // The device is in a fleet of its owner's, as one that was flashed with an image.
    for (const words of [
      ['login', '--token', cloud.token],
      ['fleet', 'create', 'Spare', '--type', cloud.device.deviceType],
      ['device', 'register', 'Spare', '--uuid', cloud.device.uuid],
    ])
      expect(await balena(cloud, words)).toMatchObject({ exitCode: 0 });
    seat = await takeItsSeat();
    ({ page, screen } = seat);
  });

  afterAll(async () => {
    await seat.leave();
    await proxy.close();
    await gateway?.close();
    await onLan?.close();
    await accounts.close();
    await cloud.stop();
    await cloudFolder[Symbol.asyncDispose]();
  });

  /** Where all that is kept of the cloud lies. */
  async function ownFolder(): Promise<string> {
    const [id = ''] = await readdir(seat.place('environments'));
    return seat.place('environments', id);
  }
  const tokenFile = async () => join(await ownFolder(), 'cli', 'token');

  async function signOut(): Promise<void> {
    await pill().click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in…' }).first().waitFor();
    await page.keyboard.press('Escape');
    await expect(stat(await tokenFile())).rejects.toThrow('ENOENT');
  }

  const openGateway = () => startFarTcp({ upstream: cloud.ssh, host, port: 22, ...far });

  /** As the cloud's owner tells it. */
  const gatewayFingerprint = () => {
    const line = `ssh-keyscan -t ed25519 -p ${String(cloud.ssh.port)} ${cloud.ssh.host} 2>/dev/null | ssh-keygen -lf -`;
    return /SHA256:\S+/.exec(execFileSync('sh', ['-c', line], { encoding: 'utf8' }))?.[0] ?? '';
  };

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
      }).catch(async (error: unknown) => {
        const terminal = await page.getByRole('region', { name: 'Terminal' }).innerText();
        throw new Error(`${String(error)}\nBlock:\n${await block.innerText()}\nTerminal:\n${terminal}`, { cause: error });
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
    await dialog().getByLabel('Certificate of its authority').fill(seat.place('missing.pem'));
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
      // The dialog may go at any moment.
      if (await button.isEnabled({ timeout: 1000 }).catch(() => false)) await button.click();
      await page.waitForTimeout(2500);
      return (await dialog().count()) === 0 ? true : undefined;
    });
    const token = await tokenFile();
    expect(await readFile(token, 'utf8')).toBe(cloud.token);
    expect((await stat(token)).mode & 0o777).toBe(0o600);
  });

  it('is left by signing out, and entered with a password and the code of a second factor, each refused in its own words', async () => {
    const signIn = () => dialog().getByRole('button', { name: 'Sign in', exact: true });
    await signOut();
    await page.getByRole('button', { name: 'Sign in…' }).first().click();
    await dialog().getByText('E-mail and password').click();
    await dialog().getByLabel('E-mail address').fill('learner');
    await dialog().getByLabel('Password', { exact: true }).fill('recognisable-wrong-password');
    const attempt = (what: string, isThere: () => Promise<boolean>) =>
      eventually(what, async () => {
        // The dialog may go at any moment.
        if (
          await signIn()
            .isEnabled({ timeout: 1000 })
            .catch(() => false)
        )
          await signIn().click();
        await page.waitForTimeout(2500);
        return (await isThere()) ? true : undefined;
      });
    const says = (text: string) => async () => (await dialog().getByText(text).count()) > 0;
    await attempt('the password is refused', says('does not take this e-mail address and password'));
    await dialog().getByLabel('Password', { exact: true }).fill(cloud.token);
    await attempt('the code is asked for', says('Give the code of your second factor'));
    await dialog().getByLabel('Code of your second factor').fill('000000');
    await attempt('the code is refused', says('The cloud does not take this code.'));
    await dialog().getByLabel('Code of your second factor').fill(accounts.code);
    await attempt('the sign-in', async () => (await dialog().count()) === 0);
    expect(await readFile(await tokenFile(), 'utf8')).toBe(cloud.token);
  });

  it('is entered by the web as well: the CLI’s own way, in a terminal of this cloud', async () => {
    await signOut();
    await page.getByRole('button', { name: 'Sign in…' }).first().click();
    await dialog().getByText('Web browser').click();
    await dialog().getByRole('button', { name: 'Open the browser' }).click();
    const address = await eventually('the address in the terminal', async () => {
      const text = (await page.locator('.xterm-rows:visible').last().innerText()).replaceAll('\n', '');
      return new RegExp(`https://${host}:\\d+/login/cli/[\\w%.-]*auth`).exec(text)?.[0];
    });
    const context = await seat.browser.newContext({ ignoreHTTPSErrors: true });
    const dashboard = await context.newPage();
    await eventually('the dashboard', async () => ((await dashboard.goto(address).catch(() => null))?.ok() === true ? true : undefined));
    await dashboard.getByRole('button', { name: 'Authorize' }).click();
    await dashboard
      .getByText(/successful/i)
      .first()
      .waitFor();
    await context.close();
    await page.getByText('learner').first().waitFor();
    await eventually('the token', async () =>
      (await readFile(await tokenFile(), 'utf8').catch(() => '')) === cloud.token ? true : undefined,
    );
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

  itWithGateway('asks once whether the gateway’s key is the cloud’s, and reads nothing before', async () => {
    await dialog().getByRole('heading', { name: 'Is this your cloud’s gateway?' }).waitFor({ timeout: 30_000 });
    const text = await dialog().innerText();
    expect(text).toContain(`${host}:22`);
    expect(text).toContain(gatewayFingerprint());
    await dialog().getByRole('button', { name: 'Not now' }).click();
    await dialog().waitFor({ state: 'hidden' });
    const knownHosts = join(await ownFolder(), 'ssh', 'known_hosts');
    await expect(stat(knownHosts)).rejects.toThrow('ENOENT');
    // Put off is not refused for ever: whoever asks again is asked again.
    await pill().click();
    await page.getByRole('button', { name: 'Your keys…' }).click();
    await dialog().getByRole('button', { name: 'See whether it lets you in' }).click();
    await page.getByRole('button', { name: 'Trust this gateway' }).click();
    await page.getByText('The device lets this computer in.').waitFor();
    await page.keyboard.press('Escape');
    expect(await readFile(knownHosts, 'utf8')).toMatch(new RegExp(`^${host} ssh-ed25519 `));
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

  itWithGateway('2.3: checks read the device’s volumes, and a terminal opens in its service, both through the gateway', async () => {
    await screen.applyEdit('single-service/Dockerfile.template');
    await run('balena push SingleService');
    await screen.allGreen(120);
    await screen.next();
    await screen.applyEdit('single-service/Dockerfile.template');
    await run('balena push SingleService');
    await screen.allGreen(120);
    await run('cat /data/datestamps');
    expect(await screen.terminalText()).toMatch(/\d{4}/);
    await terminalTabs().filter({ hasText: 'main' }).waitFor();
  });

  itWithGateway('refuses another key of the gateway, also in its terminals, until a person says that it was set up anew', async () => {
    await gateway?.close();
    const other = await startOtherSsh({ host, port: 22 });
    await dialog().getByRole('heading', { name: 'The gateway shows another key' }).waitFor({ timeout: 60_000 });
    expect(await dialog().innerText()).toMatch(new RegExp(`${escape(gatewayFingerprint())}[^]*${escape(other.fingerprint)}`));
    expect(await dialog().getByRole('button', { name: 'Trust the new key' }).isDisabled()).toBe(true);
    await dialog().getByRole('button', { name: 'Refuse it' }).click();
    await page
      .getByText(/shows another SSH key/)
      .first()
      .waitFor();
    expect(other.entered()).toBe(0);
    await other.close();
    // The one that is trusted is believed again without a question.
    gateway = await openGateway();
    const told = page.getByText(/shows another SSH key/);
    await eventually('it is read again', async () => ((await told.count()) === 0 ? true : undefined));
    expect(await dialog().count()).toBe(0);
    await run('cat /data/datestamps');
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
    proxy = await startTlsProxy({ identity: authority.issue([host]), upstream: accounts.url, host, port: Number(port), ...far });
    const told = page.getByText(/Workshop cloud does not answer/);
    await eventually('it is there again', async () => ((await told.count()) === 0 ? true : undefined));
  });

  describe.runIf(isInside)('the rest of the class, as its lessons show it', () => {
    let stopped: string | undefined;

    beforeAll(async () => {
      await page.keyboard.press('Escape');
      await screen.next();
    });

    it.each(restOfClass.map((step) => [step.number, step.title, step] as const))(
      '%s %s',
      async (number, _title, step) => {
        // A second try is at the step itself.
        expect([undefined, number], 'a step before').toContain(stopped);
        stopped = number;
        await doStep(page, mouse(page), step);
        if (step !== restOfClass.at(-1)) await screen.next();
        stopped = undefined;
      },
      300_000,
    );
  });

  it('asked no host that the environment does not name, and let no token out', async () => {
    await page.keyboard.press('Escape');
    const asked = [...new Set((await readFile(seat.place(connections), 'utf8')).trim().split('\n'))];
    // Besides the cloud: the device, and the address inside it that lesson 4.8 has the learner ask.
    const named = ['127.0.0.1', host, 'localhost', deviceAddress, '172.30.5.10'];
    const strangers = asked.filter((name) => !named.includes(name));
    expect(strangers).toEqual([]);
    expect(asked).toContain(host);
    for (const file of await filesBelow(seat.folder)) {
      // The CLI's own: the token, and whose it is.
      if (/environments\/[^/]+\/cli\/(token|cachedUsername)$/.test(file)) continue;
      const text = await readFile(file, 'latin1').catch(() => '');
      expect({ file, hasToken: [cloud.token, 'recognisable-wrong'].some((secret) => text.includes(secret)) }).toEqual({
        file,
        hasToken: false,
      });
    }
    expect(received).toContain('lab.changed');
    expect(received).not.toContain(cloud.token);
    expect(received).not.toContain('recognisable-wrong');
    expect(seat.app.output()).not.toContain(cloud.token);
    expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain(cloud.token);
    expect(seat.errors).toEqual([]);
  });
});

function escape(text: string): string {
  return text.replaceAll(/[+/]/g, String.raw`\$&`);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('compile-cache'))
    .map((entry) => join(entry.parentPath, entry.name));
}
