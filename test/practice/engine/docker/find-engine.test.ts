import { describe, expect, it } from 'vitest';
import { findContainerEngine, readEngineAddress } from '../../../../src/practice/engine/docker/find-engine.ts';
import type { EngineAddress, EngineSearch } from '../../../../src/practice/engine/docker/find-engine.ts';

function search(more: Partial<EngineSearch>, ...answering: string[]): EngineSearch {
  return {
    environment: {},
    platform: 'linux',
    homeDirectory: '/home/ada',
    userId: 1000,
    answers: (address: EngineAddress) =>
      Promise.resolve(answering.includes(address.kind === 'socket' ? address.path : `${address.host}:${String(address.port)}`)),
    ...more,
  };
}

describe('finding the container engine of the machine', () => {
  it.each([
    ['linux', '/var/run/docker.sock'],
    ['linux', '/run/user/1000/podman/podman.sock'],
    ['win32', '//./pipe/docker_engine'],
    ['win32', '//./pipe/podman-machine-default'],
  ] as const)('on %s finds %s', async (platform, path) => {
    expect(await findContainerEngine(search({ platform }, path))).toEqual({ kind: 'socket', path });
  });

  it('takes Docker before Podman', async () => {
    const address = await findContainerEngine(search({}, '/run/podman/podman.sock', '/var/run/docker.sock'));
    expect(address).toEqual({ kind: 'socket', path: '/var/run/docker.sock' });
  });

  it('goes where DOCKER_HOST says, and nowhere else', async () => {
    const environment = { DOCKER_HOST: 'tcp://localhost:2375' };
    expect(await findContainerEngine(search({ environment }, 'localhost:2375'))).toEqual({ kind: 'tcp', host: 'localhost', port: 2375 });
    await expect(findContainerEngine(search({ environment }, '/var/run/docker.sock'))).rejects.toMatchObject({
      code: 'no-container-engine',
      message: 'No container engine answers at tcp://localhost:2375, which DOCKER_HOST names.',
    });
  });

  it('says where it looked when none answers, and what to start', async () => {
    const failure = findContainerEngine(search({ platform: 'darwin' }));
    await expect(failure).rejects.toMatchObject({
      code: 'no-container-engine',
      action: expect.stringContaining('Start Docker or Podman') as string,
    });
    await expect(failure).rejects.toThrow('/home/ada');
  });

  it.each(['ssh://host', 'localhost', 'tcp://host', 'tcp://host:99999', 'unix://'])('refuses the address %s', (text) => {
    expect(() => readEngineAddress(text)).toThrow(`${text} is not an engine's address that can be used here.`);
  });

  it('reads a named pipe', () => {
    expect(readEngineAddress('npipe:////./pipe/docker_engine')).toEqual({ kind: 'socket', path: '//./pipe/docker_engine' });
  });
});
