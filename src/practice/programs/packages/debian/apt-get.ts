import type { Program } from '../../../process/process.ts';
import { defineProgram } from '../../define-program.ts';
import type { Call } from '../../define-program.ts';
import { flush, write } from '../../lines.ts';
import { UsageError } from '../../options.ts';
import { aptFailure, aptGetOptions } from './apt-call.ts';
import type { AptCall } from './apt-call.ts';
import { cleanCache, upgrade } from './apt-get-others.ts';
import { install } from './apt-get-install.ts';
import { autoremove, remove } from './apt-get-remove.ts';
import { update } from './apt-get-update.ts';
import { debianMachine } from './machine.ts';

type Command = (call: AptCall) => Promise<number>;

const commands: Readonly<Record<string, Command>> = {
  update,
  install,
  remove: (call) => remove(call, call.values.purge),
  purge: (call) => remove(call, true),
  autoremove: (call) => autoremove(call, call.values.purge),
  'auto-remove': (call) => autoremove(call, call.values.purge),
  autopurge: (call) => autoremove(call, true),
  upgrade,
  'dist-upgrade': upgrade,
  'full-upgrade': upgrade,
  clean: cleanCache,
  autoclean: cleanCache,
  'auto-clean': cleanCache,
  check: async ({ print }) => {
    await print('Reading package lists...\nBuilding dependency tree...\nReading state information...\n');
    return 0;
  },
};

const commandNeedsNoRoot = new Set(['check']);

/** apt-get(8); `apt` differs in the warning that it gives to scripts. */
export const aptGet: Program = defineAptGet('');
export const apt: Program = defineAptGet('\nWARNING: apt does not have a stable CLI interface. Use with caution in scripts.\n\n');

function defineAptGet(warning: string): Program {
  return defineProgram(
    {
      usage: 'NAME [options] command',
      summary: 'Commands: update, upgrade, install, remove, purge, autoremove, dist-upgrade, clean, autoclean, check',
      version: '3.0.3',
      usageStatus: aptFailure,
      usageHint: '',
      // -qq and -qy are common; -q=2 is not.
      prepare: (given) => given.map((word) => (/^-q=?\d$/.test(word) ? '-q' : word)),
      options: aptGetOptions,
    },
    async (call) => {
      const [name = '', ...names] = call.operands;
      const complain = (message: string): Promise<void> => writeError(call, `E: ${message}`);
      if (name === '') throw new UsageError('', false);
      if (warning !== '' && !isTerminal(call)) await writeError(call, warning.trimEnd());
      const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
      if (command === undefined) {
        const known = ['source', 'build-dep', 'download', 'changelog', 'satisfy', 'indextargets', 'dselect-upgrade', 'edit-sources'];
        await complain(known.includes(name) ? `${name} is not supported on the practice device` : `Invalid operation ${name}`);
        return aptFailure;
      }
      const machine = await debianMachine(call.context.system);
      if (machine === undefined) {
        await complain('The practice device has packages of Debian trixie and bookworm and of Ubuntu noble and jammy only');
        return aptFailure;
      }
      if (call.context.process.user !== 'root' && !commandNeedsNoRoot.has(name) && !call.values.simulate) {
        const lock = name === 'update' ? '/var/lib/apt/lists/lock' : '/var/lib/dpkg/lock-frontend';
        await complain(`Could not open lock file ${lock} - open (13: Permission denied)`);
        await complain(
          name === 'update'
            ? 'Unable to lock directory /var/lib/apt/lists/'
            : `Unable to acquire the dpkg frontend lock (${lock}), are you root?`,
        );
        return aptFailure;
      }
      return command({ ...call, complain, machine, names });
    },
  );
}

function isTerminal(call: Call<typeof aptGetOptions>): boolean {
  return (call.context.stdout as { isTTY?: boolean }).isTTY === true;
}

async function writeError(call: Call<typeof aptGetOptions>, text: string): Promise<void> {
  const { stdout, stderr, ended } = call.context;
  await flush(stdout, ended);
  await write(stderr, Buffer.from(`${text}\n`), ended);
}
