import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunningEnvironment } from '../../../src/main/environments/environment.ts';
import type { Toolchain } from '../../../src/main/environments/toolchain.ts';
import { examineAll } from '../../../src/main/doctor/examination.ts';
import { fleetlabExaminations, type FleetlabParts } from '../../../src/main/doctor/fleetlab.ts';
import { FleetlabError } from '../../../src/shared/errors.ts';
import { patient } from './support.ts';

const time = Date.parse('2026-11-28T10:00:00Z');
const environment: RunningEnvironment = {
  id: 'practice',
  kind: 'practice',
  name: 'practice device',
  cloud: { apiUrl: 'http://127.0.0.1:8480', builderUrl: '', dashboardUrl: '' },
  dataDirectory: '/home/ada/lab',
  variables: { BALENARC_API_URL: 'http://127.0.0.1:8480' },
  ssh: { host: '127.0.0.1', port: 22 },
  device: { uuid: '0123456789abcdef', address: '10.42.0.7', deviceType: 'generic-amd64' },
};
const toolchain: Toolchain = { node: '/node', launcherFolder: '', launcher: 'launcher.mjs', cliVersion: () => Promise.resolve('25.2.6') };

interface Case {
  parts?: Partial<FleetlabParts>;
  /** The answer's Date header. */
  date?: string | null;
  cli?: (command: string) => string | undefined;
  /** What the environment's token file holds. */
  token?: string;
}

/** The CLI starts, but tells nothing of the account. */
const withoutAccount = (command: string) => (command === 'version' ? '25.2.6' : undefined);

async function look({ parts, date = new Date(time).toUTCString(), cli, token }: Case = {}) {
  const answerCli = cli ?? ((command) => (command === 'version' ? 'balena-cli version "25.2.6"' : '== ACCOUNT\nUSERNAME: ada\nEMAIL: a@b'));
  const one = patient({
    run: (_, [, command = '']) => Promise.resolve(answerCli(command)),
    read: (file) => Promise.resolve(file === join(environment.dataDirectory, 'token') ? token : undefined),
    now: () => time,
  });
  const request = () => Promise.resolve(new Response('OK', { headers: date === null ? {} : { date } }));
  const all = fleetlabExaminations(one, {
    toolchain,
    wantedCli: '25.2.6',
    environment: () => Promise.resolve(environment),
    request,
    greet: () => Promise.resolve('SSH-2.0-OpenSSH_9.2\r\n'),
    ...parts,
  });
  return Object.fromEntries((await examineAll(all)).map((finding) => [finding.id, finding]));
}

describe('Fleetlab’s own parts and the environment', () => {
  it('finds nothing wrong where all answers', async () => {
    const found = await look();
    expect(Object.values(found).map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(found['account']?.found).toBe('signed in as ada');
    expect(found['device']?.found).toBe('0123456 at 10.42.0.7, generic-amd64; answers SSH');
  });

  it('tells a device that does not answer, and something else in its place', async () => {
    const silent = await look({ parts: { greet: () => Promise.reject(new Error('connect ECONNREFUSED')) } });
    expect(silent['device']).toMatchObject({
      state: 'failed',
      found: expect.stringContaining('no SSH at 127.0.0.1:22 (connect ECONNREFUSED)') as string,
    });
    const web = await look({ parts: { greet: () => Promise.resolve('HTTP/1.1 400 Bad Request') } });
    expect(web['device']).toMatchObject({ state: 'failed', found: expect.stringContaining('something else than SSH') as string });
  });

  it('reads the greeting of a real server', async () => {
    const server = createServer((socket) => socket.end('SSH-2.0-test\r\n')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const here = { ...environment, ssh: { host: '127.0.0.1', port } };
    // Its own way of asking, not the test's.
    const found = await look({ parts: { greet: undefined, environment: () => Promise.resolve(here) } });
    expect(found['device']?.state).toBe('ok');
    await new Promise((closed) => server.close(closed));
  });

  it('tells a CLI that is missing, another one, and one that does not start', async () => {
    const version = (found: string | undefined) => ({ toolchain: { ...toolchain, cliVersion: () => Promise.resolve(found) } });
    expect((await look({ parts: version(undefined) }))['cli']?.state).toBe('missing');
    expect((await look({ parts: version('22.5.5') }))['cli']).toMatchObject({
      state: 'old',
      found: '22.5.5; the lessons are proven with 25.2.6',
    });
    expect((await look({ cli: () => undefined }))['cli']?.state).toBe('failed');
  });

  it('tells a wrong clock by the cloud’s answer', async () => {
    const at = (seconds: number) => ({ date: new Date(time + seconds * 1000).toUTCString() });
    expect((await look(at(-600)))['clock']).toMatchObject({ state: 'failed', found: "600 s ahead of the cloud's" });
    expect((await look(at(600)))['clock']?.found).toMatch(/60[01] s behind/);
    expect((await look(at(20)))['clock']?.state).toBe('ok');
    expect((await look({ date: null }))['clock']?.state).toBe('unknown');
  });

  it('says once why the cloud does not answer, and what to do', async () => {
    const failure = new FleetlabError('environment-failed', 'The practice cloud stopped.', 'Press Restart.');
    const found = await look({ parts: { environment: () => Promise.reject(failure) } });
    expect(found['environment']).toMatchObject({
      state: 'failed',
      found: 'The practice cloud stopped.',
      mend: { words: 'Press Restart.' },
    });
    expect([found['clock']?.state, found['account']?.state, found['device']?.state]).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('knows a learner who has not signed in, and an environment without a device', async () => {
    for (const token of [undefined, '\n'])
      expect((await look({ cli: withoutAccount, ...(token === undefined ? {} : { token }) }))['account']).toMatchObject({
        state: 'absent',
        found: 'nobody is signed in',
        mend: { command: 'balena login' },
      });
    const without = { ...environment };
    delete without.device;
    expect((await look({ parts: { environment: () => Promise.resolve(without) } }))['device']?.state).toBe('absent');
  });

  it('does not say that nobody is signed in where the CLI only did not tell who, or the cloud does not answer', async () => {
    const found = await look({ cli: withoutAccount, token: 'a-token' });
    expect(found['account']).toMatchObject({
      state: 'unknown',
      found: expect.stringContaining('a sign-in is kept here') as string,
      mend: { words: expect.stringContaining('Look again') as string },
    });
    const unreachable = () => Promise.reject(new TypeError('fetch failed'));
    for (const kept of [{ token: 'a-token' }, {}])
      expect((await look({ cli: withoutAccount, ...kept, parts: { request: unreachable } }))['account']).toEqual({
        id: 'account',
        group: 'Environment',
        name: 'Account',
        state: 'unknown',
        found: 'the cloud does not answer',
      });
  });

  it('asks for neither a sign-in nor a cloud’s clock where there is only a device', async () => {
    const alone: RunningEnvironment = { ...environment, kind: 'device' };
    delete alone.cloud;
    const asked: string[] = [];
    const found = await look({
      cli: (command) => {
        asked.push(command);
        return withoutAccount(command);
      },
      parts: { environment: () => Promise.resolve(alone) },
    });
    expect(found['account']).toEqual({
      id: 'account',
      group: 'Environment',
      name: 'Account',
      state: 'absent',
      found: 'a device without a cloud has none',
    });
    expect(found['clock']).toEqual({
      id: 'clock',
      group: 'This machine',
      name: 'Clock',
      state: 'unknown',
      found: 'there is no cloud to compare it with',
    });
    expect(asked).toEqual(['version']);
  });
});
