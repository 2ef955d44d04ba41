import { PassThrough } from 'node:stream';
import { EngineError } from '../../../src/practice/engine/engine.ts';
import type {
  ContainerEngine,
  ContainerInfo,
  ContainerState,
  EngineEvent,
  ExecRequest,
  Execution,
  ImageInfo,
  LayerInfo,
  NetworkInfo,
  OutputLine,
  VolumeInfo,
} from '../../../src/practice/engine/engine.ts';

/** A container engine in memory with Docker's rules, where tests say when a container's process prints or ends. */
export interface FakeEngine extends ContainerEngine {
  addImage(id: string, size?: number, layers?: LayerInfo[]): void;
  /** Where a running container is, as its engine tells it. */
  attach(reference: string, at: Pick<ContainerInfo, 'addresses' | 'openPorts' | 'health'>): void;
  /** The process of a running container prints a line. */
  print(reference: string, message: string): void;
  /** The process ends by itself; the engine starts it again where the policy says so. */
  exit(reference: string, code: number): void;
  /** The next call of this method is refused. */
  failNext(method: 'createContainer' | 'startContainer' | 'stopContainer' | 'createVolume' | 'createNetwork', error: EngineError): void;
  /** Files that `test -e` finds in a running container, as `<service>:<path>`. */
  readonly files: Set<string>;
  /** What was asked of exec, oldest first. */
  readonly execs: { container: string; request: ExecRequest }[];
  /** Called inside startContainer, before it resolves: the process is quick. */
  onStarted: ((container: ContainerInfo) => void) | undefined;
}

type Mutable = Omit<ContainerInfo, 'state' | 'restartCount'> & { state: ContainerState; restartCount: number; log: OutputLine[] };

/** Those that every engine has. */
const ownNetworks: readonly NetworkInfo[] = [
  { name: 'bridge', driver: 'bridge' as const, subnet: '172.17.0.0/16', gateway: '172.17.0.1', bridge: 'docker0' },
  { name: 'host', driver: 'host' as const },
  { name: 'none', driver: 'null' as const },
].map((network, index) => ({ ...network, id: String(index).repeat(64), createdAt: 0, internal: false, labels: {} }));

