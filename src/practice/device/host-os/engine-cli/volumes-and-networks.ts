import { CommandError, forEachReference, requireOperands } from './command.ts';
import type { EngineCommand } from './command.ts';
import { builtInNetworks, networkId } from './docker-data.ts';
import { readFlags } from './flags.ts';
import { formatRows } from './format.ts';
import { inspect } from './inspect.ts';
import { shortId } from './words.ts';

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
      throw unknownVerb(context.programName, 'volume', verb, 'ls, inspect, create, rm');
  }
};

/** `balena network ls|inspect` */
export const network: EngineCommand = async (context) => {
  const [verb = '', ...rest] = context.arguments;
  const command = `${context.programName} network ${verb}`;
  switch (verb) {
    case 'ls':
    case 'list': {
      const flags = readFlags(rest, { quiet: { short: 'q' }, 'no-trunc': {}, format: { hasValue: true } }, { command });
      const shown = (name: string): string => (flags.has('no-trunc') ? networkId(name) : shortId(networkId(name)));
      if (flags.has('quiet')) {
        await context.print(builtInNetworks.map(({ name }) => `${shown(name)}\n`).join(''));
        return 0;
      }
      const columns = [
        { field: 'ID', heading: 'NETWORK ID' },
        { field: 'Name', heading: 'NAME' },
        { field: 'Driver', heading: 'DRIVER' },
        { field: 'Scope', heading: 'SCOPE' },
      ];
      const rows = builtInNetworks.map(({ name, driver }) => ({ ID: shown(name), Name: name, Driver: driver, Scope: 'local' }));
      await context.print(formatRows(rows, { columns }, flags.value('format')));
      return 0;
    }
    case 'inspect':
      return inspect({ ...context, arguments: rest }, 'network');
    default:
      throw unknownVerb(context.programName, 'network', verb, 'ls, inspect');
  }
};

function unknownVerb(programName: string, noun: string, verb: string, known: string): CommandError {
  const usage = `Usage:  ${programName} ${noun} COMMAND (${known})`;
  return new CommandError(verb === '' ? usage : `${programName} ${noun} ${verb}: not supported on the practice device\n${usage}`);
}
