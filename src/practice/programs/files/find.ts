import type { FileStatus } from '../../filesystem/filesystem.ts';
import type { Program, ProgramContext } from '../../process/process.ts';
import type { AnyCall } from '../define-program.ts';
import { pathOf, statusOf } from '../inputs.ts';
import { BrokenPipe, flush, ProcessEnded, toBytes, write } from '../lines.ts';
import { quote, reasonOf } from '../messages.ts';
import { runCommand } from '../run-command.ts';
import { ownerNames } from '../system/accounts.ts';
import { formatDate } from '../system/date-format.ts';
import { matchesGlob } from '../text/glob.ts';
import { joinName, lastName } from './destination.ts';
import { FindError, withinLimit } from './find-expression.ts';
import type { FindAction, FindExpression, FindRequest, FindTest } from './find-expression.ts';
import { baseName, fillFormat } from './find-format.ts';
import type { Found } from './find-format.ts';
import { parseFind } from './find-parse.ts';
import { modeText } from './mode-text.ts';
import { allocatedBytes } from './sizes.ts';

const help = `Usage: find [-H] [-L] [-P] [path...] [expression]
Search for files in a directory hierarchy.

Tests: -name -iname -path -regex -type -size -mtime -mmin -newer -perm -user -group -empty
Actions: -print -print0 -printf -ls -delete -prune -quit -exec COMMAND ; -exec COMMAND {} +
Operators: ( EXPR )  ! EXPR  -not EXPR  EXPR -a EXPR  EXPR -o EXPR
Others: -maxdepth N -mindepth N -depth
`;

/** GNU find. */
export const find: Program = async (context) => {
  const [name = 'find', ...own] = context.arguments;
  const print = (text: string): Promise<void> => write(context.stdout, Buffer.from(text), context.ended);
  const complain = async (message: string): Promise<void> => {
    await flush(context.stdout, context.ended);
    await write(context.stderr, Buffer.from(`${name}: ${message}\n`), context.ended);
  };
  const call: AnyCall = { context, name, print, complain };
  try {
    if (own.includes('--help') || own[0] === '-help') {
      await print(help);
      return 0;
    }
    if (own[0] === '--version') {
      await print('find (GNU findutils) 4.10.0\n');
      return 0;
    }
    const status = await search(call, parseFind(own));
    await flush(context.stdout, context.ended);
    return status;
  } catch (error) {
    if (error instanceof FindError) {
      await complain(error.message);
      return 1;
    }
    if (error instanceof BrokenPipe) return 141;
    if (error instanceof ProcessEnded) return 1;
    throw error;
  }
};

interface Run {
  call: AnyCall;
  request: FindRequest;
  names: Awaited<ReturnType<typeof ownerNames>>;
  now: number;
  /** Times of the files that `-newer` names. */
  references: Map<string, number>;
  status: number;
  state: { pruned: boolean };
  /** Whether `-quit` was met; a call, as it changes while a tree is walked. */
  hasQuit(): boolean;
  quit(): void;
}

async function search(call: AnyCall, request: FindRequest): Promise<number> {
  const { context } = call;
  const controller = new AbortController();
  const quitting = controller.signal;
  const run: Run = {
    call,
    request,
    names: await ownerNames(context),
    now: context.system.now(),
    references: await readReferences(context, request.expression),
    status: 0,
    state: { pruned: false },
    hasQuit: () => quitting.aborted,
    quit: () => controller.abort(),
  };
  for (const start of request.starts) {
    await visit(run, start, pathOf(context, start), start, 0);
    if (run.hasQuit()) break;
  }
  for (const action of actionsOf(request.expression)) await runCollected(run, action);
  return run.status;
}

async function visit(run: Run, name: string, path: string, start: string, depth: number): Promise<void> {
  const { call, request } = run;
  const { fileSystem } = call.context.system;
  const follows = request.followLinks === 'always' || (request.followLinks === 'starts' && depth === 0);
  let status: FileStatus;
  try {
    status = (follows ? await statusOf(call.context, path) : undefined) ?? (await fileSystem.lstat(path));
  } catch (error) {
    await call.complain(`${quote(name)}: ${reasonOf(error)}`);
    run.status = 1;
    return;
  }
  const found: Found = { name, path, start, depth, status };
  run.state = { pruned: false };
  if (!request.depthFirst && depth >= request.least) await evaluate(run, request.expression, found);
  const pruned = run.state.pruned && !request.depthFirst;
  if (run.hasQuit()) return;
  if (status.kind === 'directory' && depth < request.most && !pruned) {
    let children: string[] = [];
    try {
      children = await fileSystem.list(path);
    } catch (error) {
      await call.complain(`${quote(name)}: ${reasonOf(error)}`);
      run.status = 1;
    }
    for (const child of children) {
      await visit(run, joinName(name, child), joinName(path, child), start, depth + 1);
      if (run.hasQuit()) return;
    }
  }
  if (request.depthFirst && depth >= request.least) await evaluate(run, request.expression, found);
}

async function evaluate(run: Run, expression: FindExpression, found: Found): Promise<boolean> {
  switch (expression.kind) {
    case 'and':
      return (await evaluate(run, expression.left, found)) && !run.hasQuit() && (await evaluate(run, expression.right, found));
    case 'or':
      return (await evaluate(run, expression.left, found)) || (!run.hasQuit() && (await evaluate(run, expression.right, found)));
    case 'not':
      return !(await evaluate(run, expression.inner, found));
    case 'test':
      return holds(run, expression.test, found);
    case 'action':
      return perform(run, expression.action, found);
  }
}

