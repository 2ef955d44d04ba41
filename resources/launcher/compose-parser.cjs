'use strict';
const childProcess = require('node:child_process');
const { existsSync } = require('node:fs');
const { join, sep } = require('node:path');
const { promisify } = require('node:util');

const isWindows = process.platform === 'win32';
const program = isWindows ? 'balena-compose-parser.exe' : 'balena-compose-parser';
const place = ['@balena', 'compose-parser', 'bin', program].join(sep);
const root = join(__dirname, '..', '..');
const ours = join(root, 'src', 'compose-parser', 'main.ts');
const ownNode = join(root, 'node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node');

/**
 * Lets this process start Fleetlab's compose parser where it would start the CLI's own, which comes from a download that
 * fails without network. One that is there is started itself. To be called before the CLI is loaded: its package keeps the function that it
 * finds then. A file in its place could not do this on Windows, where only an .exe can be started without a shell.
 */
function serveComposeParser() {
  const original = childProcess.execFile;
  const needsOurs = (file) => typeof file === 'string' && file.endsWith(`${sep}${place}`) && !existsSync(file);
  // The CLI may run on a Node that takes no TypeScript; Fleetlab's own does.
  const start = (args) => [existsSync(ownNode) ? ownNode : process.execPath, ['--no-warnings', ours, ...args]];

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

module.exports = { serveComposeParser };
