import type { Program } from '../../../process/process.ts';
import { systemdFeatures, systemdVersion } from '../manager/boot.ts';
import { write } from '../../lines.ts';
import { BrokenPipe, ProcessEnded } from '../../lines.ts';
import { helpText } from '../../define-program.ts';
import { readOptions, UsageError } from '../../options.ts';
import { outputTerminal } from '../../terminal-output.ts';
import { VerbError, printTo } from './call.ts';
import type { SystemctlCall, Verb } from './call.ts';
import { listDependencies } from './dependencies-verb.ts';
import { listJobs, listSockets, listTimers, listUnitFilesVerb, listUnits } from './list-verbs.ts';
import { exit, halt, poweroff, powerTools, reboot, runPowerTool } from './power.ts';
import { cat, show } from './show-verb.ts';
import { status } from './status-verb.ts';
import { systemctlOptions } from './systemctl-options.ts';
import { disable, enable, getDefault, isEnabled, link, mask, preset, presetAll, reenable, setDefault, unmask } from './unit-file-verbs.ts';
import {
  daemonReload,
  isActive,
  isFailed,
  isolate,
  isSystemRunning,
  kill,
  reload,
  reloadOrRestart,
  resetFailed,
  restart,
  start,
  stop,
  tryRestart,
} from './unit-verbs.ts';

const isolateTo =
  (target: string): Verb =>
  (call) =>
    isolate({ ...call, words: [target] });

const verbs: Readonly<Record<string, Verb>> = {
  'list-units': listUnits,
  'list-unit-files': listUnitFilesVerb,
  'list-timers': listTimers,
  'list-sockets': listSockets,
  'list-jobs': listJobs,
  'list-dependencies': listDependencies,
  start,
  stop,
  restart,
  'try-restart': tryRestart,
  condrestart: tryRestart,
  reload,
  'reload-or-restart': reloadOrRestart,
  isolate,
  default: isolateTo('default.target'),
  rescue: isolateTo('rescue.target'),
  emergency: isolateTo('emergency.target'),
  kill,
  status,
  show,
  cat,
  'is-active': isActive,
  'is-failed': isFailed,
  'is-enabled': isEnabled,
  'is-system-running': isSystemRunning,
  'reset-failed': resetFailed,
  'daemon-reload': daemonReload,
  'daemon-reexec': daemonReload,
  enable,
  disable,
  reenable,
  mask,
  unmask,
  link,
  preset,
  'preset-all': presetAll,
  'set-default': setDefault,
  'get-default': getDefault,
  poweroff,
  reboot,
  halt,
  exit,
};

/** Verbs of systemctl(1) that the practice device does not have. */
const unsupportedVerbs: ReadonlySet<string> = new Set([
  ...[
    'edit',
    'revert',
    'add-wants',
    'add-requires',
    'set-property',
    'set-environment',
    'show-environment',
    'unset-environment',
    'import-environment',
  ],
  ...[
    'list-machines',
    'list-automounts',
    'list-paths',
    'clean',
    'freeze',
    'thaw',
    'bind',
    'mount-image',
    'switch-root',
    'cancel',
    'help',
    'whoami',
    'kexec',
  ],
  ...[
    'soft-reboot',
    'suspend',
    'hibernate',
    'hybrid-sleep',
    'sleep',
    'log-level',
    'log-target',
    'service-watchdogs',
    'service-log-level',
    'service-log-target',
  ],
]);

/** `systemctl`, also under the names `poweroff`, `reboot`, `halt`, `shutdown`, `telinit` and `runlevel`. */
export const systemctl: Program = async (context) => {
  const called = context.arguments[0] ?? 'systemctl';
  const name = called.slice(called.lastIndexOf('/') + 1);
  const words = context.arguments.slice(1);
  const complain = (text: string): Promise<void> => write(context.stderr, Buffer.from(`${text}\n`), context.ended);
  try {
    if (powerTools.has(name)) {
      const result = await runPowerTool(context, name, words);
      if (result.text !== undefined) await printTo(context, result.text);
      if (result.error !== undefined) await complain(result.error);
      return result.status;
    }
    if (words.includes('--version')) {
      await printTo(context, `systemd 257 (${systemdVersion})\n${systemdFeatures}\n`);
      return 0;
    }
    if (words.includes('--help') || words.includes('-h')) {
      const usage = `NAME [OPTIONS...] COMMAND ...\n`.trim();
      const summary = `Query or send control commands to the system manager.\nCommands: ${Object.keys(verbs).join(' ')}`;
      await printTo(context, helpText(name, { usage, summary, options: systemctlOptions }));
      return 0;
    }
    const { values, operands, occurrences } = readOptions(words, systemctlOptions);
    if (values.user) throw new VerbError('Failed to connect to user scope bus via local transport: No medium found');
    if (values.root !== undefined) throw new VerbError('--root= is not supported on the practice device.');
    const [verb = 'list-units', ...rest] = operands;
    const call: SystemctlCall = {
      context,
      options: values,
      all: (option) =>
        occurrences.filter((one) => one.name === option).flatMap((one) => one.value.split(',').filter((part) => part !== '')),
      verb,
      words: rest,
      print: (text) => printTo(context, text),
      complain,
      isColoured: outputTerminal(context) !== undefined,
    };
    const run = verbs[verb];
    if (run !== undefined) return await run(call);
    await complain(unsupportedVerbs.has(verb) ? `systemctl ${verb} is not supported on the practice device.` : unknownVerb(verb));
    return 1;
  } catch (error) {
    if (error instanceof UsageError) {
      await complain(`systemctl: ${error.message}`);
      return 1;
    }
    if (error instanceof VerbError) {
      await complain(error.message);
      return error.status;
    }
    if (error instanceof BrokenPipe) return 141;
    if (error instanceof ProcessEnded) return 1;
    throw error;
  }
};

function unknownVerb(verb: string): string {
  const near = Object.keys(verbs).find((known) => distance(known, verb) <= 2);
  return near === undefined ? `Unknown command verb '${verb}'.` : `Unknown command verb '${verb}', did you mean '${near}'?`;
}

/** How many letters differ: insertions, deletions and changes. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let at = 1; at <= left.length; at += 1) {
    const next = [at];
    for (let other = 1; other <= right.length; other += 1) {
      const change = (row[other - 1] ?? 0) + (left[at - 1] === right[other - 1] ? 0 : 1);
      next.push(Math.min((row[other] ?? 0) + 1, (next[other - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
