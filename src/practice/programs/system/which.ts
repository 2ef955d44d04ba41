import { locateProgram } from '../../process/find-program.ts';
import { defineProgram } from '../define-program.ts';

export const which = defineProgram(
  {
    usage: 'NAME [-as] args',
    summary: 'Print the path of each program that would be run by its name.',
    options: {
      all: { short: 'a', help: 'print all matching paths of each argument' },
      silent: { short: 's', help: 'no output, just return 0 if all of the programs are found' },
    },
    usageStatus: 2,
  },
  async ({ context, values, operands, print }) => {
    const { system, environment, workingDirectory } = context;
    let status = operands.length === 0 ? 1 : 0;
    for (const name of operands) {
      const directories = name.includes('/') || !values.all ? [undefined] : (environment.get('PATH') ?? '').split(':');
      let found = false;
      for (const directory of directories) {
        const searched = directory === undefined ? environment : new Map([['PATH', directory]]);
        const located = await locateProgram(system, name, searched, workingDirectory);
        if ('error' in located) continue;
        found = true;
        if (!values.silent) await print(`${name.includes('/') ? name : located.path}\n`);
      }
      if (!found) status = 1;
    }
    return status;
  },
);
