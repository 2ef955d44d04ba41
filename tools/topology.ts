import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseCompose } from '../src/shared/compose/parse.ts';
import { formatProblem } from '../src/shared/compose/problems.ts';
import { decide } from '../src/shared/network/decide.ts';
import { topologyFromCompose, TopologyError } from '../src/shared/network/from-compose.ts';
import type { Destination, NetworkRequest, Origin } from '../src/shared/network/request.ts';
import { findService, type Topology } from '../src/shared/network/topology.ts';

/** `npm run topology -- FILE [--request FROM TO] [--json]`. Exit codes: 0 answered, 1 a wrong file, 2 a wrong call. */
const usage = `npm run topology -- FILE [--request FROM TO] [--json]

Prints the networks, services and ports a compose file gives on a device.

  --request FROM TO  also says what becomes of a connection
                     FROM: laptop, host, or a service of the file
                     TO:   device:PORT, or NAME:PORT (service, alias, container name, IP address)
  --json             prints JSON
`;

/** The practice device's address; another device has another one, and the verdicts are the same. */
const deviceAddress = '10.42.0.7';

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof TopologyError ? 1 : 2;
}

function main(args: string[]): number {
  const { values, positionals } = parseArgs({
    args,
    options: { request: { type: 'string' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  const [file, to, ...rest] = positionals;
  if (values.help === true || file === undefined || rest.length > 0 || (values.request === undefined) !== (to === undefined)) {
    (values.help === true ? process.stdout : process.stderr).write(usage);
    return values.help === true ? 0 : 2;
  }
  const topology = read(file);
  if (topology === undefined) return 1;
  if (values.request === undefined || to === undefined) {
    process.stdout.write(values.json ? `${JSON.stringify(topology, undefined, 2)}\n` : describe(topology));
    return 0;
  }
  const request: NetworkRequest = { from: parseOrigin(values.request, topology), to: parseDestination(to) };
  const verdict = decide(topology, request);
  process.stdout.write(values.json ? `${JSON.stringify(verdict)}\n` : `${verdict.verdict}: ${verdict.reason}\n`);
  return 0;
}

function read(file: string): Topology | undefined {
  const folder = dirname(resolve(file));
  const { project, problems } = parseCompose(readFileSync(file, 'utf8'), {
    projectName: basename(folder)
      .toLowerCase()
      .replace(/[^a-z0-9_-]/g, ''),
    environment: Object.fromEntries(Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))),
    resolvePath: (path) => resolve(folder, path),
    readFile: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
  });
  for (const problem of problems)
    process.stderr.write(`${formatProblem(file, problem)}${problem.severity === 'warning' ? ' (warning)' : ''}\n`);
  return project === undefined || problems.some((problem) => problem.severity === 'error')
    ? undefined
    : topologyFromCompose(project, deviceAddress);
}

function parseOrigin(text: string, topology: Topology): Origin {
  if (text === 'laptop' || text === 'host') return { kind: text };
  if (findService(topology, text) === undefined) {
    throw new Error(
      `There is no service "${text}". FROM is laptop, host, or one of: ${topology.services.map((service) => service.name).join(', ')}.`,
    );
  }
  return { kind: 'service', name: text };
}

function parseDestination(text: string): Destination {
  const match = /^(.+):(\d+)$/.exec(text);
  const port = Number(match?.[2]);
  if (match === null || port < 1 || port > 65535)
    throw new Error(`"${text}" is no destination: write device:PORT or NAME:PORT, with a port from 1 to 65535.`);
  const name = match[1] ?? '';
  return name === 'device' ? { kind: 'device', port } : { kind: 'name', name, port };
}

function describe(topology: Topology): string {
  const lines = ['Networks'];
  for (const network of topology.networks)
    lines.push(`  ${network.name}  ${network.subnet}, gateway ${network.gateway}${network.internal ? ', internal' : ''}`);
  if (topology.networks.length === 0) lines.push('  none: every service uses the host or no network');
  lines.push('Services');
  for (const service of topology.services) {
    const places =
      service.sharesNetworkOf !== undefined
        ? `shares the network of ${service.sharesNetworkOf}`
        : service.mode === 'bridge'
          ? service.attachments.map((attachment) => `${attachment.address} on ${attachment.network}`).join(', ')
          : `network mode ${service.mode}`;
    lines.push(`  ${service.name}  ${places}`);
    const aliases = service.attachments.flatMap((attachment) => attachment.aliases);
    if (aliases.length > 0) lines.push(`    also called ${aliases.join(', ')}`);
    for (const port of service.published)
      lines.push(`    published ${port.hostAddress}:${String(port.hostPort)} to ${String(port.containerPort)}/${port.protocol}`);
    if (service.exposed.length > 0) lines.push(`    expose ${service.exposed.join(', ')} (documentation only)`);
  }
  return `${lines.join('\n')}\n`;
}
