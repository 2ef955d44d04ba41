import { parseSignal } from '../../../process/signals.ts';
import { CommandError, findContainer, forEachReference, requireOperands } from './command.ts';
import type { EngineCommand, EngineCommandContext } from './command.ts';
import { readFlags } from './flags.ts';

export const stopContainers: EngineCommand = (context) => {
  const { references, graceSeconds } = timed(context, 'stop');
  return forEachReference(context, references, async (reference) => {
    const { id } = await findContainer(context, reference);
    await context.engine.stopContainer(id, graceSeconds === undefined ? {} : { graceSeconds });
  });
};

export const restartContainers: EngineCommand = (context) => {
  const { references } = timed(context, 'restart');
  return forEachReference(context, references, async (reference) => {
    const { id } = await findContainer(context, reference);
    await context.engine.restartContainer(id);
  });
};

export const startContainers: EngineCommand = async (context) => {
  const flags = readFlags(context.arguments, {}, { command: `${context.programName} start` });
  requireOperands(context, 'start', flags.operands, { min: 1 });
  const failed: string[] = [];
  await forEachReference(context, flags.operands, async (reference) => {
    failed.push(reference);
    const { id } = await findContainer(context, reference);
    await context.engine.startContainer(id);
    failed.pop();
  });
  if (failed.length === 0) return 0;
  await context.printError(`Error: failed to start containers: ${failed.join(', ')}\n`);
  return 1;
};

export const killContainers: EngineCommand = (context) => {
  const flags = readFlags(context.arguments, { signal: { short: 's', hasValue: true } }, { command: `${context.programName} kill` });
  requireOperands(context, 'kill', flags.operands, { min: 1 });
  const text = flags.value('signal') ?? 'SIGKILL';
  const signal = parseSignal(text);
  if (signal === undefined) throw new CommandError(`Error response from daemon: Invalid signal: ${text}`);
  return forEachReference(context, flags.operands, async (reference) => {
    const { id, state } = await findContainer(context, reference);
    if (state.status !== 'running')
      throw new CommandError(`Error response from daemon: Cannot kill container: ${reference}: Container ${id} is not running`);
    await context.engine.killContainer(id, signal);
  });
};

export const removeContainers: EngineCommand = (context) => {
  const flags = readFlags(context.arguments, { force: { short: 'f' }, volumes: { short: 'v' } }, { command: `${context.programName} rm` });
  requireOperands(context, 'rm', flags.operands, { min: 1 });
  return forEachReference(context, flags.operands, async (reference) => {
    const { id } = await findContainer(context, reference);
    await context.engine.removeContainer(id, { force: flags.has('force') });
  });
};

function timed(context: EngineCommandContext, command: string): { references: string[]; graceSeconds: number | undefined } {
  const flags = readFlags(context.arguments, { time: { short: 't', hasValue: true } }, { command: `${context.programName} ${command}` });
  requireOperands(context, command, flags.operands, { min: 1 });
  const text = flags.value('time');
  if (text !== undefined && !/^\d+$/.test(text)) {
    throw new CommandError(`invalid argument "${text}" for "-t, --time" flag: strconv.ParseInt: parsing "${text}": invalid syntax`, 125);
  }
  return { references: flags.operands, graceSeconds: text === undefined ? undefined : Number(text) };
}
