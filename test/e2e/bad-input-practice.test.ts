import { cp, mkdir, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statusOf } from './support/page-client.ts';
import { balena, startPractice, type Practice } from './support/practice.ts';
import { eventually, temporaryFolder } from './support/processes.ts';

describe('the practice cloud and its state', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let practice: Practice;
  let project: string;
  const place = (name: string) => join(folder.path, name);
  const data = () => place('practice');

  beforeAll(async () => {
    folder = await temporaryFolder();
    project = place('project');
    await mkdir(project);
    await writeFile(join(project, 'Dockerfile'), 'FROM debian:trixie-slim\nCMD ["sleep", "infinity"]\n');
    practice = await startPractice(data());
    for (const args of [
      ['login', '--token', practice.token],
      ['fleet', 'create', 'Kept', '--type', practice.device.deviceType],
      ['device', 'register', 'Kept', '--uuid', practice.device.uuid],
      ['push', 'Kept', '--source', project],
    ])
      expect(await balena(practice, args)).toMatchObject({ exitCode: 0 });
    await eventually('the service', async () => ((await services(practice)).includes('main_') ? true : undefined));
  });
  afterAll(async () => {
    await practice.stop();
    await folder[Symbol.asyncDispose]();
  });

  it('answers only who brings the token, by its own name, and no other site', async () => {
    for (const path of ['/v7/application', '/practice/v1/checkpoints', '/v3/build?owner=practice&app=Kept']) {
      const ask = (headers: Record<string, string>) => statusOf(`${practice.api}${path}`, headers);
      const authorization = `Bearer ${practice.token}`;
      expect(await ask({}), path).toBe(401);
      expect(await ask({ authorization: 'Bearer wrong' }), path).toBe(401);
      expect(await ask({ authorization, host: 'evil.example' }), path).toBe(403);
      expect(await ask({ authorization, origin: 'http://evil.example' }), path).toBe(403);
    }
  });

  it('refuses a wrong token in the CLI’s words, and a damaged token file asks to log in', async () => {
    const cli = place('other-cli');
    await mkdir(cli);
    const environment = { BALENARC_DATA_DIRECTORY: cli };
    const refused = await balena(practice, ['login', '--token', 'wrong'], { environment });
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout + refused.stderr).toContain('Token authentication failed');
    await writeFile(join(cli, 'token'), practice.token.slice(0, 7));
    const damaged = await balena(practice, ['push', 'Kept', '--source', project], { environment });
    expect(damaged.exitCode).toBe(1);
    expect(damaged.stderr).toContain('Login required');
  });

  it('is said to be away by a push, and is as it was when it is back', async () => {
    const before = await services(practice);
    await practice.stop('SIGKILL');
    const away = await balena(practice, ['push', 'Kept', '--source', project]);
    expect(away.exitCode).toBe(1);
    expect(away.stderr).toContain(`Nothing answers at ${practice.api}`);
    const { api, token } = practice;
    practice = await startPractice(data());
    expect(practice).toMatchObject({ api, token });
    await eventually('the service', async () => ((await services(practice)) === before ? true : undefined));
    await practice.stop();
  });

  it('uses the backup of each of its files that is cut off, and says so', async () => {
    const files = await stateFiles(data());
    expect(files.map((path) => basename(path))).toEqual(expect.arrayContaining(['database.json', 'device.json', 'containers.json']));
    for (const path of files) {
      // The copy is what it is as if the last save had changed nothing.
      await cp(path, `${path}.bak`);
      await truncate(path, Math.floor((await stat(path)).size / 2));
    }
    practice = await startPractice(data());
    for (const path of files) {
      expect(practice.output(), path).toContain(`${basename(path)} could not be read`);
      expect(await readdir(join(path, '..'))).toContain(`${basename(path)}.damaged-1`);
    }
    expect((await balena(practice, ['fleet', 'list'])).stdout).toContain('practice/kept');
    await eventually('the service', async () => ((await services(practice)).includes('main_') ? true : undefined));
    await practice.stop();
  });

  it('starts with any one of them gone bad and no backup left', async () => {
    for (const path of await stateFiles(data())) {
      const copy = place('copy');
      await cp(data(), copy, { recursive: true });
      const damaged = join(copy, path.slice(data().length));
      await rm(`${damaged}.bak`, { force: true });
      await truncate(damaged, 9);
      const started = await startPractice(copy);
      expect(started.output()).toContain(`${basename(path)} could not be read`);
      // Whether it still knows the learner or not, the CLI gets an answer, and the device runs what the cloud asks for.
      await balena(started, ['login', '--token', started.token]);
      const listed = await balena(started, ['device', 'list', '--json']);
      expect(listed, `${path}\n${listed.stderr}`).toMatchObject({ exitCode: 0 });
      if (basename(path) !== 'database.json' && basename(path) !== 'device.json')
        await eventually(`the service without ${path}`, async () => ((await services(started)).includes('main_') ? true : undefined), 20);
      expect(await started.stop()).toBe(0);
      await rm(copy, { recursive: true });
    }
    practice = await startPractice(data());
  });
});

/** The state files of practice: those beside images' and containers' content hold attributes of files, no state of their own. */
async function stateFiles(data: string): Promise<string[]> {
  const folders = ['', 'cloud', 'device', 'engine', join('engine', 'containers'), join('engine', 'volumes')].map((name) =>
    join(data, name),
  );
  const lists = await Promise.all(
    folders.map(async (path) => (await readdir(path)).filter((name) => name.endsWith('.json')).map((name) => join(path, name))),
  );
  return lists.flat();
}

/** The containers that run on the device, as its own engine lists them. */
async function services(practice: Practice): Promise<string> {
  return (await balena(practice, ['device', 'ssh', practice.device.uuid], { stdin: "balena ps --format '{{.ID}} {{.Names}}'\nexit\n" }))
    .stdout;
}
