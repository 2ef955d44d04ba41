import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { createVirtualNetwork } from '../../../src/practice/engine/network/create-virtual-network.ts';
import type { VirtualNetwork } from '../../../src/practice/engine/network/virtual-network.ts';
import { createSimulatedEngine } from '../../../src/practice/engine/simulated/engine.ts';
import type { SimulatedEngineOptions } from '../../../src/practice/engine/simulated/engine.ts';
import type { BuildRequest, ContainerSpec, DeviceEngine, EngineEvent, ImageInfo } from '../../../src/practice/engine/engine.ts';
import type { Program, ProgramContext } from '../../../src/practice/process/process.ts';
import { programFile } from '../../../src/practice/process/program-file.ts';
import { parseSignal } from '../../../src/practice/process/signals.ts';
import { createRegistry } from '../../../src/practice/process/program-registry.ts';

/** Programs small enough to be read at a glance; the shell understands one command with `>>` and `$NAME`. */
export const testPrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['echo', (context) => print(context, `${context.arguments.slice(1).join(' ')}\n`)],
  ['printf', (context) => print(context, context.arguments[1] ?? '')],
  ['true', () => Promise.resolve(0)],
  ['false', () => Promise.resolve(1)],
  ['env', (context) => print(context, [...context.environment].map(([name, value]) => `${name}=${value}\n`).join(''))],
  ['pwd', (context) => print(context, `${context.workingDirectory}\n`)],
  ['id', (context) => print(context, `${context.process.user}\n`)],
  ['cat', async (context) => print(context, await context.system.fileSystem.readFile(context.arguments[1] ?? ''))],
  ['sleep', sleep],
  ['yes', yes],
  ['serve', serve],
  ['ask', ask],
  ['dash', tinyShell],
  ['bash', tinyShell],
  ['sh', tinyShell],
]);

/** `sleep SECONDS obeys [SIGNAL]` ends on SIGTERM, or that signal, with 0, as a server does; otherwise sleeps. */
async function sleep(context: ProgramContext): Promise<number> {
  const seconds = context.arguments[1] === 'infinity' ? 1_000_000 : Number(context.arguments[1]);
  return new Promise((resolve) => {
    if (context.arguments[2] === 'obeys') context.onSignal(parseSignal(context.arguments[3] ?? 'TERM') ?? 'SIGTERM', () => resolve(0));
    const timer = setTimeout(() => resolve(0), seconds * 1000);
    context.ended.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });
}

async function yes(context: ProgramContext): Promise<number> {
  while (!context.ended.aborted) await print(context, 'y\n'.repeat(1000));
  return 0;
}

/** `serve PORT TEXT`: answers every connection with the text, until SIGTERM; a taken port ends it as it ends a Node service. */
function serve(context: ProgramContext): Promise<number> {
  const [, port = '', text = ''] = context.arguments;
  const { promise, resolve } = Promise.withResolvers<number>();
  try {
    const listener = context.system.network.listen?.({ port: Number(port), pid: context.process.pid }, (connection) =>
      connection.end(text),
    );
    const end = (): void => {
      listener?.close();
      resolve(0);
    };
    context.onSignal('SIGTERM', end);
    context.ended.addEventListener('abort', end, { once: true });
    void print(context, `listening on ${port}\n`);
  } catch (error) {
    context.stderr.write(`Error: ${(error as Error).message}\n`, () => resolve(1));
  }
  return promise;
}

/** `ask HOST PORT`: prints the answer, or the error's code, and ends with 1. */
async function ask(context: ProgramContext): Promise<number> {
  const [, host = '', port = ''] = context.arguments;
  const { network } = context.system;
  try {
    const [address = ''] = await network.resolve(host);
    const connection = await network.connect({ address, port: Number(port) });
    return await print(context, `${await text(connection)}\n`);
  } catch (error) {
    await print(context, `${(error as { code: string }).code}\n`);
    return 1;
  }
}

async function tinyShell(context: ProgramContext): Promise<number> {
  const script = context.arguments[2] ?? '';
  for (const line of script.split(/\n|;|&&/).map((part) => part.trim())) {
    if (line === '') continue;
    const text = line.replaceAll(/\$(\w+)/g, (_, name: string) => context.environment.get(name) ?? '');
    const [, command = '', append, file] = /^(.*?)\s*(?:(>>?)\s*(\S+))?$/.exec(text) ?? [];
    const [name = '', ...rest] = command.split(/\s+/);
    if (name === 'rm') await context.system.fileSystem.remove(rest[0] ?? '', { recursive: true });
    else if (file !== undefined) await context.system.fileSystem.writeFile(file, `${rest.join(' ')}\n`, { append: append === '>>' });
    else if (name === 'exit') return Number(rest[0]);
    else if (name === 'signal-self') context.process.signal('SIGKILL');
    else {
      const program = testPrograms.get(name);
      if (program === undefined) {
        context.stderr.write(`/bin/sh: 1: ${name}: not found\n`);
        return 127;
      }
      const code = await program({ ...context, arguments: [name, ...rest] });
      if (code !== 0) return code;
    }
  }
  return 0;
}