async function holds(run: Run, test: FindTest, found: Found): Promise<boolean> {
  const { fileSystem } = run.call.context.system;
  const { status } = found;
  switch (test.name) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'empty':
      return status.kind === 'file' ? status.size === 0 : status.kind === 'directory' && (await fileSystem.list(found.path)).length === 0;
    case 'name':
      return matchesGlob(test.pattern, baseName(found.name), test.ignoreCase);
    case 'path':
      return matchesGlob(test.pattern, found.name, test.ignoreCase);
    case 'link-name':
      return status.kind === 'symlink' && matchesGlob(test.pattern, await fileSystem.readLink(found.path), test.ignoreCase);
    case 'regex':
      return new RegExp(`^(?:${test.source})$`, test.ignoreCase ? 'is' : 's').test(toBytes(found.name));
    case 'type':
      return test.kinds.includes(status.kind);
    case 'size':
      return withinLimit(Math.ceil(status.size / test.unit), test.limit);
    case 'age':
      return withinLimit(Math.floor((run.now - status.modifiedAt) / test.unit), test.limit);
    case 'newer':
      return status.modifiedAt > (run.references.get(test.file) ?? Infinity);
    case 'permission':
      if (test.match === 'exact') return status.mode === test.mode;
      return test.match === 'all' ? (status.mode & test.mode) === test.mode : test.mode === 0 || (status.mode & test.mode) !== 0;
    case 'user':
      return run.names.user(status.uid) === test.owner || String(status.uid) === test.owner;
    case 'group':
      return run.names.group(status.gid) === test.owner || String(status.gid) === test.owner;
  }
}

async function perform(run: Run, action: FindAction, found: Found): Promise<boolean> {
  const { call } = run;
  switch (action.name) {
    case 'print':
      await call.print(found.name + action.end);
      return true;
    case 'printf':
      await call.print(await fillFormat(call.context, action.format, found, run.names));
      return true;
    case 'list': {
      const { status } = found;
      const link = status.kind === 'symlink' ? ` -> ${await call.context.system.fileSystem.readLink(found.path)}` : '';
      const kilobytes = String(allocatedBytes(status) / 1024);
      await call.print(
        `${'0'.padStart(9)} ${kilobytes.padStart(6)} ${modeText(status)} ${'1'.padStart(3)} ${run.names.user(status.uid).padEnd(8)} ${run.names.group(status.gid).padEnd(8)} ${String(status.size).padStart(8)} ${formatDate('%b %e %H:%M', status.modifiedAt)} ${found.name}${link}\n`,
      );
      return true;
    }
    case 'prune':
      run.state.pruned = true;
      return true;
    case 'quit':
      run.quit();
      return true;
    case 'delete':
      if (found.name === '.') return true;
      try {
        await call.context.system.fileSystem.remove(found.path, { directory: found.status.kind === 'directory' });
        return true;
      } catch (error) {
        await call.complain(`cannot delete ${quote(found.name)}: ${reasonOf(error)}`);
        run.status = 1;
        return false;
      }
    case 'exec': {
      const shown = action.inDirectory ? `./${lastName(found.name)}` : found.name;
      if (!action.together)
        return (
          (await runOne(
            run,
            action,
            action.command.map((word) => word.replaceAll('{}', shown)),
            found,
          )) === 0
        );
      action.collected.push(shown);
      if (action.inDirectory || action.collected.length >= argumentsAtMost) await runCollected(run, action, found);
      return true;
    }
  }
}

/** Below what one real command line may hold. */
const argumentsAtMost = 5000;

async function runOne(
  run: Run,
  action: FindAction & { name: 'exec' },
  command: readonly string[],
  found: Found | undefined,
): Promise<number> {
  const { call } = run;
  const parent = found === undefined || !action.inDirectory ? undefined : found.path.slice(0, found.path.lastIndexOf('/')) || '/';
  return runCommand(call, command, parent === undefined ? {} : { workingDirectory: parent });
}

async function runCollected(run: Run, action: FindAction, found?: Found): Promise<void> {
  if (action.name !== 'exec' || action.collected.length === 0) return;
  const files = action.collected.splice(0);
  if ((await runOne(run, action, [...action.command, ...files], found)) !== 0) run.status = 1;
}

function* actionsOf(expression: FindExpression): Generator<FindAction> {
  if (expression.kind === 'and' || expression.kind === 'or') {
    yield* actionsOf(expression.left);
    yield* actionsOf(expression.right);
  } else if (expression.kind === 'not') yield* actionsOf(expression.inner);
  else if (expression.kind === 'action') yield expression.action;
}

async function readReferences(context: ProgramContext, expression: FindExpression): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  const collect = async (one: FindExpression): Promise<void> => {
    if (one.kind === 'and' || one.kind === 'or') {
      await collect(one.left);
      await collect(one.right);
    } else if (one.kind === 'not') await collect(one.inner);
    else if (one.kind === 'test' && one.test.name === 'newer') {
      const { file } = one.test;
      try {
        times.set(file, (await context.system.fileSystem.stat(pathOf(context, file))).modifiedAt);
      } catch (error) {
        throw new FindError(`${quote(file)}: ${reasonOf(error)}`);
      }
    }
  };
  await collect(expression);
  return times;
}
