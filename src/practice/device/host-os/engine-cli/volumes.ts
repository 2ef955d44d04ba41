import { CommandError, forEachReference, requireOperands } from './command.ts';
import type { EngineCommand } from './command.ts';
import { readFlags } from './flags.ts';
import { formatRows } from './format.ts';
import { inspect } from './inspect.ts';
import { unknownVerb } from './words.ts';

/** `balena volume ls|inspect|create|rm` */
export const volume: EngineCommand = async (context) => {
  const [verb = '', ...rest] = context.arguments;
  const inner = { ...context, arguments: rest };
  const command = `${context.programName} volume ${verb}`;
  switch (verb) {
    case 'ls':
    case 'list': {
      const flags = readFlags(rest, { quiet: { short: 'q' }, format: { hasValue: true } }, { command });
      const volumes = (await context.engine.volumes()).sort((a, b) => (a.name < b.name ? -1 : 1));
      if (flags.has('quiet')) {
        await context.print(volumes.map(({ name }) => `${name}\n`).join(''));
        return 0;
      }
      const columns = [
        { field: 'Driver', heading: 'DRIVER' },
        { field: 'Name', heading: 'VOLUME NAME' },
      ];
      const rows = volumes.map(({ name }) => ({ Driver: 'local', Name: name, Scope: 'local' }));
      await context.print(formatRows(rows, { columns, otherHeadings: { Scope: 'SCOPE' } }, flags.value('format')));
      return 0;
    }
    case 'inspect':
      return inspect(inner, 'volume');
    case 'create': {
      const flags = readFlags(rest, {}, { command });
      requireOperands(inner, 'volume create', flags.operands, { min: 1, max: 1 });
      await context.print(`${(await context.engine.createVolume(flags.operands[0] ?? '')).name}\n`);
      return 0;
    }
    case 'rm':
    case 'remove': {
      const flags = readFlags(rest, {}, { command });
      requireOperands(inner, `volume ${verb}`, flags.operands, { min: 1 });
      return forEachReference(context, flags.operands, async (name) => {
        const isKnown = (await context.engine.volumes()).some((candidate) => candidate.name === name);
        if (!isKnown) throw new CommandError(`Error: No such volume: ${name}`);
        await context.engine.removeVolume(name);
      });
    }
    default:
      throw new CommandError(unknownVerb(context.programName, 'volume', verb, 'ls, inspect, create, rm'));
  }
};
