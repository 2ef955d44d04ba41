import { PassThrough } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { BuildError, EngineError } from '../../src/practice/engine/engine.ts';
import type {
  BuildRequest,
  ContainerEngine,
  ContainerInfo,
  ContainerSpec,
  DeviceEngine,
  EngineEvent,
  ImageInfo,
} from '../../src/practice/engine/engine.ts';
import { askProgram, serveProgram } from './attempts.ts';
import type { Target } from './attempts.ts';
import type { Side } from './sides.ts';

/** One situation, tried on both engines; what it returns is what a user observes, and must be the same. */
export interface DifferentialCase {
  name: string;
  run: (lab: Lab) => Promise<unknown>;
  /** A host port that other cases need too: those run one after the other. */
  port?: number;
  /** A real engine lays its packet filter anew with each network: what must not get through is looked at while no other case makes one. */
  isAlone?: boolean;
  /** Why the two differ for good: then they must differ, or this is to be removed. */
  limitation?: string;
}

export type Files = Record<string, string | { content: string; mode: number }>;

/** What a case does with an engine; names are its own, and everything is removed behind it. */
export interface Lab {
  engine: DeviceEngine;
  /** A name that no other case has, the same on both engines. */
  named(name: string): string;
  /** Builds, and gives the lines of the log without what differs in every build; an error is part of it. */
  build(dockerfile: string, files?: Files, more?: Partial<BuildRequest>): Promise<Built>;
  /** An image's name for a container: built on the way. */
  image(dockerfile: string, files?: Files): Promise<string>;
  create(name: string, spec: Partial<ContainerSpec> & { image: string }): Promise<ContainerInfo>;
  start(name: string, spec: Partial<ContainerSpec> & { image: string }): Promise<ContainerInfo>;
  /** Starts a Node server on a port, and waits until it listens. */
  serve(name: string, port: number, spec?: Partial<ContainerSpec>, address?: string): Promise<ContainerInfo>;
  inspect(name: string): Promise<ContainerInfo>;
  /** Runs one to its end: exit code and output. */
  runToEnd(name: string, spec: Partial<ContainerSpec> & { image: string }): Promise<{ exitCode: number; output: string[] }>;
  /** Waits for the end; the exit code. */
  ended(name: string): Promise<number>;
  output(name: string): Promise<string[]>;
  exec(
    name: string,
    command: string | string[],
    more?: { user?: string; workingDirectory?: string; input?: string; environment?: Record<string, string> },
  ): Promise<Run>;
  /** How attempts of a container of the node image end. */
  ask(name: string, ...targets: Target[]): Promise<Record<Target, string>>;
  askFromHost(...targets: Target[]): Promise<Record<Target, string>>;
  askFromLaptop(...targets: Target[]): Promise<Record<Target, string>>;
  network(name: string, more?: { subnet?: string; gateway?: string; ipRange?: string; internal?: boolean }): Promise<string>;
  volume(name: string): Promise<string>;
  /** The container's events so far, in order. */
  events(name: string): { action: string; exitCode?: number }[];
  until(condition: () => boolean | Promise<boolean>): Promise<void>;
  /** The sentence and kind of an error, or the result. */
  attempt(work: () => Promise<unknown>): Promise<unknown>;
}

export interface Built {
  log: string[];
  image?: ImageInfo;
  error?: string;
}

export interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

export const debian = 'FROM debian:trixie-slim';
export const node = 'FROM node:lts-trixie-slim';

const patience = 60_000;

/** Runs a case on one side and removes what it made. */
export async function observe(side: Side, { run }: DifferentialCase, number: number): Promise<unknown> {
  const prefix = `case${String(number)}`;
  const events: EngineEvent[] = [];
  const stopListening = side.engine.onEvent((event) => events.push(event));
  try {
    return await run(createLab(side, prefix, events));
  } finally {
    stopListening();
    await removeAll(side.engine, prefix);
  }
}

