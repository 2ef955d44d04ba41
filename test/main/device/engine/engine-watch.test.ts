import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEventBus } from '../../../../src/main/event-bus.ts';
import type { EnvironmentService } from '../../../../src/main/environments/environment.ts';
import { practiceCommand } from '../../../../src/main/environments/practice/practice-command.ts';
import { createPracticeEnvironment } from '../../../../src/main/environments/practice/practice-environment.ts';
import { createConnectionLog, type ConnectionLog } from '../../../../src/main/device/requests/connections.ts';
import type { EngineWatch } from '../../../../src/main/device/engine/engine-watch.ts';
import { createHttpRequests } from '../../../../src/main/device/requests/http-requests.ts';
import { createHostKeys } from '../../../../src/main/device/ssh/host-key.ts';
import { createLiveLab, type LiveLab } from '../../../../src/main/device/lab/live-lab.ts';
import { watchDevice } from '../../../../src/main/device/watch-device.ts';
import { nodeExecutable } from '../../../../src/main/paths.ts';
import { containerEvent, engineView, type ContainerEvent } from '../../../../src/shared/domain/engine-view.ts';
import { decide } from '../../../../src/shared/network/decide.ts';
import type { ConnectionEvent } from '../../../../src/shared/network/connection.ts';
import { topologyOf } from '../../../../src/shared/network/from-engine.ts';
import { joinNewFleet, pushProject } from '../../../support/push-project.ts';