function print(context: ProgramContext, data: Buffer | string): Promise<number> {
  return new Promise((resolve) => void context.stdout.write(data, () => resolve(0)));
}

export interface TestEngine {
  engine: DeviceEngine;
  directory: string;
  /** Of the engine that was opened last. */
  readonly network: VirtualNetwork;
  events: EngineEvent[];
  /** Another engine on the same directory, as after a restart. */
  reopen(): Promise<DeviceEngine>;
  build(dockerfile: string, files?: Record<string, string>, options?: Partial<BuildRequest>): Promise<{ image: ImageInfo; log: string[] }>;
  /** The lines of a build that fails, and its error. */
  buildFailure(dockerfile: string, files?: Record<string, string>): Promise<{ log: string[]; error: unknown }>;
  /** Resolves when the condition holds; events are looked at after each one. */
  until(condition: () => boolean | Promise<boolean>): Promise<void>;
  outputOf(name: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function testEngine(
  options: Partial<SimulatedEngineOptions> = {},
  networkOptions: { connectTimeout?: number } = {},
): Promise<TestEngine> {
  const directory = mkdtempSync(join(tmpdir(), 'fleetlab-engine-'));
  let network = testNetwork(networkOptions);
  const open = (): Promise<DeviceEngine> =>
    createSimulatedEngine({
      dataDirectory: directory,
      network,
      programs: createRegistry([testPrograms]),
      architecture: 'amd64',
      hostname: 'practice',
      ...options,
    });
  const opened = [await open()];
  const [engine] = opened as [DeviceEngine];
  const events: EngineEvent[] = [];
  engine.onEvent((event) => events.push(event));

  async function build(dockerfile: string, files: Record<string, string> = {}, more: Partial<BuildRequest> = {}) {
    const log: string[] = [];
    const image = await engine.build(buildRequest(dockerfile, files, (line) => log.push(line), more));
    return { image, log };
  }
  return {
    engine,
    get network() {
      return network;
    },
    directory,
    events,
    async reopen() {
      network = testNetwork(networkOptions);
      const next = await open();
      opened.push(next);
      return next;
    },
    build,
    async buildFailure(dockerfile, files = {}) {
      const log: string[] = [];
      const error: unknown = await engine.build(buildRequest(dockerfile, files, (line) => log.push(line), {})).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      return { log, error };
    },
    async until(condition) {
      for (let turn = 0; turn < 1500; turn += 1) {
        if (await condition()) return;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error('It did not happen in fifteen seconds.');
    },
    async outputOf(name) {
      return (await engine.containerLog(name)).map((line) => line.message);
    },
    async close() {
      for (const each of opened) await each.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The practice device's own interfaces, and no networks yet. */
export function testNetwork(options: { connectTimeout?: number } = {}): VirtualNetwork {
  return createVirtualNetwork({
    hostname: 'practice',
    hostInterfaces: [
      { name: 'lo', address: '127.0.0.1', prefix: 8, hardwareAddress: '00:00:00:00:00:00' },
      { name: 'eth0', address: '10.42.0.7', prefix: 16, hardwareAddress: '02:42:0a:2a:00:07' },
    ],
    now: Date.now,
    ...options,
  });
}

export function buildRequest(
  dockerfile: string,
  files: Record<string, string>,
  log: (line: string) => void,
  more: Partial<BuildRequest> = {},
): BuildRequest {
  const entries = Object.entries({ Dockerfile: dockerfile, ...files });
  const modeOf = (text: string): number => (/^(\x7fELF|#!)/.test(text) ? 0o755 : 0o644);
  const context = { files: new Map(entries.map(([path, text]) => [path, { content: Buffer.from(text), mode: modeOf(text) }])) };
  return { context, dockerfile: 'Dockerfile', log, ...more };
}

/** A Dockerfile and its files: Debian with the programs `serve` and `ask`. */
export function networkImage(command: string, more = ''): [dockerfile: string, files: Record<string, string>] {
  const dockerfile = `FROM debian:trixie-slim\nCOPY serve ask /usr/local/bin/\n${more}\nCMD ${command}\n`;
  return [dockerfile, { serve: programFile('serve'), ask: programFile('ask') }];
}

export function spec(image: string, more: Partial<ContainerSpec> = {}): ContainerSpec {
  return {
    name: 'main_1_1',
    image,
    environment: {},
    labels: {},
    networkMode: 'host',
    privileged: true,
    mounts: [],
    restartPolicy: { name: 'no' },
    ...more,
  };
}

/** Runs one command in a container to its end. */
export async function run(
  engine: DeviceEngine,
  name: string,
  command: string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
  const execution = await engine.exec(name, { command, stdin: new PassThrough().end() });
  const [stdout, stderr] = await Promise.all([text(execution.stdout), text(execution.stderr)]);
  return { code: (await execution.exited).code, stdout, stderr };
}

async function text(stream: AsyncIterable<Buffer | string>): Promise<string> {
  let result = '';
  for await (const chunk of stream) result += chunk.toString();
  return result;
}