function createLab(side: Side, prefix: string, events: EngineEvent[]): Lab {
  const { engine } = side;
  let images = 0;
  const named = (name: string): string => `${prefix}-${name}`;

  async function build(dockerfile: string, files: Files = {}, more: Partial<BuildRequest> = {}): Promise<Built> {
    const log: string[] = [];
    const context = new Map([['Dockerfile', { content: Buffer.from(`${dockerfile}\n`), mode: 0o644 }]]);
    for (const [path, file] of Object.entries(files))
      context.set(
        path,
        typeof file === 'string' ? { content: Buffer.from(file), mode: 0o644 } : { ...file, content: Buffer.from(file.content) },
      );
    try {
      const image = await engine.build({ context: { files: context }, dockerfile: 'Dockerfile', log: (line) => log.push(line), ...more });
      return { log: log.map(plain), image };
    } catch (error) {
      if (error instanceof BuildError) return { log: log.map(plain), error: plain(error.message) };
      throw error;
    }
  }

  async function image(dockerfile: string, files: Files = {}): Promise<string> {
    const tag = `${prefix}/image${String((images += 1))}:latest`;
    const built = await build(dockerfile, files, { tag });
    if (built.error !== undefined) throw new Error(`${side.name}: ${built.error}\n${built.log.join('\n')}`);
    return tag;
  }

  function create(name: string, spec: Partial<ContainerSpec> & { image: string }): Promise<ContainerInfo> {
    return engine.createContainer({
      name: named(name),
      environment: {},
      labels: { 'io.balena.service-name': name },
      networkMode: 'none',
      privileged: false,
      mounts: [],
      restartPolicy: { name: 'no' },
      stopGraceSeconds: 1,
      ...spec,
    });
  }

  async function start(name: string, spec: Partial<ContainerSpec> & { image: string }): Promise<ContainerInfo> {
    await create(name, spec);
    await engine.startContainer(named(name));
    return inspect(name);
  }

  const inspect = (name: string): Promise<ContainerInfo> => engine.inspectContainer(named(name));

  async function ended(name: string): Promise<number> {
    let code = -1;
    await until(async () => {
      const { state } = await inspect(name);
      if (state.status === 'exited') code = state.exitCode;
      return state.status === 'exited';
    });
    return code;
  }

  async function output(name: string): Promise<string[]> {
    return (await engine.containerLog(named(name))).map(({ message }) => message);
  }

  async function exec(name: string, command: string | string[], more: Parameters<Lab['exec']>[2] = {}): Promise<Run> {
    const { input = '', ...rest } = more;
    const words = typeof command === 'string' ? ['/bin/sh', '-c', command] : command;
    try {
      const execution = await engine.exec(named(name), { command: words, stdin: new PassThrough().end(input), ...rest });
      const [stdout, stderr, { code }] = await Promise.all([textOf(execution.stdout), textOf(execution.stderr), execution.exited]);
      return startFailure.test(stdout) ? failedStart(stdout) : { code, stdout, stderr };
    } catch (error) {
      if (!(error instanceof EngineError) || !startFailure.test(error.message)) throw error;
      return failedStart(error.message);
    }
  }

  return {
    engine,
    named,
    build,
    image,
    create,
    start,
    inspect,
    ended,
    output,
    exec,
    async serve(name, port, spec = {}, address) {
      const info = await start(name, { image: await image(node), command: ['node', '-e', serveProgram(name, port, address)], ...spec });
      await until(async () => (await output(name)).includes('listening'));
      return info;
    },
    async runToEnd(name, spec) {
      await start(name, spec);
      return { exitCode: await ended(name), output: await output(name) };
    },
    async ask(name, ...targets) {
      const { stdout, stderr } = await exec(name, ['node', '-e', askProgram, ...targets]);
      if (stdout === '') throw new Error(`${side.name}: the asking program failed: ${stderr}`);
      return JSON.parse(stdout) as Record<Target, string>;
    },
    askFromHost: (...targets) => side.askFromHost(targets),
    askFromLaptop: (...targets) => side.askFromLaptop(targets),
    network: async (name, more = {}) => (await engine.createNetwork({ name: named(name), ...more })).name,
    volume: async (name) => (await engine.createVolume(named(name))).name,
    events: (name) =>
      events.flatMap((event) =>
        event.kind === 'container' && event.container.name === named(name)
          ? [{ action: event.action, ...(event.exitCode === undefined ? {} : { exitCode: event.exitCode }) }]
          : [],
      ),
    until,
    async attempt(work) {
      try {
        return await work();
      } catch (error) {
        if (error instanceof EngineError) return { code: error.code, message: plain(error.message) };
        throw error;
      }
    },
  };
}

const startFailure = /^(OCI runtime exec failed|unable to find user)/;

/**
 * Docker's API tells of a command that cannot be started in its output, with exit code 126 or 127 by version; the simulated
 * engine by an error. A person reads the same.
 */
function failedStart(message: string): Run {
  return { code: Number.NaN, stdout: plain(message.trim()), stderr: '' };
}

async function removeAll(engine: ContainerEngine, prefix: string): Promise<void> {
  const isOwn = (name: string): boolean => name.startsWith(`${prefix}-`);
  for (const { name } of await engine.containers()) if (isOwn(name)) await engine.removeContainer(name, { force: true });
  for (const { name } of await engine.volumes()) if (isOwn(name)) await engine.removeVolume(name);
  for (const { name } of await engine.networks()) if (isOwn(name)) await engine.removeNetwork(name);
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + patience;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`It did not happen in ${String(patience / 1000)} seconds: ${condition.toString()}`);
    await wait(50);
  }
}

async function textOf(stream: AsyncIterable<Buffer | string>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk.toString();
  return text;
}

/** Text without what is different each time: ids, and the colours in which a build shows errors. */
export function plain(text: string): string {
  return text
    .replaceAll(/\u001b\[\d*m/g, '')
    .replaceAll(/sha256:[0-9a-f]{64}/g, 'sha256:ID')
    .replaceAll(/\b[0-9a-f]{64}\b/g, 'ID')
    .replaceAll(/\b[0-9a-f]{12}\b/g, 'ID');
}
