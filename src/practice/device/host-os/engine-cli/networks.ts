import type { NetworkInfo, NetworkSpec } from '../../../engine/engine.ts';
import { CommandError, forEachReference, lookForNetwork, requireOperands } from './command.ts';
import type { EngineCommand, EngineCommandContext } from './command.ts';
import { readFlags } from './flags.ts';
import { formatRows } from './format.ts';
import { inspect } from './inspect.ts';
import { shortId, unknownVerb } from './words.ts';

/** `balena network ls|inspect|create|rm` */
export const network: EngineCommand = async (context) => {
  const [verb = '', ...rest] = context.arguments;
  const inner = { ...context, arguments: rest };
  switch (verb) {
    case 'ls':
    case 'list':
      return list(inner);
    case 'inspect':
      return inspect(inner, 'network');
    case 'create':
      return create(inner);
    case 'rm':
    case 'remove':
      return remove(inner, verb);
    default:
      throw new CommandError(unknownVerb(context.programName, 'network', verb, 'ls, inspect, create, rm'));
  }
};

async function list(context: EngineCommandContext): Promise<number> {
  const flags = readFlags(
    context.arguments,
    { quiet: { short: 'q' }, 'no-trunc': {}, format: { hasValue: true }, filter: { short: 'f', hasValue: true } },
    { command: `${context.programName} network ls` },
  );
  requireOperands(context, 'network ls', flags.operands, { min: 0, max: 0 });
  const filters = flags.values('filter').map(parseFilter);
  const networks = (await context.engine.networks())
    .filter((one) => filters.every((matches) => matches(one)))
    .sort((first, second) => (first.name < second.name ? -1 : 1));
  const shown = (id: string): string => (flags.has('no-trunc') ? id : shortId(id));
  if (flags.has('quiet')) {
    await context.print(networks.map(({ id }) => `${shown(id)}\n`).join(''));
    return 0;
  }
  const columns = [
    { field: 'ID', heading: 'NETWORK ID' },
    { field: 'Name', heading: 'NAME' },
    { field: 'Driver', heading: 'DRIVER' },
    { field: 'Scope', heading: 'SCOPE' },
  ];
  const rows = networks.map(({ id, name, driver, internal }) => ({
    ID: shown(id),
    Name: name,
    Driver: driver,
    Scope: 'local',
    Internal: String(internal),
  }));
  await context.print(formatRows(rows, { columns, otherHeadings: { Internal: 'INTERNAL' } }, flags.value('format')));
  return 0;
}

function parseFilter(text: string): (one: NetworkInfo) => boolean {
  const [key = '', ...rest] = text.split('=');
  const value = rest.join('=');
  if (key === 'name') return ({ name }) => name.includes(value);
  if (key === 'id') return ({ id }) => id.startsWith(value);
  if (key === 'driver') return ({ driver }) => driver === value;
  throw new CommandError(`filter '${key}': not supported on the practice device`);
}

async function create(context: EngineCommandContext): Promise<number> {
  const flags = readFlags(
    context.arguments,
    {
      subnet: { hasValue: true },
      gateway: { hasValue: true },
      'ip-range': { hasValue: true },
      internal: {},
      label: { hasValue: true },
      driver: { short: 'd', hasValue: true },
    },
    { command: `${context.programName} network create` },
  );
  requireOperands(context, 'network create', flags.operands, { min: 1, max: 1 });
  const driver = flags.value('driver') ?? 'bridge';
  if (driver !== 'bridge') throw new CommandError(`network driver ${driver}: not supported on the practice device`);
  const [subnet, gateway, ipRange] = [flags.value('subnet'), flags.value('gateway'), flags.value('ip-range')];
  const spec: NetworkSpec = {
    name: flags.operands[0] ?? '',
    internal: flags.has('internal'),
    labels: Object.fromEntries(flags.values('label').map((label) => splitLabel(label))),
    ...(subnet === undefined ? {} : { subnet }),
    ...(gateway === undefined ? {} : { gateway }),
    ...(ipRange === undefined ? {} : { ipRange }),
  };
  await context.print(`${(await context.engine.createNetwork(spec)).id}\n`);
  return 0;
}

function splitLabel(label: string): [string, string] {
  const [name = '', ...value] = label.split('=');
  return [name, value.join('=')];
}

function remove(context: EngineCommandContext, verb: string): Promise<number> {
  const flags = readFlags(context.arguments, {}, { command: `${context.programName} network ${verb}` });
  requireOperands(context, `network ${verb}`, flags.operands, { min: 1 });
  return forEachReference(context, flags.operands, async (reference) => {
    const found = await lookForNetwork(context, reference);
    if (found === undefined) throw new CommandError(`Error: No such network: ${reference}`);
    await context.engine.removeNetwork(found.name);
  });
}
