import type { CommandNode, Pipeline, PipelineNode } from 'unbash';
import { createPipe } from '../../process/open-file.ts';
import type { OpenFile } from '../../process/open-file.ts';
import type { Process } from '../../process/process.ts';
import type { RunOptions, Shell } from '../state.ts';
import { writeText } from './descriptors.ts';
import { waitInForeground } from './foreground.ts';
import { fork } from './fork.ts';

/** One command, or several whose outputs feed the next one's input, all at the same time. */
export async function runPipeline(shell: Shell, node: PipelineNode, options: RunOptions): Promise<number> {
  if (node.type !== 'Pipeline') return runOne(shell, node, options);
  const isNegated = node.prefixes.filter((prefix) => prefix.type === 'Negation').length % 2 === 1;
  const isTimed = node.prefixes.some((prefix) => prefix.type === 'Time');
  const startedAt = performance.now();
  if (isNegated) shell.tolerated += 1;
  let status: number;
  try {
    status = await runStages(shell, node, isNegated || isTimed ? {} : options);
  } finally {
    if (isNegated) shell.tolerated -= 1;
  }
  if (isTimed)
    await reportTime(
      shell,
      (performance.now() - startedAt) / 1000,
      node.prefixes.some((prefix) => prefix.type === 'Time' && prefix.posix !== undefined),
    );
  return isNegated ? (status === 0 ? 1 : 0) : status;
}

function runStages(shell: Shell, node: Pipeline, options: RunOptions): Promise<number> {
  const [first] = node.commands;
  if (first === undefined) return Promise.resolve(0);
  return node.commands.length === 1 ? runOne(shell, first, options) : runConnected(shell, node);
}

async function runOne(shell: Shell, node: CommandNode, options: RunOptions): Promise<number> {
  const status = await shell.interpreter.runCommand(shell, node, options);
  shell.pipelineStatuses = [status];
  return status;
}

async function runConnected(shell: Shell, node: Pipeline): Promise<number> {
  const processes: Process[] = [];
  let input: OpenFile | undefined;
  for (const [index, command] of node.commands.entries()) {
    const isLast = index === node.commands.length - 1;
    const pipe = isLast ? undefined : createPipe();
    const files = new Map<number, OpenFile>();
    if (input !== undefined) files.set(0, input);
    if (pipe !== undefined) {
      files.set(1, pipe.writer);
      if (node.operators[index] === '|&') files.set(2, pipe.writer);
    }
    const group = shell.options.monitor ? (processes[0]?.group ?? 'new') : undefined;
    processes.push(
      fork(shell, (child) => child.interpreter.runCommand(child, command, { isLast: true }), {
        files,
        ...(group === undefined ? {} : { group }),
      }),
    );
    input?.release();
    pipe?.writer.release();
    input = pipe?.reader;
  }
  const text = shell.place.unit.text.slice(node.pos, node.end);
  const statuses = await waitInForeground(shell, processes, text);
  shell.pipelineStatuses = statuses;
  const failed = shell.options.pipefail ? statuses.findLast((status) => status !== 0) : undefined;
  return failed ?? statuses.at(-1) ?? 0;
}

async function reportTime(shell: Shell, seconds: number, isPosix: boolean): Promise<void> {
  const format = (value: number): string => `${String(Math.floor(value / 60))}m${(value % 60).toFixed(3)}s`;
  // What a process would have computed is not measured here: all of them share one.
  if (isPosix) await writeText(shell, 2, `real ${seconds.toFixed(2)}\nuser 0.00\nsys 0.00\n`);
  else await writeText(shell, 2, `\nreal\t${format(seconds)}\nuser\t${format(0)}\nsys\t${format(0)}\n`);
}
