import type { ProcedureInput } from '../../../shared/contract.ts';
import type { Topology } from '../../../shared/network/topology.ts';

/** What stands in the form; `from` is `laptop`, `host` or `service:NAME`. */
export interface AskFields {
  from: string;
  to: string;
  port: string;
  path: string;
}

/** The request that the form stands for, or the sentence that says what is wrong in which field. */
export function readFields(
  fields: AskFields,
  deviceAddress: string,
): { ask: Required<ProcedureInput<'network.ask'>> } | { field: keyof AskFields; problem: string } {
  const name = fields.to.trim();
  if (!/^[A-Za-z0-9._-]{1,253}$/.test(name)) return { field: 'to', problem: 'A service name, an alias, or an IPv4 address.' };
  const port = Number(fields.port.trim());
  if (!/^\d{1,5}$/.test(fields.port.trim()) || port < 1 || port > 65_535) return { field: 'port', problem: 'A number from 1 to 65535.' };
  const path = fields.path.trim() === '' ? '/' : fields.path.trim();
  if (!path.startsWith('/') || /\s/.test(path)) return { field: 'path', problem: 'A path begins with / and has no spaces.' };
  return {
    ask: {
      from:
        fields.from === 'laptop' || fields.from === 'host'
          ? { kind: fields.from }
          : { kind: 'service', name: fields.from.slice('service:'.length) },
      to: name === deviceAddress ? { kind: 'device', port } : { kind: 'name', name, port },
      path,
    },
  };
}

/** Where one would ask first: the first open door of the device. */
export function firstFields({ deviceAddress, services }: Topology): AskFields {
  const host = services.find(({ mode }) => mode === 'host')?.listens[0];
  const port = services.flatMap(({ published }) => published)[0]?.hostPort ?? host ?? 80;
  return { from: 'laptop', to: deviceAddress, port: String(port), path: '/' };
}

/** Names that are worth asking for. */
export function suggestions({ deviceAddress, services }: Topology): string[] {
  return [
    ...new Set([deviceAddress, ...services.flatMap(({ name, attachments }) => [name, ...attachments.flatMap(({ aliases }) => aliases)])]),
  ];
}
