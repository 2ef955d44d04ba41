import type { Program, ProgramContext } from '../../../process/process.ts';
import { write } from '../../lines.ts';
import { defineProgram } from '../../define-program.ts';
import { managerOf } from '../manager/manager.ts';
import { escapeName, escapePath, unescapeName } from '../units/unit-names.ts';
import { notBooted } from './call.ts';
import { controlGroupTree } from './control-group-tree.ts';
import { timestamp } from './tables.ts';

/** The small tools of the package systemd. */

export const hostnamectl: Program = async (context) => {
  const manager = managerOf(context.system);
  if (manager === undefined) return fail(context, notBooted);
  const [verb = 'status'] = context.arguments.slice(1).filter((word) => !word.startsWith('-'));
  if (verb === 'hostname') return print(context, `${context.system.hostname}\n`);
  if (verb !== 'status')
    return fail(context, `hostnamectl ${verb} is not supported on the practice device: a container's host name is the engine's.`);
  const { hostname, architecture, kernelRelease, fileSystem } = context.system;
  const text = (path: string): Promise<string> => fileSystem.readFile(path).then(String, () => '');
  const system = /^PRETTY_NAME="?([^"\n]*)"?/m.exec(await text('/etc/os-release'))?.[1] ?? 'Linux';
  const machine = (await text('/etc/machine-id')).trim();
  const shown = architecture === 'x86_64' ? 'x86-64' : architecture === 'aarch64' ? 'arm64' : architecture;
  return print(
    context,
    [
      ['Static hostname', hostname],
      ['Icon name', 'computer-container'],
      ['Chassis', 'container ☐'],
      ['Machine ID', machine],
      ['Boot ID', manager.bootIdentifier],
      ['Virtualization', 'docker'],
      ['Operating System', system],
      ['Kernel', `Linux ${kernelRelease}`],
      ['Architecture', shown],
    ]
      .map(([label = '', value = '']) => `${label.padStart(16)}: ${value}\n`)
      .join(''),
  );
};

export const timedatectl: Program = async (context) => {
  if (managerOf(context.system) === undefined) return fail(context, notBooted);
  const [verb = 'status'] = context.arguments.slice(1).filter((word) => !word.startsWith('-'));
  if (verb !== 'status')
    return fail(context, `timedatectl ${verb} is not supported on the practice device: a container has the host's clock.`);
  const now = timestamp(context.system.now());
  return print(
    context,
    `               Local time: ${now}\n           Universal time: ${now}\n                 RTC time: n/a\n                Time zone: Etc/UTC (UTC, +0000)\nSystem clock synchronized: no\n              NTP service: n/a\n          RTC in local TZ: no\n`,
  );
};

export const loginctl: Program = async (context) => {
  const manager = managerOf(context.system);
  if (manager === undefined) return fail(context, notBooted);
  const logind = await manager.units.load('systemd-logind.service');
  if (logind.active === 'active') return print(context, 'No sessions.\n');
  if (logind.load === 'masked')
    return fail(
      context,
      'Failed to list sessions: Unit dbus-org.freedesktop.login1.service failed to load properly, please adjust/correct and reload service manager: File exists',
    );
  return fail(context, 'Failed to list sessions: systemd-logind.service is not running.');
};

export const controlGroups: Program = async (context) => {
  const manager = managerOf(context.system);
  if (manager === undefined) return fail(context, notBooted);
  return print(
    context,
    `CGroup /:\n-.slice\n${controlGroupTree(manager)
      .map((line) => `${line}\n`)
      .join('')}`,
  );
};

export const detectVirtualization: Program = async (context) => {
  if (context.arguments.includes('-q') || context.arguments.includes('--quiet')) return 0;
  return context.arguments.includes('-v') || context.arguments.includes('--vm') ? print(context, 'none\n', 1) : print(context, 'docker\n');
};

/** `systemd-notify --ready`: from a service's own script to the manager. */
export const notify: Program = async (context) => {
  const words = context.arguments.slice(1);
  const variables = new Map<string, string>();
  for (const word of words) {
    if (word === '--ready') variables.set('READY', '1');
    else if (word.startsWith('--status=')) variables.set('STATUS', word.slice('--status='.length));
    else if (word === '--booted') return managerOf(context.system) === undefined ? 1 : 0;
    else if (/^[A-Z_]+=/.test(word)) variables.set(word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1));
    else if (word.startsWith('-')) return fail(context, `systemd-notify: ${word} is not supported on the practice device`);
  }
  if (!context.environment.has('NOTIFY_SOCKET')) return fail(context, 'No status data could be sent: $NOTIFY_SOCKET was not set');
  return managerOf(context.system)?.notify(context.process, variables) === true
    ? 0
    : fail(context, 'Failed to notify init system: Connection refused');
};

/** `systemd-cat`: standard input into the journal, line by line, or a program's output. */
export const journalCat = defineProgram(
  {
    usage: 'NAME [OPTIONS...] [COMMAND...]',
    summary: "Write a program's output, or standard input, to the journal.",
    stopAtOperand: true,
    options: {
      identifier: { short: 't', long: 'identifier', value: 'STRING', help: 'the identifier of the entries' },
      priority: { short: 'p', long: 'priority', value: 'PRIORITY', help: '(information, whatever is said)' },
    },
  },
  async (call) => {
    const { context, operands, values } = call;
    const manager = managerOf(context.system);
    if (manager === undefined) {
      await call.complain('Failed to create stream fd: No such file or directory');
      return 1;
    }
    if (operands.length > 0) {
      await call.complain('running a program is not supported on the practice device; use a pipe');
      return 1;
    }
    const unit = manager.groups.unitOf(context.process) ?? (await manager.units.load('init.scope'));
    let rest = '';
    for await (const chunk of context.stdin) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) manager.record(unit, context.process.pid, values.identifier ?? 'unknown', line);
    }
    if (rest !== '') manager.record(unit, context.process.pid, values.identifier ?? 'unknown', rest);
    return 0;
  },
);

export const systemdEscape = defineProgram(
  {
    usage: 'NAME [OPTIONS...] [NAME...]',
    summary: 'Escape strings for usage in systemd unit names.',
    options: {
      unescape: { short: 'u', long: 'unescape', help: 'the other way round' },
      path: { short: 'p', long: 'path', help: 'the strings are paths' },
      suffix: { long: 'suffix', value: 'SUFFIX', help: 'append a suffix' },
    },
  },
  async ({ values, operands, print: say }) => {
    const words = operands.map((word) => {
      if (values.unescape) return values.path ? `/${unescapeName(word)}` : unescapeName(word);
      const name = values.path ? escapePath(word) : escapeName(word);
      return values.suffix === undefined ? name : `${name}.${values.suffix}`;
    });
    await say(`${words.join(' ')}\n`);
    return 0;
  },
);

/** `dbus-send`: there is no bus to send on, only its daemon. */
export const dbusSend: Program = (context) => fail(context, 'dbus-send: messages on a bus are not supported on the practice device');

async function print(context: ProgramContext, text: string, status = 0): Promise<number> {
  await write(context.stdout, Buffer.from(text), context.ended);
  return status;
}

async function fail(context: ProgramContext, message: string): Promise<number> {
  await write(context.stderr, Buffer.from(`${message}\n`), context.ended);
  return 1;
}
