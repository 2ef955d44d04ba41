import type { Program, ProgramContext } from '../../../process/process.ts';
import { managerOf } from '../manager/manager.ts';
import type { Manager, ShutdownAction } from '../manager/manager.ts';
import { needManager, VerbError } from './call.ts';
import type { SystemctlCall, Verb } from './call.ts';

/** Ways to end the machine: verbs of systemctl, and the programs of the package systemd-sysv that are links to it. */

export const poweroff: Verb = (call) => end(call, 'poweroff');
export const reboot: Verb = (call) => end(call, 'reboot');
export const halt: Verb = (call) => end(call, 'halt');

/** `systemctl exit 3`: a container's init can end with a status of its own. */
export const exit: Verb = async (call) => {
  const [word = '0'] = call.words;
  if (!/^\d+$/.test(word) || Number(word) > 255) throw new VerbError(`Invalid exit code.`);
  begin(needManager(call.context), 'exit', Number(word));
  return Promise.resolve(0);
};

async function end(call: SystemctlCall, action: ShutdownAction): Promise<number> {
  begin(needManager(call.context), action);
  return Promise.resolve(0);
}

function begin(manager: Manager, action: ShutdownAction, exitCode = 0): void {
  manager.log(
    undefined,
    `${action === 'poweroff' ? 'Power off' : action === 'exit' ? 'Exit' : action === 'halt' ? 'Halt' : 'Reboot'} requested by systemctl.`,
  );
  void manager.shutDown(action, exitCode);
}

/** `poweroff`, `reboot`, `halt`, `shutdown`, `telinit`, `runlevel`: the words after the name are the old tools' own. */
export async function runPowerTool(
  context: ProgramContext,
  name: string,
  words: readonly string[],
): Promise<{ status: number; text?: string; error?: string }> {
  const manager = managerOf(context.system);
  if (name === 'runlevel') {
    if (manager === undefined) return { status: 1, text: 'unknown\n' };
    return { status: 0, text: `N ${manager.state() === 'maintenance' ? '1' : '3'}\n` };
  }
  if (manager === undefined) return { status: 1, error: needManagerText(context) };
  if (name === 'shutdown') return shutdown(manager, words);
  if (name === 'telinit') return telinit(manager, words);
  const action =
    words.includes('-p') || words.includes('--poweroff')
      ? 'poweroff'
      : words.includes('--reboot')
        ? 'reboot'
        : words.includes('--halt')
          ? 'halt'
          : name;
  begin(manager, action as ShutdownAction);
  return Promise.resolve({ status: 0 });
}

function shutdown(manager: Manager, words: readonly string[]): { status: number; error?: string } {
  const flags = words.filter((word) => word.startsWith('-'));
  const [when = '+1'] = words.filter((word) => !word.startsWith('-'));
  if (flags.includes('-c'))
    return { status: 1, error: 'shutdown: a planned shutdown is not supported on the practice device; use "shutdown now"' };
  if (when !== 'now' && when !== '+0')
    return { status: 1, error: `shutdown: waiting until ${when} is not supported on the practice device; use "shutdown now"` };
  begin(manager, flags.includes('-r') ? 'reboot' : flags.includes('-H') ? 'halt' : 'poweroff');
  return { status: 0 };
}

function telinit(manager: Manager, [level = '']: readonly string[]): { status: number; error?: string } {
  if (level === '0' || level === '6') {
    begin(manager, level === '0' ? 'poweroff' : 'reboot');
    return { status: 0 };
  }
  const targets: Readonly<Record<string, string>> = {
    '1': 'rescue.target',
    s: 'rescue.target',
    S: 'rescue.target',
    '2': 'multi-user.target',
    '3': 'multi-user.target',
    '4': 'multi-user.target',
    '5': 'graphical.target',
  };
  const target = targets[level];
  if (target === undefined) return { status: 1, error: `telinit: Invalid argument ${level}` };
  void manager.units.load(target).then((unit) => manager.request(unit, 'start', { isolate: true }).catch(() => undefined));
  return { status: 0 };
}

function needManagerText(context: ProgramContext): string {
  try {
    needManager(context);
  } catch (error) {
    if (error instanceof VerbError) return error.message;
    throw error;
  }
  return '';
}

/** The names that links of the package systemd-sysv give to systemctl. */
export const powerTools: ReadonlySet<string> = new Set(['poweroff', 'reboot', 'halt', 'shutdown', 'telinit', 'runlevel']);

/** For the type of programs that only say that they cannot (`systemd-run`, `busctl`). */
export function unsupported(context: ProgramContext): ReturnType<Program> {
  return new Promise((resolve) => {
    context.stderr.write(`${context.arguments[0] ?? ''}: not supported on the practice device\n`, () => resolve(1));
  });
}
