import { z } from 'zod';
import { networkData } from '../../device/host-os/engine-cli/docker-data.ts';
import type { NetworkInfo, NetworkSpec } from '../../engine/engine.ts';
import { HttpError, route } from '../loopback-server.ts';
import type { LoopbackRoute } from '../loopback-server.ts';
import type { EngineApiContext } from './context.ts';
import { filters, hasLabels, parsed } from './query.ts';

const newNetwork = z.object({
  Name: z.string().min(1),
  Driver: z.string().default('bridge'),
  Internal: z.boolean().default(false),
  EnableIPv6: z.boolean().nullish(),
  Labels: z.record(z.string(), z.string()).nullish(),
  Options: z.record(z.string(), z.string()).nullish(),
  IPAM: z
    .object({
      Config: z
        .array(z.object({ Subnet: z.string().optional(), Gateway: z.string().optional(), IPRange: z.string().optional() }))
        .nullish(),
    })
    .nullish(),
});

export function networkRoutes({ engine }: EngineApiContext): LoopbackRoute[] {
  async function find(reference: string): Promise<NetworkInfo> {
    const networks = await engine.networks();
    const found =
      networks.find(({ id, name }) => name === reference || id === reference) ?? networks.find(({ id }) => startsWith(id, reference));
    if (found === undefined) throw new HttpError(404, `network ${reference} not found`);
    return found;
  }
  return [
    route('GET', /^\/networks$/, async ({ url }) => {
      const wanted = filters(url, ['name', 'id', 'label', 'driver', 'type', 'scope', 'dangling']);
      const networks = (await engine.networks()).filter(
        ({ id, name, labels, driver }) =>
          (wanted.get('name') ?? [name]).some((part) => name.includes(part)) &&
          (wanted.get('id') ?? [id]).some((part) => id.startsWith(part)) &&
          (wanted.get('driver') ?? [driver]).includes(driver) &&
          hasLabels(labels, wanted.get('label') ?? []),
      );
      return { status: 200, json: networks.map((network) => networkData(network, [])) };
    }),
    route('POST', /^\/networks\/create$/, async ({ readJson }) => {
      const { id } = await engine.createNetwork(networkSpec(parsed(await readJson(), newNetwork, 'network')));
      return { status: 201, json: { Id: id, Warning: '' } };
    }),
    route('GET', /^\/networks\/([^/]+)$/, async ({ parameters: [name = ''] }) => ({
      status: 200,
      json: networkData(await find(name), await engine.containers()),
    })),
    route('DELETE', /^\/networks\/([^/]+)$/, async ({ parameters: [name = ''] }) => {
      await engine.removeNetwork((await find(name)).name);
      return { status: 204 };
    }),
    route('POST', /^\/networks\/([^/]+)\/(connect|disconnect)$/, () => {
      throw new HttpError(
        501,
        'Networks of a container that is there already: not supported on the practice device. Make the container anew.',
      );
    }),
  ];
}

function networkSpec(given: z.infer<typeof newNetwork>): NetworkSpec {
  const { Name, Driver, Internal, EnableIPv6, Labels, Options, IPAM } = given;
  if (Driver !== 'bridge' && Driver !== '') throw new HttpError(501, `network driver ${Driver}: not supported on the practice device`);
  if (EnableIPv6 === true) throw new HttpError(501, 'IPv6: not supported on the practice device');
  if (Object.keys(Options ?? {}).length > 0) throw new HttpError(501, 'Options of a network: not supported on the practice device');
  const [config, ...more] = IPAM?.Config ?? [];
  if (more.length > 0) throw new HttpError(501, 'More than one subnet: not supported on the practice device');
  return {
    name: Name,
    internal: Internal,
    labels: Labels ?? {},
    ...(config?.Subnet === undefined ? {} : { subnet: config.Subnet }),
    ...(config?.Gateway === undefined ? {} : { gateway: config.Gateway }),
    ...(config?.IPRange === undefined ? {} : { ipRange: config.IPRange }),
  };
}

function startsWith(id: string, reference: string): boolean {
  return /^[0-9a-f]{4,}$/.test(reference) && id.startsWith(reference);
}
