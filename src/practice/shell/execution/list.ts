import type { AndOr, PipelineNode, Statement } from 'unbash';
import { createNullFile } from '../../process/open-file.ts';
import { ExitControl } from '../control.ts';
import type { RunOptions, Shell } from '../state.ts';
import { mayContinue, writeText } from './descriptors.ts';
import { fork } from './fork.ts';
import { runPipeline } from './pipeline.ts';
import { tolerating } from './tolerating.ts';
import { runErrorTrap, runTraps } from './traps.ts';

/** Statements one after another; the status is that of the last. */
export async function runList(shell: Shell, statements: readonly Statement[], options: RunOptions = {}): Promise<number> {
  let status = statements.length === 0 ? 0 : shell.status;
  for (const [index, statement] of statements.entries()) {
    const isLast = options.isLast === true && index === statements.length - 1;
    status = await runStatement(shell, statement, { isLast });
  }
  return status;
}

async function runStatement(shell: Shell, statement: Statement, options: RunOptions): Promise<number> {
  await mayContinue(shell);
  if (shell.arrived.length > 0) await runTraps(shell);
  if (shell.options.noexec && !shell.options.interactive) return 0;
  if (statement.background === true) {
    await runInBackground(shell, statement);
    shell.status = 0;
  } else if (statement.command.type === 'AndOr') {
    shell.status = await runAndOr(shell, statement.command, options);
  } else {
    shell.status = await runAndCheck(shell, statement.command, options);
  }
  if (shell.arrived.length > 0) await runTraps(shell);
  return shell.status;
}

async function runAndOr(shell: Shell, node: AndOr, options: RunOptions): Promise<number> {
  for (const [index, command] of node.commands.entries()) {
    const isLast = index === node.commands.length - 1;
    const operator = node.operators[index - 1];
    if ((operator === '&&' && shell.status !== 0) || (operator === '||' && shell.status === 0)) continue;
    if (isLast) {
      shell.status = await runAndCheck(shell, command, options);
    } else {
      shell.status = await tolerating(shell, () => runPipeline(shell, command, {}));
    }
  }
  return shell.status;
}

async function runAndCheck(shell: Shell, node: PipelineNode, options: RunOptions): Promise<number> {
  const status = await runPipeline(shell, node, options);
  if (status === 0 || shell.tolerated > 0 || !failureCounts(node)) return status;
  shell.status = status;
  if (shell.traps.has('ERR')) await runErrorTrap(shell);
  if (shell.options.errexit) throw new ExitControl(status);
  return status;
}

/** A compound command's failure was its last command's, which has been looked at already; `!` is never a failure. */
function failureCounts(node: PipelineNode): boolean {
  if (node.type === 'Pipeline') return !node.prefixes.some((prefix) => prefix.type === 'Negation');
  const inner = node.type === 'Redirected' ? node.command : node;
  return ['Command', 'Subshell', 'TestCommand', 'ArithmeticCommand'].includes(inner.type);
}

async function runInBackground(shell: Shell, statement: Statement): Promise<void> {
  const hasJobControl = shell.options.monitor;
  const nothing = createNullFile();
  const process = fork(
    shell,
    (child) => child.interpreter.runList(child, [{ ...statement, background: undefined }], { isLast: true }),
    // Without job control a background command does not take the script's input away (POSIX XCU 2.9.3.1).
    { ...(hasJobControl ? { group: 'new' as const } : { files: new Map([[0, nothing]]) }) },
  );
  nothing.release();
  shell.lastBackground = process.pid;
  const text = textOf(shell, statement);
  const job = shell.jobs.add([process], text, hasJobControl);
  if (shell.options.interactive) await writeText(shell, 2, `[${String(job.id)}] ${String(process.pid)}\n`);
}

function textOf(shell: Shell, statement: Statement): string {
  return shell.place.unit.text.slice(statement.pos, statement.end).trim().replace(/\s*&$/, '');
}
