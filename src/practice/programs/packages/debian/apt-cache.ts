import { statusParagraph } from '../../../engine/catalogue/packages/dpkg-status.ts';
import type { Program } from '../../../process/process.ts';
import { defineProgram } from '../../define-program.ts';
import { aptFailure } from './apt-call.ts';
import { readAutomatic, readInstalled, writeAutomatic } from './database.ts';
import { debianMachine, hasLists } from './machine.ts';

/** apt-cache(8): policy, show, search, depends. */
export const aptCache: Program = defineProgram(
  {
    usage: 'NAME [options] command',
    summary: 'Commands: policy, show, search, depends',
    version: '3.0.3',
    usageStatus: aptFailure,
    options: { namesOnly: { short: 'n', long: 'names-only', help: 'only search on the package names' } },
  },
  async ({ context, operands, values, print, complain }) => {
    const { fileSystem } = context.system;
    const [command = '', ...names] = operands;
    const machine = await debianMachine(context.system);
    const installed = await readInstalled(fileSystem);
    const listed = await hasLists(fileSystem);
    const known = (name: string) => (listed || installed.has(name) ? machine?.packages.get(name) : undefined);
    if (machine === undefined || !['policy', 'show', 'search', 'depends'].includes(command)) {
      await complain(`${command} is not supported on the practice device`);
      return aptFailure;
    }
    if (command === 'search') {
      const pattern = new RegExp(names.join('|'), 'i');
      for (const one of machine.packages.values())
        if (listed && (pattern.test(one.name) || (!values.namesOnly && pattern.test(one.summary))))
          await print(`${one.name} - ${one.summary}\n`);
      return 0;
    }
    let status = 0;
    for (const name of names) {
      const found = known(name);
      if (found === undefined) {
        await complain(command === 'policy' ? `N: Unable to locate package ${name}` : `E: No packages found: ${name}`);
        status = command === 'policy' ? status : aptFailure;
        continue;
      }
      if (command === 'show')
        await print(statusParagraph(found, machine.architecture).replace(/^Status: .*\n/m, `Size: ${found.downloadSize}\n`));
      else if (command === 'depends') await print(`${name}\n${found.depends.map((other) => `  Depends: ${other}\n`).join('')}`);
      else {
        const present = installed.get(name)?.version ?? '(none)';
        await print(
          `${name}:\n  Installed: ${present}\n  Candidate: ${found.version}\n  Version table:\n ${installed.has(name) ? '***' : '   '} ${found.version} 500\n        500 ${machine.archive} ${machine.codename}/main ${machine.architecture} Packages\n${installed.has(name) ? '        100 /var/lib/dpkg/status\n' : ''}`,
        );
      }
    }
    return status;
  },
);

/** apt-mark(8): auto, manual and what is marked; hold is refused. */
export const aptMark: Program = defineProgram(
  {
    usage: 'NAME [options] {auto|manual|showauto|showmanual} pkg',
    summary: 'Marks packages.',
    version: '3.0.3',
    usageStatus: aptFailure,
    options: {},
  },
  async ({ context, operands, print, complain }) => {
    const { fileSystem } = context.system;
    const [command = '', ...names] = operands;
    const machine = await debianMachine(context.system);
    const installed = await readInstalled(fileSystem);
    const automatic = await readAutomatic(fileSystem);
    if (command === 'showauto' || command === 'showmanual') {
      for (const name of installed.keys()) if (automatic.has(name) === (command === 'showauto')) await print(`${name}\n`);
      return 0;
    }
    if ((command !== 'auto' && command !== 'manual') || machine === undefined) {
      await complain(`E: ${command} is not supported on the practice device`);
      return aptFailure;
    }
    for (const name of names) {
      if (!installed.has(name)) {
        await complain(`E: Can't select installed nor candidate version from package '${name}' as it has neither of them`);
        return aptFailure;
      }
      if (command === 'auto') automatic.add(name);
      else automatic.delete(name);
      await print(`${name} set to ${command === 'auto' ? 'automatically' : 'manually'} installed.\n`);
    }
    await writeAutomatic(fileSystem, automatic, machine.architecture);
    return 0;
  },
);
