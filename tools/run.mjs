// `npm run practice|course|topology|bench|doctor|build`: makes a fresh clone ready for the command, then runs it on Node 24.
import { join } from 'node:path';
import { SetupError, foreground, ownNode, root } from './setup/command.mjs';
import { build, installBalenaCli, installDependencies } from './setup/setup.mjs';

const commands = {
  practice: { needs: [installBalenaCli], script: 'src/practice/main.ts' },
  course: { needs: [installBalenaCli], script: 'tools/course.ts' },
  topology: { needs: [], script: 'tools/topology.ts' },
  bench: { needs: [installBalenaCli, build], script: 'tools/bench.ts' },
  doctor: { needs: [installBalenaCli], script: 'tools/doctor.ts' },
  build: { needs: [build], script: undefined },
};

const [name = '', ...rest] = process.argv.slice(2);
const command = commands[name];
try {
  if (command === undefined) throw new SetupError(`There is no command "${name}". There are: ${Object.keys(commands).join(', ')}.`);
  await installDependencies();
  for (const need of command.needs) await need();
  process.exitCode = command.script === undefined ? 0 : await foreground(ownNode, ['--no-warnings', join(root, command.script), ...rest]);
} catch (error) {
  process.stderr.write(`\n${error instanceof SetupError ? error.message : String(error?.stack ?? error)}\n`);
  process.exitCode = 1;
}
