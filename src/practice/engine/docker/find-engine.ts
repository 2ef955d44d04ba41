import { connect } from 'node:net';
import { homedir, platform, userInfo } from 'node:os';
import { join } from 'node:path';
import { FleetlabError } from '../../../shared/errors.ts';

/** Where a container engine answers Docker's API. */
export type EngineAddress =
  /** A Unix socket, or a Windows named pipe (`//./pipe/docker_engine`). */
  { kind: 'socket'; path: string } | { kind: 'tcp'; host: string; port: number };

export interface EngineSearch {
  environment: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  homeDirectory: string;
  /** Undefined on Windows. */
  userId?: number;
  /** Whether something accepts a connection there. */
  answers(address: EngineAddress): Promise<boolean>;
}

/**
 * The engine of this machine: what DOCKER_HOST names, else the first of the usual places of Docker and Podman that
 * answers. Rejects with FleetlabError: `no-container-engine` where none answers, `invalid-input` for a DOCKER_HOST that
 * cannot be used.
 */
export async function findContainerEngine(search: EngineSearch = thisMachine()): Promise<EngineAddress> {
  const told = search.environment.DOCKER_HOST;
  if (told !== undefined && told !== '') {
    const address = readEngineAddress(told);
    if (await search.answers(address)) return address;
    throw new FleetlabError(
      'no-container-engine',
      `No container engine answers at ${told}, which DOCKER_HOST names.`,
      'Start that engine, or unset DOCKER_HOST.',
    );
  }
  const places = usualPlaces(search);
  for (const path of places) if (await search.answers({ kind: 'socket', path })) return { kind: 'socket', path };
  throw new FleetlabError(
    'no-container-engine',
    `No container engine is running: nothing answers at ${places.join(', ')}.`,
    'Start Docker or Podman (`podman machine start`, or its socket with `systemctl --user start podman.socket`), or use the simulated engine. On Linux, Docker answers root and the group docker only.',
  );
}

/** Reads the form of DOCKER_HOST: `unix:///run/docker.sock`, `npipe:////./pipe/docker_engine`, `tcp://localhost:2375`. Throws FleetlabError (`invalid-input`). */
export function readEngineAddress(text: string): EngineAddress {
  const [, scheme, rest] = /^(unix|npipe|tcp|http):\/\/(.+)$/.exec(text) ?? [];
  if (rest !== undefined && (scheme === 'unix' || scheme === 'npipe')) return { kind: 'socket', path: rest };
  const [, host, port] = /^\[?([^/]+?)\]?:(\d{1,5})\/?$/.exec(rest ?? '') ?? [];
  if (host !== undefined && Number(port) < 65_536) return { kind: 'tcp', host, port: Number(port) };
  throw new FleetlabError(
    'invalid-input',
    `${text} is not an engine's address that can be used here.`,
    'Give unix://PATH, npipe://PATH or tcp://HOST:PORT; for an engine behind SSH or TLS, forward its socket to this machine first.',
  );
}

function usualPlaces({ environment, platform, homeDirectory, userId }: EngineSearch): string[] {
  if (platform === 'win32') return ['//./pipe/docker_engine', '//./pipe/podman-machine-default'];
  const machine = join(homeDirectory, '.local/share/containers/podman/machine');
  if (platform === 'darwin') {
    return [
      '/var/run/docker.sock',
      join(homeDirectory, '.docker/run/docker.sock'),
      join(homeDirectory, '.colima/default/docker.sock'),
      join(homeDirectory, '.orbstack/run/docker.sock'),
      join(machine, 'podman.sock'),
      join(machine, 'qemu/podman.sock'),
    ];
  }
  const runtime = environment.XDG_RUNTIME_DIR ?? `/run/user/${String(userId ?? 0)}`;
  return [
    '/var/run/docker.sock',
    join(runtime, 'docker.sock'),
    join(homeDirectory, '.docker/desktop/docker.sock'),
    '/run/podman/podman.sock',
    join(runtime, 'podman/podman.sock'),
  ];
}

function thisMachine(): EngineSearch {
  const uid = userInfo().uid;
  return {
    environment: process.env,
    platform: platform(),
    homeDirectory: homedir(),
    ...(uid < 0 ? {} : { userId: uid }),
    answers: acceptsConnections,
  };
}

/** A second is plenty for a socket of this machine, and short enough to look at several. */
const answerTime = 1000;

function acceptsConnections(address: EngineAddress): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = address.kind === 'socket' ? connect(address.path) : connect(address.port, address.host);
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(answerTime, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
