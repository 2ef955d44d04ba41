import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../../../../src/main/environments/cloud/cloud-trust.ts';
import type { Cloud, RunningEnvironment } from '../../../../src/main/environments/environment.ts';
import { keepToken, signIn, signOut } from '../../../../src/main/environments/cloud/sign-in.ts';
import { createSdkSource, patiently } from '../../../../src/main/environments/cloud/sdk.ts';
import { toErrorData } from '../../../../src/shared/errors.ts';
import { startCloud, type StartedCloud } from '../../../practice/cloud/support/start-cloud.ts';
import { createAuthority } from '../../../support/certificates.ts';
import { startSecondFactor } from '../../../support/second-factor.ts';
import { startTlsProxy, type TlsProxy } from '../../../support/tls-proxy.ts';

let started: StartedCloud;
let proxy: TlsProxy;
let folder: string;
let cloud: Cloud;
let environment: RunningEnvironment;
const authority = createAuthority();

beforeAll(async () => {
  started = await startCloud();
});

afterAll(() => started.close());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-sign-in-'));
  proxy = await startTlsProxy({ identity: authority.issue(['127.0.0.1']), upstream: started.cloud.apiUrl, host: '127.0.0.1' });
  cloud = { apiUrl: proxy.url, builderUrl: proxy.url, dashboardUrl: proxy.url, ca: authority.certificate };
  useCloud(cloud);
  environment = { id: 'e', kind: 'open-balena', name: 'Lab', cloud, dataDirectory: join(folder, 'cli'), variables: {} };
});

afterEach(async () => {
  useCloud(undefined);
  await proxy.close();
  await rm(folder, { recursive: true, force: true });
});

const tokenFile = () => join(environment.dataDirectory, 'token');

describe('signing in to a cloud by its own authority', () => {
  it('by token puts it where the CLI looks, for the learner alone', async () => {
    expect(await signIn(environment, { kind: 'token', token: started.cloud.token })).toMatchObject({ username: 'learner' });
    expect(await readFile(tokenFile(), 'utf8')).toBe(started.cloud.token);
    if (process.platform !== 'win32') expect((await stat(tokenFile())).mode & 0o777).toBe(0o600);
    const { token, sdk } = await createSdkSource()(cloud, environment.dataDirectory);
    expect(token).toBe(started.cloud.token);
    expect(await sdk.auth.isLoggedIn()).toBe(true);
  });

  it('by e-mail address and password', async () => {
    const credentials = { kind: 'password', email: 'learner', password: started.cloud.token } as const;
    expect(await signIn(environment, credentials)).toMatchObject({ username: 'learner' });
    expect(await readFile(tokenFile(), 'utf8')).toBe(started.cloud.token);
  });

  it('is refused in words without the secret, and keeps nothing', async () => {
    for (const credentials of [
      { kind: 'token', token: 'recognisable-secret-4711' },
      { kind: 'password', email: 'learner', password: 'recognisable-secret-4711' },
    ] as const) {
      const error = await signIn(environment, credentials).then(
        () => expect.unreachable('it was taken'),
        (thrown: unknown) => thrown,
      );
      expect(toErrorData(error)).toMatchObject({ code: 'refused' });
      expect(JSON.stringify([toErrorData(error), String(error), (error as Error).stack])).not.toContain('recognisable-secret');
    }
    await expect(stat(tokenFile())).rejects.toThrow('ENOENT');
  });

  it('says that the cloud cannot be asked, without the secret', async () => {
    await proxy.close();
    const error = await signIn(environment, { kind: 'token', token: 'recognisable-secret-4711' }).catch((thrown: unknown) => thrown);
    expect(toErrorData(error)).toMatchObject({ code: 'unreachable' });
    expect(JSON.stringify(toErrorData(error))).not.toContain('recognisable-secret');
  });

  it('tightens the rights of a file that was there', async () => {
    await keepToken(environment.dataDirectory, 'old');
    await rm(tokenFile());
    await writeFile(tokenFile(), 'old', { mode: 0o644 });
    await keepToken(environment.dataDirectory, 'new');
    expect(await readFile(tokenFile(), 'utf8')).toBe('new');
    if (process.platform !== 'win32') expect((await stat(tokenFile())).mode & 0o777).toBe(0o600);
  });

  it('asks for the code of a second factor, says which of the two was wrong, and signs in with both', async () => {
    const second = await startSecondFactor(started.cloud.apiUrl);
    const at = { apiUrl: second.url, builderUrl: second.url, dashboardUrl: second.url };
    const account = { kind: 'password', email: 'learner', password: started.cloud.token } as const;
    const attempt = (more: object) => signIn({ ...environment, cloud: at }, { ...account, ...more });
    await expect(attempt({ password: 'wrong' })).rejects.toMatchObject({ message: expect.stringContaining('password') as string });
    await expect(attempt({})).rejects.toMatchObject({ code: 'code-needed' });
    await expect(attempt({ code: '000000' })).rejects.toMatchObject({ code: 'refused', message: 'The cloud does not take this code.' });
    await expect(stat(tokenFile())).rejects.toThrow('ENOENT');
    // As authenticators show it.
    expect(await attempt({ code: '123 456' })).toMatchObject({ username: 'learner' });
    expect(await readFile(tokenFile(), 'utf8')).toBe(started.cloud.token);
    expect(second.answers).toEqual(['401 /auth/totp/verify', '200 /auth/totp/verify']);
    await second.close();
  });

  it('is undone by signing out', async () => {
    await signIn(environment, { kind: 'token', token: started.cloud.token });
    await signOut(environment.dataDirectory);
    await expect(stat(tokenFile())).rejects.toThrow('ENOENT');
  });

  it('and reading survive requests that are lost on their way', async () => {
    await signIn(environment, { kind: 'token', token: started.cloud.token });
    const { sdk } = await createSdkSource()(cloud, environment.dataDirectory);
    proxy.loseNext(/whoami/, 2);
    expect(await patiently(() => sdk.auth.getUserInfo())).toMatchObject({ username: 'learner' });
    expect(proxy.lost()).toBe(2);
  });
});