/** The engine's view over SSH, against the real practice process. */
describe('the engine of the device', { timeout: 60_000 }, () => {
  const root = resolve(import.meta.dirname, '../../../..');
  const events: ContainerEvent[] = [];
  const connections: ConnectionEvent[] = [];
  let forgotten = 0;
  let folder: string;
  let environment: EnvironmentService;
  let lab: LiveLab;
  let engine: EngineWatch;
  let log: ConnectionLog;

  const frontend = `require('node:http').createServer(async (request, response) => {
    try { response.end('Backend says: ' + await (await fetch('http://backend:1234/data')).text()); }
    catch (error) { response.statusCode = 500; response.end(String(error.cause?.code ?? error)); }
  }).listen(80);`;
  const backend = `require('node:http').createServer((request, response) => response.end('data')).listen(1234);
    require('node:http').createServer(() => undefined).listen(9000, '127.0.0.1');`;
  const files = {
    'docker-compose.yml':
      'version: "2.1"\nservices:\n  frontend:\n    build: ./frontend\n    ports: ["80:80"]\n    volumes: ["shared:/own"]\n' +
      '  backend:\n    build: ./backend\n    expose: ["1234"]\n  host:\n    build: ./backend\n    network_mode: host\nvolumes:\n  shared:\n',
    'frontend/Dockerfile': 'FROM node:lts-trixie-slim\nWORKDIR /app\nCOPY index.js ./\nCMD ["node", "index.js"]\n',
    'frontend/index.js': frontend,
    'backend/Dockerfile': 'FROM node:lts-trixie-slim\nWORKDIR /app\nCOPY index.js ./\nCMD ["node", "index.js"]\n',
    'backend/index.js': backend,
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleetlab-engine-'));
    environment = createPracticeEnvironment({
      command: practiceCommand({ root, node: nodeExecutable(root), dataDirectory: join(folder, 'practice'), onRemark: () => undefined }),
    });
    const hostKeys = createHostKeys({ practice: join(folder, 'known_hosts') });
    lab = createLiveLab({ environment, hostKeys, pollMilliseconds: 100 });
    const bus = createEventBus();
    bus.subscribe((name, payload) => {
      if (name === 'container.event') events.push(containerEvent.parse(payload));
      if (name === 'connection.seen') connections.push(payload as ConnectionEvent);
      if (name === 'engine.forgotten') forgotten += 1;
    });
    log = createConnectionLog((event) => bus.emit('connection.seen', event));
    engine = watchDevice({ environment, lab, connections: log, bus });
    await environment.ready();
  }, 60_000);
  afterAll(async () => {
    await engine.close();
    await lab.close();
    await environment.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('is not read before somebody has signed in and has a device', async () => {
    expect(await engine.refresh()).toMatchObject({ containers: [], readAt: 0 });
    expect(engine.view().problem).toBeUndefined();
  });

  it('tells networks, containers, volumes, images and where processes listen, and agrees with the device about every end', async () => {
    const { dataDirectory, variables } = await environment.ready();
    await writeFile(join(dataDirectory, 'token'), variables['PRACTICE_TOKEN'] ?? '');
    await expect.poll(() => lab.view().account?.username).toBe('learner');
    await joinNewFleet(await environment.ready(), lab, 'Watched');
    await pushProject(await environment.ready(), 'Watched', files);
    await expect
      .poll(async () => (await engine.refresh()).containers.filter(({ state }) => state === 'running').length, { timeout: 20_000 })
      .toBe(3);
    await expect
      .poll(async () => (await engine.refresh()).containers.every(({ listens = [] }) => listens.length > 0), { timeout: 10_000 })
      .toBe(true);
    const view = engine.view();
    expect(engineView.parse(view)).toEqual(view);
    expect(view.problem).toBeUndefined();
    expect(view.deviceAddress).toBe('10.42.0.7');
    expect(view.seesConnections).toBe(true);
    expect(view.networks.find(({ key }) => key === 'default')).toMatchObject({
      gateway: expect.stringMatching(/\.1$/) as string,
      internal: false,
    });
    const of = (service: string) => view.containers.find((one) => one.service === service);
    expect(of('frontend')).toMatchObject({
      networkMode: 'bridge',
      listens: [80],
      published: [{ hostAddress: '0.0.0.0', hostPort: 80, containerPort: 80, protocol: 'tcp' }],
      mounts: [{ path: '/own', readOnly: false }],
      restartPolicy: 'always',
      privileged: false,
    });
    expect(of('backend')).toMatchObject({
      exposed: [1234],
      published: [],
      listens: [1234],
      listensAt: [{ address: '127.0.0.1', port: 9000 }],
    });
    expect(of('host')).toMatchObject({ networkMode: 'host', attachments: [], listens: [1234] });
    expect(view.hostListens).not.toContainEqual(expect.objectContaining({ port: 80 }));
    expect(view.volumes.map(({ key }) => key)).toEqual(['shared']);
    const image = view.images.find(({ service }) => service === 'frontend');
    expect(image?.layers.map(({ createdBy }) => createdBy).join('\n')).toMatch(/WORKDIR[^]*COPY[^]*CMD/);
    expect(image?.layers.reduce((sum, { size }) => sum + size, 0)).toBe(image?.size);

    const topology = topologyOf(view);
    const end = (from: string, name: string, port: number) =>
      decide(topology, { from: { kind: 'service', name: from }, to: { kind: 'name', name, port } }).rule;
    expect(end('frontend', 'backend', 1234)).toBe('same-bridge');
    expect(end('host', 'backend', 1234)).toBe('host-mode-has-no-names');
    expect(decide(topology, { from: { kind: 'laptop' }, to: { kind: 'device', port: 1234 } }).reached).toBe('host');
  });

  it('tells what became of containers, in order, as it happens', async () => {
    expect(events.filter(({ service }) => service === 'frontend').map(({ action }) => action)).toEqual(['create', 'start']);
    const before = events.length;
    const held = engine.view().containers.find(({ service }) => service === 'backend');
    const id = held?.id ?? '';
    await lab.shell.run(`balena kill ${id} && balena start ${id}`);
    await expect.poll(() => events.slice(before).map(({ action }) => action)).toEqual(['kill', 'die', 'start']);
    expect(events.find(({ action }) => action === 'die')).toMatchObject({ service: 'backend', exitCode: 137, containerId: id });
    expect(engine.events()).toEqual(events);
    // What the engine held of the container stays with its events.
    expect(events.find(({ action }) => action === 'kill')).toMatchObject({ createdAt: held?.createdAt, startedAt: held?.startedAt });
  });

  it('tells connections as they happen, with the rule', async () => {
    const { stdout } = await lab.shell.runInService(
      'backend',
      'node -e "fetch(\'http://frontend/\').then(async (r) => console.log(r.status, await r.text()))"',
    );
    expect(stdout).toBe('200 Backend says: data\n');
    await expect
      .poll(() => connections.map(({ to, verdict }) => `${to.kind === 'name' ? to.name : 'device'}:${String(to.port)} ${verdict.rule}`))
      .toEqual(['frontend:80 same-bridge', 'backend:1234 same-bridge']);
  });

  it('makes requests from everywhere, says how they end and why, and each is told once', async () => {
    const asker = createHttpRequests({
      environment: () => environment.ready(),
      shell: lab.shell,
      engine: () => engine.view(),
      connections: log,
    });
    // The rules foretell by the sockets that were read last; a service opens its own a moment after it started.
    const listening = async () => (await engine.refresh()).containers.flatMap(({ listens = [] }) => listens);
    await expect.poll(listening, { timeout: 15_000 }).toEqual(expect.arrayContaining([80, 1234]));
    const laptop = { kind: 'laptop' } as const;
    const of = (service: string) => ({ kind: 'service', service }) as const;
    const cases = [
      [laptop, 'http://10.42.0.7/', 'delivered', 'published-port'],
      [laptop, 'http://10.42.0.7:1234/data', 'delivered', 'host-listener'],
      [laptop, 'http://10.42.0.7:4321/', 'refused', 'nothing-listens-on-host'],
      [{ kind: 'host-os' }, 'http://10.42.0.7:1234/', 'delivered', 'host-listener'],
      [{ kind: 'host-os' }, 'http://backend:1234/', 'unresolved', 'host-os-has-no-names'],
      [of('frontend'), 'http://backend:1234/data', 'delivered', 'same-bridge'],
      [of('frontend'), 'http://backend:9000/', 'refused', 'nothing-listens-in-service'],
      [of('host'), 'http://backend:1234/', 'unresolved', 'host-mode-has-no-names'],
      [of('frontend'), 'http://10.99.0.1/', 'timeout', 'no-such-address'],
    ] as const;
    for (const [from, url, verdict, rule] of cases) {
      const before = connections.length;
      const asked = await asker.ask({ from, method: 'GET', url });
      expect([url, asked.answer.verdict, asked.prediction.rule]).toEqual([url, verdict, rule]);
      expect([url, asked.connection?.verdict.rule]).toEqual([url, rule]);
      const own = connections.slice(before).filter((one) => one.from.kind !== 'service' || from.kind === 'service');
      expect([url, own.length]).toEqual([url, 1]);
    }
    const answer = await asker.request({ from: of('frontend'), method: 'GET', url: 'http://backend:1234/data' });
    expect(answer).toMatchObject({ verdict: 'delivered', status: 200, body: 'data' });
    const before = connections.length;
    await asker.request({ from: laptop, method: 'GET', url: 'http://10.42.0.7:1234/' }, { isQuiet: true });
    await asker.request({ from: of('backend'), method: 'GET', url: 'http://frontend:81/' }, { isQuiet: true });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(connections.slice(before)).toEqual([]);
    await expect(asker.ask({ from: of('gone'), method: 'GET', url: 'http://backend/' })).rejects.toMatchObject({ code: 'no-container' });
  });

  it('forgets when the device gets another past, and knows the new containers from their start', async () => {
    const { checkpoints } = await environment.ready();
    await checkpoints?.save('now');
    const before = forgotten;
    const old = engine.view().containers.map(({ id }) => id);
    await checkpoints?.restore('now');
    await expect.poll(() => forgotten).toBe(before + 1);
    await expect.poll(() => engine.view().containers.length, { timeout: 10_000 }).toBe(3);
    expect(engine.view().containers.some(({ id }) => old.includes(id))).toBe(false);
    await expect.poll(() => engine.events().filter(({ action }) => action === 'start').length, { timeout: 10_000 }).toBe(3);
    expect(engine.events().some(({ containerId }) => old.includes(containerId))).toBe(false);
  });
});
