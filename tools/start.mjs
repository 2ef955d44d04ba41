// `npm start`: makes a fresh clone ready, then opens Fleetlab. Runs on any Node from 20.19, before anything is installed.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SetupError, foreground, ownNode, root } from './setup/command.mjs';
import { fetchElectronRuntime } from './setup/electron.mjs';
import { build, installBalenaCli, installDependencies } from './setup/setup.mjs';

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`\n${error instanceof SetupError ? error.message : String(error?.stack ?? error)}\n`);
  process.exitCode = 1;
}

async function start(args) {
  const { values } = parseArgs({
    args,
    options: { host: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    strict: false,
    allowPositionals: true,
  });
  if (values.help) return help();
  if (values.host !== undefined && values.host !== 'browser' && values.host !== 'electron') {
    throw new SetupError(`--host takes "electron" or "browser", not "${values.host}".`);
  }
  await installDependencies();
  await installBalenaCli();
  await build();
  const rest = withoutHost(args);
  const runtime = values.host === 'browser' ? undefined : await fetchElectronRuntime();
  if (runtime !== undefined) return foreground(runtime, [root, ...rest]);
  if (values.host === 'electron') {
    throw new SetupError(
      'The Electron runtime is not installed here and could not be fetched. Start with "npm start -- --host browser" instead.',
    );
  }
  if (values.host === undefined) process.stderr.write('Electron is not available here: Fleetlab opens in your browser.\n');
  // A small young generation: 13 MB less at rest, and nothing here is in a hurry to allocate.
  return foreground(ownNode, ['--no-warnings', '--max-semi-space-size=1', join(root, 'out', 'main', 'browser.js'), ...rest]);
}

function withoutHost(args) {
  const at = args.indexOf('--host');
  const rest = at < 0 ? args : [...args.slice(0, at), ...args.slice(at + 2)];
  return rest.filter((argument) => !argument.startsWith('--host='));
}

function help() {
  process.stdout.write(`npm start [-- OPTIONS]

  --host electron|browser  the app's own window, or this machine's browser (default: Electron where its runtime is)
  --data-dir DIR           where progress, workspace and practice cloud live (default: the system's application data)
  --port N                 browser host: the port on 127.0.0.1
  --no-open                browser host: print the address only
`);
  return 0;
}
