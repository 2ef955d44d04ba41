import childProcess from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { promisify } from 'node:util';

const program = process.platform === 'win32' ? 'balena-compose-parser.exe' : 'balena-compose-parser';
const place = ['@balena', 'compose-parser', 'bin', program].join(sep);
const ours = join(import.meta.dirname, '..', '..', 'src', 'compose-parser', 'main.ts');

/**
 * Lets this process start Fleetlab's compose parser where it would start the CLI's own, which comes from a download that
 * fails without network. One that is there is started itself. To be called before the CLI is loaded: its package keeps the function that it
 * finds then. A file in its place could not do this on Windows, where only an .exe can be started without a shell.
 */
export function serveComposeParser() {
  const original = childProcess.execFile;
  const needsOurs = (file) => typeof file === 'string' && file.endsWith(`${sep}${place}`) && !existsSync(file);
  const start = (args) => [process.execPath, ['--no-warnings', ours, ...args]];

  function execFile(file, ...rest) {
    if (!needsOurs(file)) return original(file, ...rest);
    const [args, ...others] = Array.isArray(rest[0]) ? rest : [[], ...rest];
    return original(...start(args), ...others);
  }
  // `promisify` takes this one, which resolves to both outputs.
  execFile[promisify.custom] = (file, args = [], options = {}) =>
    needsOurs(file) ? promisify(original)(...start(args), options) : promisify(original)(file, args, options);
  childProcess.execFile = execFile;
}
