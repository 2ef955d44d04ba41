import { z } from 'zod';
import { parseDuration } from '../../../shared/compose/duration.ts';
import { parsePort } from '../../../shared/compose/ports.ts';
import { shellWords } from '../../../shared/compose/shell-words.ts';
import type { ContainerSpec, Healthcheck, NetworkAttachment, PortMapping, RestartPolicy } from '../../engine/engine.ts';
import { parseSignal } from '../../process/signals.ts';

// A service of a composition, in the forms in which balena sends it (shared/compose/composition.ts), read into the
// engine's terms. What does not fit is an issue at its key.

/** A number or a truth value as text too, as environment variables and labels are often written. */
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const textMap = z.union([
  z
    .record(z.string(), text.nullable())
    .transform((map) => Object.entries(map).map(([name, value]): [string, string] => [name, value ?? ''])),
  z
    .array(z.string())
    .transform((lines) => lines.map((line): [string, string] => [line.replace(/=.*$/s, ''), /=(.*)$/s.exec(line)?.[1] ?? ''])),
]);
const map = textMap.transform((entries) => Object.fromEntries(entries));
const textList = z.array(z.string());
const oneOrMore = z.union([z.string().transform((one) => [one]), textList]);

const words = z.union([
  textList,
  z.string().transform((line, context) => shellWords(line) ?? refuse(context, `a quote is not closed: ${line}`)),
]);

const restartPolicy = z.string().transform((policy, context): RestartPolicy => {
  const [, name, count] = /^(no|always|unless-stopped|on-failure)(?::(\d+))?$/.exec(policy) ?? [];
  if (name === 'on-failure') return { name, maximumRetryCount: Number(count ?? 0) };
  if (count === undefined && (name === 'no' || name === 'always' || name === 'unless-stopped')) return { name };
  return refuse(context, `invalid restart policy '${policy}'`);
});

const signal = text.transform((name, context) => parseSignal(name) ?? refuse(context, `invalid signal: ${name}`));
const duration = z.string().transform((time, context) => parseDuration(time) ?? refuse(context, `invalid duration: ${time}`));

/** Bytes of `64m`, `1gb` or a number; units are powers of 1024. */
const bytes = text.transform((size, context) => {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)([bkmgt]?)b?$/i.exec(size.trim()) ?? [];
  if (amount === undefined) return refuse(context, `invalid size: ${size}`);
  return Math.trunc(Number(amount) * 1024 ** 'bkmgt'.indexOf(unit.toLowerCase() || 'b'));
});

const mount = z.union([
  z.object({ type: z.literal('volume').optional(), source: z.string(), target: z.string(), read_only: z.boolean().optional() }),
  z.string().transform((line, context) => {
    const [source = '', target = '', mode] = line.split(':');
    if (source === '' || !target.startsWith('/')) return refuse(context, `'${line}' is not a named volume; host paths cannot be bound`);
    return { source, target, read_only: mode?.split(',').includes('ro') === true };
  }),
]);

/** The Supervisor publishes a port that stands alone under its own number (balena-supervisor, src/compose/ports.ts). */
const ports = z.array(text).transform((lines, context) =>
  lines.flatMap((line): PortMapping[] => {
    const parsed = parsePort(line);
    if ('problem' in parsed) return refuse(context, parsed.problem);
    return parsed.map(({ host_ip: hostAddress = '0.0.0.0', published, target, protocol }) => {
      if (protocol !== 'tcp' && protocol !== 'udp')
        return refuse(context, `port ${line}: ${protocol} is not supported on the practice device`);
      if (published?.includes('-') === true) return refuse(context, `Range for internal and external ports does not match: ${line}`);
      return { hostAddress, hostPort: Number(published ?? target), containerPort: target, protocol };
    });
  }),
);

const exposed = z.array(text).transform((list) => list.map((port) => (port.includes('/') ? port : `${port}/tcp`)));

const attachmentShape = z.strictObject({ aliases: textList.optional(), ipv4_address: z.string().optional() }).nullable();
const networks = z.union([
  textList.transform((names) => names.map((network): NetworkAttachment => ({ network, aliases: [] }))),
  z.record(z.string(), attachmentShape).transform((attachments) =>
    Object.entries(attachments).map(([network, settings]): NetworkAttachment => ({
      network,
      aliases: settings?.aliases ?? [],
      ...(settings?.ipv4_address === undefined ? {} : { address: settings.ipv4_address }),
    })),
  ),
]);

const healthcheck = z
  .strictObject({
    test: z.union([z.string().transform((line) => ['CMD-SHELL', line]), textList]).optional(),
    interval: duration.optional(),
    timeout: duration.optional(),
    start_period: duration.optional(),
    retries: z.number().optional(),
    disable: z.boolean().optional(),
  })
  .transform(({ test = [], start_period: startPeriod, disable, ...rest }): Healthcheck =>
    disable === true ? { test: ['NONE'] } : withoutUndefined({ test, ...rest, startPeriod }),
  );

const ulimits = z
  .record(
    z.string(),
    z.union([z.number().transform((limit) => ({ soft: limit, hard: limit })), z.object({ soft: z.number(), hard: z.number() })]),
  )
  .optional();

const tmpfs = oneOrMore.transform((list) =>
  list.map((line): NonNullable<ContainerSpec['tmpfs']>[number] => {
    const [target = '', options] = line.split(':');
    return { target, ...(options === undefined ? {} : { options }) };
  }),
);

/** `service:NAME` has the interfaces of another service. */
const networkMode = z.string().transform((mode, context) => {
  const service = /^service:\s*(.+)$/.exec(mode)?.[1];
  if (service !== undefined) return { service };
  if (mode === 'host' || mode === 'bridge' || mode === 'none') return mode;
  return refuse(context, `network_mode ${mode} is not supported on the practice device`);
});

export const compositionShape = z.object({
  command: words.nullish(),
  entrypoint: words.nullish(),
  environment: map.optional(),
  labels: map.optional(),
  restart: restartPolicy.default({ name: 'always' }),
  privileged: z.boolean().default(false),
  network_mode: networkMode.optional(),
  networks: networks.optional(),
  ports: ports.optional(),
  expose: exposed.optional(),
  volumes: z.array(mount).default([]),
  tmpfs: tmpfs.optional(),
  shm_size: bytes.optional(),
  cap_add: textList.optional(),
  cap_drop: textList.optional(),
  security_opt: textList.optional(),
  devices: textList.optional(),
  depends_on: z.union([textList, z.record(z.string(), z.unknown()).transform((entries) => Object.keys(entries))]).default([]),
  stop_signal: signal.optional(),
  stop_grace_period: duration.optional(),
  hostname: z.string().optional(),
  user: text.optional(),
  working_dir: z.string().optional(),
  init: z.boolean().optional(),
  ulimits,
  healthcheck: healthcheck.optional(),
  extra_hosts: z.array(z.string()).optional(),
  mem_limit: bytes.optional(),
  read_only: z.boolean().optional(),
  tty: z.boolean().optional(),
});

/** Notes the issue; what is returned is never used. */
function refuse(context: z.core.$RefinementCtx, message: string): never {
  context.issues.push({ code: 'custom', message, input: context.value });
  return z.NEVER;
}

function withoutUndefined<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Value;
}
