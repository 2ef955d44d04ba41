import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ComposeAttachment, ComposeProject } from '../../../src/shared/compose/project.ts';
import { topologyFromCompose } from '../../../src/shared/network/from-compose.ts';
import { arbitraryProject, deviceAddress } from './arbitrary-topology.ts';

/** Own arithmetic, so that a fault in the module's is not repeated here. */
function range(subnet: string): { first: bigint; last: bigint } {
  const [address = '', prefix = ''] = subnet.split('/');
  const first = number(address);
  return { first, last: first + (1n << BigInt(32 - Number(prefix))) - 1n };
}

function number(address: string): bigint {
  return BigInt(
    `0x${address
      .split('.')
      .map((part) => Number(part).toString(16).padStart(2, '0'))
      .join('')}`,
  );
}

describe('the networks a project gets', () => {
  it('have addresses of their own inside their subnets, and none of them is the gateway or an edge', () => {
    fc.assert(
      fc.property(arbitraryProject, (project) => {
        const { networks, services } = topologyFromCompose(project, deviceAddress);
        for (const network of networks) {
          const { first, last } = range(network.subnet);
          const addresses = services.flatMap(({ attachments }) =>
            attachments.filter((attachment) => attachment.network === network.name).map(({ address }) => address),
          );
          expect(new Set(addresses).size).toBe(addresses.length);
          for (const address of [...addresses, network.gateway]) {
            expect(number(address) > first && number(address) < last, `${address} in ${network.subnet}`).toBe(true);
          }
          expect(addresses).not.toContain(network.gateway);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('never overlap', () => {
    fc.assert(
      fc.property(arbitraryProject, (project) => {
        const ranges = topologyFromCompose(project, deviceAddress).networks.map(({ subnet }) => range(subnet));
        ranges.forEach((one, index) => {
          for (const other of ranges.slice(index + 1)) expect(one.last < other.first || other.last < one.first).toBe(true);
        });
      }),
      { numRuns: 2000 },
    );
  });

  it('are the same each time, and have every service once, on the bridges that it names', () => {
    fc.assert(
      fc.property(arbitraryProject, (project) => {
        const topology = topologyFromCompose(project, deviceAddress);
        expect(topologyFromCompose(structuredClone(project), deviceAddress)).toEqual(topology);
        expect(topology.services.map(({ name }) => name)).toEqual(Object.keys(project.services));
        for (const { name, attachments } of topology.services) {
          const service = project.services[name];
          const wanted = service?.network_mode === 'bridge' ? ['balena0'] : Object.keys(service?.networks ?? {});
          expect(attachments.map(({ network }) => network)).toEqual(wanted);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('are found for as many networks as the default pools have parts, and no more', () => {
    const ofCount = (count: number) => project(Array.from({ length: count }, (_, index) => [`n${String(index)}`, {}]));
    expect(new Set(topologyFromCompose(ofCount(31), deviceAddress).networks.map(({ subnet }) => subnet)).size).toBe(31);
    expect(() => topologyFromCompose(ofCount(32), deviceAddress)).toThrow(/could not find an available/);
  });
});

describe('what the engine refuses', () => {
  it.each([
    ['overlapping subnets', [{ subnet: '10.0.0.0/16' }, { subnet: '10.0.4.0/24' }], /overlaps/],
    ['a subnet without room', [{ subnet: '10.0.0.0/31' }], /invalid subnet/],
    ['no subnet at all', [{ subnet: '10.0.0.300/24' }], /invalid subnet/],
    ['a gateway elsewhere', [{ subnet: '10.0.0.0/24', gateway: '10.0.1.1' }], /no matching subnet for gateway/],
    ['a range elsewhere', [{ subnet: '10.0.0.0/24', ip_range: '10.0.1.0/28' }], /no part of the subnet/],
  ])('%s', (_name, configs, message) => {
    const networks = configs.map((config, index): [string, object] => [`n${String(index)}`, { ipam: { config: [config] } }]);
    expect(() => topologyFromCompose(project(networks, { n0: null }), deviceAddress)).toThrow(message);
  });

  it.each([
    ['the gateway', '10.0.0.1', /already in use/],
    ["the network's own address", '10.0.0.0', /already in use/],
    ['the broadcast address', '10.0.0.255', /already in use/],
    ['an address that is set aside', '10.0.0.77', /already in use/],
    ['an address elsewhere', '10.0.1.5', /not in the subnet/],
  ])('a service that wants %s', (_name, address, message) => {
    const config = { subnet: '10.0.0.0/24', aux_addresses: { router: '10.0.0.77' } };
    expect(() =>
      topologyFromCompose(project([['n0', { ipam: { config: [config] } }]], { n0: { ipv4_address: address } }), deviceAddress),
    ).toThrow(message);
  });
});

it('gives out the part of the subnet that ip_range names', () => {
  const config = { subnet: '10.0.0.0/16', ip_range: '10.0.5.0/24' };
  const { services } = topologyFromCompose(project([['n0', { ipam: { config: [config] } }]], { n0: null }), deviceAddress);
  expect(services[0]?.attachments[0]?.address).toMatch(/^10\.0\.5\./);
});

function project(networks: [string, object][], attachments: Record<string, ComposeAttachment | null> = {}): ComposeProject {
  return {
    name: 'demo',
    services: { one: { command: null, entrypoint: null, image: 'x', networks: attachments } },
    networks: Object.fromEntries(networks.map(([name, settings]) => [name, { name: `demo_${name}`, ipam: {}, ...settings }])),
  };
}
