import { parseArgs } from 'node:util';
import { FleetlabError } from '../shared/errors.ts';
import { uuidPattern } from './device/identity.ts';
import { startPractice } from './practice.ts';
import type { Practice } from './practice.ts';

const usage = `Usage: practice --data-dir DIR [--port N] [--checkpoints DIR] [--uuid UUID]
                [--stop-grace SECONDS] [--exit-with-parent]

Starts the practice cloud and device. Prints one line of JSON when they are ready, and runs until SIGTERM.

  --data-dir DIR        where all state is kept (or set FLEETLAB_DATA_DIR)
  --port N              port of the API and the builder; by default the one used last, or any free one
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
  exitsWithParent: boolean;
}

/** Throws FleetlabError (`usage`). */
function readArguments(own: readonly string[]): Arguments | 'help' {
  let values: {
    'data-dir'?: string;
    port?: string;
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
  return {
    dataDirectory,
    exitsWithParent: values['exit-with-parent'] === true,
    ...(port === undefined ? {} : { port }),
    ...(checkpoints === undefined ? {} : { checkpoints }),
    ...(uuid === undefined ? {} : { uuid }),
    ...(grace === undefined ? {} : { stopGraceSeconds: Number(grace) }),
  };
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
