import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EnvironmentService, RunningEnvironment } from '../../../src/main/environments/environment.ts';
import { openEnvironments, type Environments } from '../../../src/main/environments/environments.ts';
import type { Safe } from '../../../src/main/environments/sealed-token.ts';
import { createFakeElectron } from './support/fake-electron.ts';

let fake: ReturnType<typeof createFakeElectron>;
let folder: string;
const secret = 'recognisable-token-4711';

beforeEach(async () => {
  vi.resetModules();
  fake = createFakeElectron();
  vi.doMock('electron', () => fake.module);
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-safe-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function systemSafe(): Promise<Safe | undefined> {
  return (await import('../../../src/main/electron/system-safe.ts')).systemSafe();
}

function quiet(id: string): EnvironmentService {
  const running: RunningEnvironment = { id, kind: 'balena-cloud', name: id, dataDirectory: folder, variables: {} };
  return {
    view: () => ({ id, kind: 'balena-cloud', name: id, state: 'ready' }),
    current: () => running,
    ready: () => Promise.resolve(running),
    onChange: () => () => undefined,
    restart: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

async function open(remarks: string[] = []): Promise<Environments> {
  return openEnvironments({
    dataDirectory: folder,
    safe: await systemSafe(),
    onSaveError: (error) => expect.unreachable(error.message),
    onRemark: (remark) => remarks.push(remark),
    factories: { practice: () => quiet('practice'), 'balena-cloud': ({ id }) => quiet(id) },
  });
}

describe('the system’s safe storage', () => {
  it('is none where the system has none, or only pretends to', async () => {
    fake.state.secretStore = undefined;
    expect(await systemSafe()).toBeUndefined();
    fake.state.secretStore = 'basic_text';
    if (process.platform === 'linux') expect(await systemSafe()).toBeUndefined();
    fake.state.secretStore = 'gnome_libsecret';
    expect(await systemSafe()).toBeDefined();
  });

  it('holds the token of an environment while the app is closed; the CLI’s plain file is there only in between, also after a crash', async () => {
    let environments = await open();
    expect(environments.list().tokens).toBe('sealed');
    const id = await environments.add({ kind: 'balena-cloud', name: 'Mine' });
    await environments.choose(id);
    const plain = join(folder, 'environments', id, 'cli', 'token');
    const sealed = join(folder, 'environments', id, 'token.sealed');
    const exists = (path: string) =>
      stat(path).then(
        () => true,
        () => false,
      );
    await mkdir(join(plain, '..'), { recursive: true });
    await writeFile(plain, secret, { mode: 0o600 });
    await environments.close();
    expect(await exists(plain)).toBe(false);
    expect(await readFile(sealed, 'latin1')).not.toContain(secret);

    // In use again, then killed: nothing puts it away.
    environments = await open();
    expect(await readFile(plain, 'utf8')).toBe(secret);
    expect(await exists(sealed)).toBe(false);
    await environments.choose('practice');
    await environments.close();
    await writeFile(plain, secret);

    // The next start finds it in the open, and practice is chosen.
    environments = await open();
    expect(await exists(plain)).toBe(false);
    expect(await exists(sealed)).toBe(true);
    await environments.remove(id);
    expect(await exists(sealed)).toBe(false);
    await environments.close();
  });
});
