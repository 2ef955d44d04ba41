import { toErrorData } from '../../shared/errors.ts';
import { findApplicationRoot } from '../paths.ts';
import { readOptions, usage, type BrowserOptions } from './options.ts';
import { runBrowserHost, type RunningHost } from './run.ts';

/** Milliseconds that saving and ending everything may take before the program leaves anyway. */
const closeLimit = 12_000;

await main();

async function main(): Promise<void> {
  const options = readArguments();
  if (options === undefined) return;
  let host: RunningHost | undefined;
  let isStopping = false;
  let starting: Promise<unknown> = Promise.resolve();

  async function stop(exitCode: number): Promise<void> {
    // Who presses Ctrl-C again wants it at once; the practice process ends by itself when this one is gone.
    if (isStopping) process.exit(130);
    isStopping = true;
    setTimeout(() => process.exit(exitCode), closeLimit).unref();
    await starting.catch(() => undefined);
    await host?.close().catch((error: unknown) => printError(error));
    process.exit(exitCode);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  // The line must reach whoever reads it even when the other end of the pipe is gone.
  process.stdout.on('error', () => undefined);
  process.on('uncaughtException', (error) => {
    printError(error);
    void stop(1);
  });

  // One failed request in the background is no reason to end a learner's work.
  process.on('unhandledRejection', printError);

  starting = runBrowserHost(options, findApplicationRoot(import.meta.dirname), (line) => process.stdout.write(`${line}\n`)).then(
    (running) => (host = running),
  );
  try {
    await starting;
  } catch (error) {
    printError(error);
    process.exit(1);
  }
}

function readArguments(): BrowserOptions | undefined {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options !== 'help') return options;
    process.stdout.write(usage);
  } catch (error) {
    process.stderr.write(`${toErrorData(error).message}\n\n${usage}`);
    process.exitCode = 2;
  }
  return undefined;
}

function printError(error: unknown): void {
  const { code, message, action } = toErrorData(error);
  const where = code === 'internal' && error instanceof Error ? `\n${error.stack ?? ''}` : '';
  process.stderr.write(`${message}${action === undefined ? '' : ` ${action}`}${where}\n`);
}