export function createFakeEngine(): FakeEngine {
  const images = new Map<string, ImageInfo>();
  const volumes = new Map<string, VolumeInfo>();
  const networks = new Map<string, NetworkInfo>(ownNetworks.map((network) => [network.name, network]));
  const containers = new Map<string, Mutable>();
  const listeners = new Set<(event: EngineEvent) => void>();
  const failures = new Map<string, EngineError>();
  const execs: FakeEngine['execs'] = [];
  const files = new Set<string>();
  let clock = 1_000_000;
  let count = 0;

  const tick = () => (clock += 1);
  const emit = (event: EngineEvent) => listeners.forEach((listener) => listener(event));
  const emitContainer = (container: Mutable, action: Extract<EngineEvent, { kind: 'container' }>['action'], exitCode?: number) =>
    emit({ kind: 'container', action, container: { ...container }, time: tick(), ...(exitCode === undefined ? {} : { exitCode }) });

  function find(reference: string): Mutable {
    const found = [...containers.values()].find(({ id, name }) => name === reference || id.startsWith(reference));
    if (found === undefined) throw new EngineError('not-found', `No such container: ${reference}`);
    return found;
  }

  function refuseOnce(method: string): void {
    const error = failures.get(method);
    failures.delete(method);
    if (error !== undefined) throw error;
  }

  function start(container: Mutable): void {
    if (container.state.status === 'running') return;
    for (const other of containers.values()) {
      const isTwin = other.spec.labels['io.balena.service-id'] === container.spec.labels['io.balena.service-id'];
      const handsOver = container.spec.labels['io.balena.update.strategy'] === 'hand-over';
      if (other !== container && isTwin && !handsOver && other.state.status === 'running')
        throw new Error('two containers of one service run');
    }
    container.state = { status: 'running', startedAt: tick() };
    emitContainer(container, 'start');
    engine.onStarted?.(container);
  }

  function die(container: Mutable, exitCode: number): void {
    container.state = { status: 'exited', exitCode, finishedAt: tick() };
    emitContainer(container, 'die', exitCode);
  }

  const engine: FakeEngine = {
    execs,
    files,
    onStarted: undefined,
    attach: (reference, at) => void Object.assign(find(reference), at),
    addImage(id, size = 80_000_000, layers = []) {
      const config = {
        environment: {},
        workingDirectory: '/',
        user: '',
        exposedPorts: [],
        labels: {},
        volumes: [],
        shell: ['/bin/sh', '-c'],
      };
      images.set(id, {
        id,
        tags: [],
        createdAt: tick(),
        size,
        architecture: 'amd64',
        config: { ...config, command: ['/bin/bash', '-c', 'sleep infinity'], stopSignal: 'SIGTERM' },
        layers,
      });
    },
    print(reference, message) {
      const container = find(reference);
      const line: OutputLine = { timestamp: tick(), stream: 'stdout', message };
      container.log.push(line);
      emit({ kind: 'output', container: { ...container }, line });
    },
    exit(reference, code) {
      const container = find(reference);
      die(container, code);
      const policy = container.spec.restartPolicy.name;
      if (policy === 'no' || (policy === 'on-failure' && code === 0)) return;
      container.restartCount += 1;
      start(container);
    },
    failNext: (method, error) => void failures.set(method, error),
    build: () => Promise.reject(new EngineError('not-supported', 'not supported')),
    images: () => Promise.resolve([...images.values()]),
    async inspectImage(reference) {
      const image = images.get(reference);
      if (image === undefined) throw new EngineError('not-found', `No such image: ${reference}`);
      return Promise.resolve(image);
    },
    tagImage: () => Promise.resolve(),
    removeImage: (reference) => Promise.resolve(void images.delete(reference)),
    volumes: () => Promise.resolve([...volumes.values()]),
    async createVolume(name) {
      refuseOnce('createVolume');
      const volume = volumes.get(name) ?? { name, createdAt: tick(), labels: {} };
      volumes.set(name, volume);
      return Promise.resolve(volume);
    },
    async removeVolume(name) {
      if (!volumes.has(name)) throw new EngineError('not-found', `get ${name}: no such volume`);
      if ([...containers.values()].some((container) => container.spec.mounts.some((mount) => mount.volume === name)))
        throw new EngineError('conflict', `remove ${name}: volume is in use`);
      volumes.delete(name);
      return Promise.resolve();
    },
    networks: () => Promise.resolve([...networks.values()]),
    async createNetwork({ name, subnet, gateway, internal = false, labels = {} }) {
      refuseOnce('createNetwork');
      if (networks.has(name)) throw new EngineError('conflict', `network with name ${name} already exists`);
      count += 1;
      const id = count.toString(16).padStart(2, '0').repeat(32);
      const made = { subnet: subnet ?? `172.${17 + count}.0.0/16`, gateway: gateway ?? `172.${17 + count}.0.1` };
      const network: NetworkInfo = { id, name, createdAt: tick(), driver: 'bridge', internal, labels, ...made };
      networks.set(name, network);
      emit({ kind: 'network', action: 'create', name, time: tick() });
      return Promise.resolve(network);
    },
    async removeNetwork(name) {
      if (!networks.has(name)) throw new EngineError('not-found', `No such network: ${name}`);
      const user = [...containers.values()].find(
        ({ spec, state }) => state.status === 'running' && spec.networks?.some((attachment) => attachment.network === name),
      );
      if (user !== undefined) throw new EngineError('conflict', `error while removing network: network ${name} has active endpoints`);
      networks.delete(name);
      emit({ kind: 'network', action: 'destroy', name, time: tick() });
      return Promise.resolve();
    },
    topology: () => Promise.resolve({ deviceAddress: '10.42.0.7', networks: [], services: [] }),
    containers: () => Promise.resolve([...containers.values()].map((container) => ({ ...container }))),
    inspectContainer: async (reference) => Promise.resolve({ ...find(reference) }),
    async createContainer(spec) {
      refuseOnce('createContainer');
      if (!images.has(spec.image)) throw new EngineError('not-found', `No such image: ${spec.image}`);
      if ([...containers.values()].some(({ name }) => name === spec.name))
        throw new EngineError('conflict', `Conflict. The container name "/${spec.name}" is already in use`);
      for (const mount of spec.mounts)
        if (!volumes.has(mount.volume)) throw new EngineError('not-found', `no such volume: ${mount.volume}`);
      count += 1;
      const container: Mutable = {
        id: count.toString(16).padStart(2, '0').repeat(32),
        name: spec.name,
        imageId: spec.image,
        spec,
        command: ['/bin/bash', '-c', 'sleep infinity'],
        state: { status: 'created' },
        createdAt: tick(),
        restartCount: 0,
        writableSize: 0,
        log: [],
      };
      containers.set(container.id, container);
      emitContainer(container, 'create');
      return Promise.resolve({ ...container });
    },
    async startContainer(reference) {
      refuseOnce('startContainer');
      start(find(reference));
      return Promise.resolve();
    },
    async stopContainer(reference) {
      refuseOnce('stopContainer');
      const container = find(reference);
      if (container.state.status === 'running') die(container, 137);
      emitContainer(container, 'stop');
      return Promise.resolve();
    },
    async killContainer(reference) {
      const container = find(reference);
      if (container.state.status !== 'running') throw new EngineError('conflict', `Container ${reference} is not running`);
      emitContainer(container, 'kill');
      die(container, 137);
      return Promise.resolve();
    },
    async restartContainer(reference) {
      const container = find(reference);
      if (container.state.status === 'running') die(container, 137);
      start(container);
      emitContainer(container, 'restart');
      return Promise.resolve();
    },
    async renameContainer(reference, name) {
      find(reference).name = name;
      return Promise.resolve();
    },
    async removeContainer(reference, options) {
      const container = find(reference);
      if (container.state.status === 'running' && options?.force !== true)
        throw new EngineError(
          'conflict',
          `You cannot remove a running container ${container.id}. Stop the container before attempting removal`,
        );
      containers.delete(container.id);
      emitContainer(container, 'destroy');
      return Promise.resolve();
    },
    containerLog: async (reference) => Promise.resolve([...find(reference).log]),
    async exec(reference, request) {
      const { id } = find(reference);
      execs.push({ container: id, request });
      const stdout = new PassThrough();
      const stderr = new PassThrough();
      request.stdin.on('data', (chunk: Buffer) => stdout.write(chunk));
      const exited = new Promise<{ code: number }>((resolve) =>
        request.stdin.resume().on('end', () => {
          stdout.end();
          stderr.end();
          const [program, , path = ''] = request.command;
          const service = find(reference).spec.labels['io.balena.service-name'] ?? '';
          resolve({ code: program === 'test' ? Number(!files.has(`${service}:${path}`)) : 3 });
        }),
      );
      const process: Execution['process'] = {
        pid: 7,
        parent: 0,
        arguments: request.command,
        user: 'root',
        state: 'running',
        group: 7,
        startedAt: tick(),
        exited,
        signal: () => undefined,
      };
      return Promise.resolve({ process, stdout, stderr, exited });
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => Promise.resolve(),
  };
  return engine;
}
