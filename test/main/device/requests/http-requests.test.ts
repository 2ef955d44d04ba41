import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createConnectionLog } from '../../../../src/main/device/requests/connections.ts';
import { createHttpRequests } from '../../../../src/main/device/requests/http-requests.ts';
import type { RunningEnvironment } from '../../../../src/main/environments/environment.ts';
import type { EngineView } from '../../../../src/shared/domain/engine-view.ts';
import { engineOf } from '../../../renderer/support/fixtures/engine.ts';

describe('a request of the laptop straight after a push', () => {
  /** A port of this machine, which stands for the device here, at which nobody is. */
  async function closedPort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
  const device = (port: number, state: 'running' | 'exited'): EngineView => ({
    ...engineOf(0, [], [{ name: 'frontend', mode: 'host', state, listens: [port], change: { listened: [port] } }]),
    // Not 127.0.0.1, which the rules know as the laptop itself.
    deviceAddress: 'localhost',
  });
  async function ask(port: number, views: readonly EngineView[]) {
    const [first, ...later] = views;
    let now = first;
    const requests = createHttpRequests({
      environment: () => {
        now = later[0] ?? first;
        return Promise.resolve({ variables: {} } as RunningEnvironment);
      },
      shell: { run: () => Promise.reject(new Error('no shell')), runInService: () => Promise.reject(new Error('no shell')) },
      engine: () => now ?? device(port, 'running'),
      connections: createConnectionLog(() => undefined),
    });
    return requests.ask({ from: { kind: 'laptop' }, method: 'GET', url: `http://localhost:${String(port)}/` });
  }

  it('says in one sentence which service is not ready, and is drawn there', async () => {
    const port = await closedPort();
    const { answer, connection } = await ask(port, [device(port, 'running')]);
    const reason = 'frontend refused the connection or closed it at once: it may not be ready yet.';
    expect(answer).toMatchObject({ verdict: 'refused', reason });
    expect(connection?.verdict).toEqual({ verdict: 'refused', rule: 'service-not-ready', awaited: 'frontend', reason });
  });
  it('says what the device is by then, where that explains the end', async () => {
    const port = await closedPort();
    const { answer, connection } = await ask(port, [device(port, 'running'), device(port, 'exited')]);
    expect(answer.reason).toMatch(/frontend, which listened on it on the host's network, is stopped\.$/);
    expect(connection?.verdict).toMatchObject({ rule: 'service-not-ready', reason: answer.reason });
  });
});
