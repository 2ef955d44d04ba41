import { parseArgs } from 'node:util';
import { engineKind } from '../shared/domain/environment.ts';
import type { EngineKind } from '../shared/domain/environment.ts';
import { FleetlabError } from '../shared/errors.ts';
import { uuidPattern } from './device/identity.ts';
import { askMachineEngine } from './machine/ask-machine-engine.ts';
import { startPractice } from './practice.ts';
import type { Practice } from './practice.ts';

const usage = `Usage: practice --data-dir DIR [--port N] [--engine simulated|docker [--docker-socket S]]
                [--checkpoints DIR] [--uuid UUID] [--stop-grace SECONDS] [--exit-with-parent]
       practice --find-engine [--docker-socket S]

Starts the practice cloud and device. Prints one line of JSON when they are ready, and runs until SIGTERM.

  --data-dir DIR        where all state is kept (or set FLEETLAB_DATA_DIR)
  --port N              port of the API and the builder; by default the one used last, or any free one
  --engine E            what the device runs on: simulated (by default), or docker, this machine's own Docker or Podman
                        (or set FLEETLAB_ENGINE); each has fleets and a device of its own
  --docker-socket S     where that answers: a socket's path, unix://…, npipe://… or tcp://…; by default what DOCKER_HOST
                        names, or the usual places
  --find-engine         tells in one line of JSON whether --engine docker is possible here, and ends
  --checkpoints DIR     where checkpoints are kept; by default below the data directory
  --uuid UUID           who the device of a new data directory is (32 hexadecimal digits)
  --stop-grace SECONDS  the most that a service gets to end by itself when it is stopped; 10 by default
  --exit-with-parent    ends when standard input ends
`;

interface Arguments {
  dataDirectory: string;
  port?: number;
  checkpoints?: string;
  uuid?: string;
  stopGraceSeconds?: number;
  engine: EngineKind;
  dockerSocket?: string;
  exitsWithParent: boolean;
}

/** Throws FleetlabError (`usage`). */
function readArguments(own: readonly string[]): Arguments | { findsEngine: true; dockerSocket?: string } | 'help' {
  let values: {
    'data-dir'?: string;
    port?: string;
    engine?: string;
    'docker-socket'?: string;
    'find-engine'?: boolean;
    checkpoints?: string;
    uuid?: string;
    'stop-grace'?: string;
    'exit-with-parent'?: boolean;
    help?: boolean;
  };
  try {
    ({ values } = parseArgs({
      args: [...own],
      options: {
        'data-dir': { type: 'string' },
        port: { type: 'string' },
        engine: { type: 'string' },
        'docker-socket': { type: 'string' },
        'find-engine': { type: 'boolean' },
        checkpoints: { type: 'string' },
        uuid: { type: 'string' },
        'stop-grace': { type: 'string' },
        'exit-with-parent': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    throw new FleetlabError('usage', error instanceof Error ? error.message : String(error), usage.trimEnd());
  }
  if (values.help === true) return 'help';
  if (values['find-engine'] === true) return { findsEngine: true, ...socketOf(values['docker-socket']) };
  const dataDirectory = values['data-dir'] ?? process.env['FLEETLAB_DATA_DIR'] ?? '';
  if (dataDirectory === '') throw new FleetlabError('usage', 'The option --data-dir is missing.', usage.trimEnd());
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new FleetlabError('usage', `"${values.port ?? ''}" is no port: --port takes a number up to 65535.`, usage.trimEnd());
  }
  const { checkpoints, uuid } = values;
  if (uuid !== undefined && !uuidPattern.test(uuid)) throw new FleetlabError('usage', `"${uuid}" is no UUID of a device.`, usage.trimEnd());
  const grace = values['stop-grace'];
  if (grace !== undefined && !/^\d{1,5}$/.test(grace))
    throw new FleetlabError('usage', `"${grace}" is no number of seconds.`, usage.trimEnd());
  const given = values.engine ?? process.env['FLEETLAB_ENGINE'] ?? '';
  const engine = given === '' ? 'simulated' : engineKind.options.find((kind) => kind === given);
  if (engine === undefined) throw new FleetlabError('usage', `"${given}" is no engine: simulated or docker.`, usage.trimEnd());
  return {
    dataDirectory,
    engine,
    exitsWithParent: values['exit-with-parent'] === true,
    ...(port === undefined ? {} : { port }),
    ...(checkpoints === undefined ? {} : { checkpoints }),
    ...(uuid === undefined ? {} : { uuid }),
    ...(grace === undefined ? {} : { stopGraceSeconds: Number(grace) }),
    ...socketOf(values['docker-socket']),
  };
}

function socketOf(dockerSocket: string | undefined): { dockerSocket?: string } {
  return dockerSocket === undefined ? {} : { dockerSocket };
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function explain(error: unknown): string {
  if (!(error instanceof FleetlabError)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  return error.action === undefined ? error.message : `${error.message}\n${error.action}`;
}

/** Ends in order whatever asks for it; asked a second time, at once. */
function endWhenAsked(starting: Promise<Practice>, exitsWithParent: boolean): (exitCode: number) => void {
  let isEnding = false;
  const end = (exitCode: number): void => {
    if (isEnding) process.exit(1);
    isEnding = true;
    starting
      .then((practice) => practice.close())
      .then(
        () => process.exit(exitCode),
        (error: unknown) => {
          say(explain(error));
          process.exit(1);
        },
      );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => end(0));
  if (exitsWithParent) {
    const leave = (): void => {
      if (!isEnding) end(0);
    };
    process.stdin.on('end', leave).on('close', leave).on('error', leave).resume();
  }
  return end;
}

async function main(): Promise<void> {
  const given = readArguments(process.argv.slice(2));
  if (given === 'help') {
    process.stdout.write(usage);
    return;
  }
  if ('findsEngine' in given) {
    process.stdout.write(`${JSON.stringify(await askMachineEngine(given.dockerSocket))}\n`);
    return;
  }
  const starting = startPractice({ ...given, onNotice: say });
  const end = endWhenAsked(starting, given.exitsWithParent);
  const practice = await starting;
  // A reader that has gone is no reason to stop.
  process.stdout.on('error', () => undefined);
  process.stdout.write(`${JSON.stringify(practice.ready)}\n`);
  // A fault of ours: what there is gets saved, and whoever started this process starts it again.
  const fail = (error: unknown): void => {
    say(explain(error));
    end(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
}

main().catch((error: unknown) => {
  say(explain(error));
  process.exit(1);
});
