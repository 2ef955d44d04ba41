import { normalizePath } from '../../filesystem/filesystem.ts';
import type { Program, ProgramContext } from '../../process/process.ts';
import { runService } from '../../node-host/service-process.ts';
import type { ServiceLaunch } from '../../node-host/service-process.ts';
import { readAll, readChunks, write } from '../lines.ts';
import { readEnvironmentFile } from './environment-file.ts';
import { readNodeOptions } from './node-options.ts';

/** `node` of a container: JavaScript runs for real, in a process that has the container around it and nothing else. */
export const node: Program = async (context) => {
  const fromVariable = (context.environment.get('NODE_OPTIONS') ?? '').split(/\s+/).filter((word) => word !== '');
  const read = readNodeOptions(context.arguments.slice(1), fromVariable);
  if ('refused' in read) return complain(context, read.refused, 9);
  if (read.shows === 'version') return print(context, `${process.version}\n`);
  if (read.shows === 'help') return print(context, help);
  for (const file of read.environmentFiles) {
    const problem = await readEnvironmentFile(context, file);
    if (problem !== undefined) return complain(context, problem, 9);
  }
  const launch: Omit<ServiceLaunch, 'entry' | 'arguments'> = {
    ...(read.heapLimit === undefined ? {} : { heapLimit: read.heapLimit }),
    nodeOptions: read.passed,
  };
  const { operands } = read;
  const type = read.inputType === undefined ? {} : { type: read.inputType };
  if (read.code !== undefined) {
    const entry = { kind: 'code', code: read.code, print: read.prints, name: '[eval]', ...type } as const;
    return runService(context, { ...launch, entry, arguments: operands });
  }
  const [file] = operands;
  if (file === undefined || file === '-') {
    if (context.terminal !== undefined && file === undefined) {
      return complain(context, 'an interactive session is not supported on the practice device; use node -e CODE or node FILE', 1);
    }
    const code = (await readAll(readChunks(context.stdin, context.ended))).toString('utf8');
    const entry = { kind: 'code', code, print: read.prints, name: '[stdin]', ...type } as const;
    return runService(context, { ...launch, entry, arguments: ['-', ...operands.slice(1)] });
  }
  const path = file.startsWith('file:') ? decodeURIComponent(new URL(file).pathname) : normalizePath(file, context.workingDirectory);
  const entry = { kind: read.checks ? 'check' : 'file', path } as const;
  return runService(context, { ...launch, entry, arguments: [path, ...operands.slice(1)] });
};

const help = `Usage: node [options] [ script.js ] [arguments]
       node [options] -e CODE | -p CODE | - [arguments]

Options on the practice device:
  -                              script read from stdin
  -c, --check                    syntax check script without executing
  -e, --eval=...                 evaluate script
  -p, --print=...                evaluate script and print result
  -v, --version                  print Node.js version
      --env-file=...             set environment variables from supplied file
      --env-file-if-exists=...   as above, where the file is there
      --input-type=...           module or commonjs, for --eval and stdin
      --max-old-space-size=...   limit of the heap in megabytes
      --enable-source-maps, --no-warnings, --trace-warnings, --throw-deprecation, --unhandled-rejections=...
`;

async function print(context: ProgramContext, text: string): Promise<number> {
  await write(context.stdout, Buffer.from(text), context.ended);
  return 0;
}

async function complain(context: ProgramContext, text: string, code: number): Promise<number> {
  await write(context.stderr, Buffer.from(`node: ${text}\n`), context.ended);
  return code;
}
