import { describe, expect, it } from 'vitest';
import type { NetworkInfo, NetworkSpec } from '../../../../src/practice/engine/engine.ts';
import { attach, makeNetwork, on } from './network-fixture.ts';

describe('networks', () => {
  it('are the engine’s own at first; new ones get the default pools in turn', () => {
    const network = makeNetwork();
    expect(network.networks().map(({ name, driver, subnet }) => [name, driver, subnet])).toEqual([
      ['bridge', 'bridge', '10.114.101.0/24'],
      ['host', 'host', undefined],
      ['none', 'null', undefined],
    ]);
    const first = network.createNetwork({ name: 'first', labels: { a: 'b' } });
    expect(first).toMatchObject({
      name: 'first',
      createdAt: 1_700_000_000_000,
      driver: 'bridge',
      subnet: '172.17.0.0/16',
      gateway: '172.17.0.1',
      internal: false,
      labels: { a: 'b' },
      bridge: `br-${first.id.slice(0, 12)}`,
    });
    expect(first.id).toMatch(/^[0-9a-f]{64}$/);
    expect(network.createNetwork({ name: 'second' }).subnet).toBe('172.18.0.0/16');
    network.removeNetwork('first');
    expect(network.createNetwork({ name: 'third' }).subnet).toBe('172.17.0.0/16');
    for (let count = 3; count <= 31; count += 1) network.createNetwork({ name: `n${String(count)}` });
    expect(() => network.createNetwork({ name: 'one too many' })).toThrow(
      'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
    );
  });

  const refused: [string, NetworkSpec, string, string][] = [
    ['a name that is taken', { name: 'taken' }, 'conflict', 'network with name taken already exists'],
    ['a name of the engine’s own', { name: 'host' }, 'conflict', 'operation is not permitted on predefined host network '],
    ['no name', { name: '' }, 'invalid', 'invalid name: '],
    ['a subnet that overlaps', { name: 'n', subnet: '10.5.1.0/24' }, 'conflict', 'Pool overlaps with other one on this address space'],
    ['no subnet', { name: 'n', subnet: '10.6.0.300/24' }, 'invalid', 'Invalid subnet 10.6.0.300/24 : invalid CIDR address: 10.6.0.300/24'],
    [
      'a subnet without room',
      { name: 'n', subnet: '10.8.0.0/31' },
      'failed',
      'failed to allocate gateway (): No available addresses on this pool',
    ],
    [
      'a gateway elsewhere',
      { name: 'n', subnet: '10.7.0.0/24', gateway: '10.7.1.1' },
      'invalid',
      'failed to allocate gateway (10.7.1.1): Requested address is out of range',
    ],
    ['no gateway', { name: 'n', subnet: '10.7.0.0/24', gateway: 'x' }, 'invalid', 'invalid gateway address x in Ipam configuration'],
    [
      'a range elsewhere',
      { name: 'n', subnet: '10.7.0.0/24', ipRange: '10.7.1.0/28' },
      'invalid',
      'ip-range 10.7.1.0/28 is no part of the subnet 10.7.0.0/24',
    ],
    ['a range of no subnet', { name: 'n', ipRange: '10.7.1.0/28' }, 'invalid', 'Invalid subnet  : invalid CIDR address: '],
  ];
  it.each(refused)('are refused with %s', (_name, spec, code, message) => {
    const network = makeNetwork();
    network.createNetwork({ name: 'taken', subnet: '10.5.0.0/16' });
    expect(() => network.createNetwork(spec)).toThrow(expect.objectContaining({ name: 'EngineError', code, message }) as Error);
    expect(network.networks().map(({ name }) => name)).toEqual(['bridge', 'host', 'none', 'taken']);
  });

  it('are removed by name or id when nobody is on them', () => {
    const network = makeNetwork();
    const { id } = network.createNetwork({ name: 'n' });
    const container = attach(network, 'one', { networks: on('one', 'n') });
    expect(() => network.removeNetwork('n')).toThrow(`error while removing network: network n id ${id} has active endpoints`);
    container.detach();
    network.removeNetwork(id.slice(0, 12));
    expect(() => network.removeNetwork('n')).toThrow('network n not found');
    expect(() => network.removeNetwork('bridge')).toThrow('bridge is a pre-defined network and cannot be removed');
    expect(() => attach(network, 'one', { networks: on('one', 'n') })).toThrow('network n not found');
  });

  it('are the same after a restart of the engine; those that no longer fit are named', () => {
    const before = makeNetwork();
    before.createNetwork({ name: 'chosen', subnet: '10.5.0.0/16', gateway: '10.5.0.254', internal: true });
    before.createNetwork({ name: 'given' });
    const kept = structuredClone(before.networks()) as NetworkInfo[];
    const after = makeNetwork();
    expect(after.restoreNetworks(kept)).toEqual([]);
    expect(after.networks().slice(3)).toEqual(kept.slice(3));
    const damaged = kept.map((info) => (info.name === 'given' ? { ...info, subnet: '10.5.7.0/24', gateway: '10.5.7.1' } : info));
    expect(makeNetwork().restoreNetworks([...damaged, { ...damaged[3], name: 'broken', subnet: 'x' } as NetworkInfo])).toEqual([
      'given',
      'broken',
    ]);
  });
});

describe('addresses', () => {
  it('are the lowest free ones; fixed ones are kept from others', () => {
    const network = makeNetwork();
    network.createNetwork({ name: 'n', subnet: '10.5.0.0/29' });
    const fixed = attach(network, 'fixed', { networks: on('fixed', { network: 'n', aliases: [], address: '10.5.0.3' }) });
    const addressOf = (name: string) => attach(network, name, { networks: on(name, 'n') }).addresses[0]?.address;
    expect(fixed.addresses).toEqual([
      { network: 'n', address: '10.5.0.3', prefix: 29, gateway: '10.5.0.1', hardwareAddress: '02:42:0a:05:00:03', aliases: ['fixed'] },
    ]);
    expect(['a', 'b', 'c', 'd'].map(addressOf)).toEqual(['10.5.0.2', '10.5.0.4', '10.5.0.5', '10.5.0.6']);
    expect(() => addressOf('e')).toThrow(/^no available IPv4 addresses on this network's address pools: n \([0-9a-f]{64}\)$/);
    fixed.detach();
    expect(addressOf('e')).toBe('10.5.0.3');
  });

  it('come from the range where there is one, and so does the gateway', () => {
    const network = makeNetwork();
    expect(network.createNetwork({ name: 'n', subnet: '10.5.0.0/16', ipRange: '10.5.5.0/24' }).gateway).toBe('10.5.5.0');
    expect(attach(network, 'one', { networks: on('one', 'n') }).addresses[0]).toMatchObject({
      address: '10.5.5.1',
      gateway: '10.5.5.0',
      prefix: 16,
    });
  });

  it.each([
    ['10.5.0.1', 'Address already in use'],
    ['10.5.0.2', 'Address already in use'],
    ['10.5.0.0', 'Address already in use'],
    ['10.5.255.255', 'Address already in use'],
    ['10.6.0.5', "Invalid address 10.6.0.5: It does not belong to any of this network's subnets"],
    ['x', 'invalid IPv4 address: x'],
  ])('a fixed address %s is refused, and nothing of the container stays', (address, message) => {
    const network = makeNetwork();
    for (const name of ['n', 'other']) network.createNetwork({ name, subnet: name === 'n' ? '10.5.0.0/16' : '10.9.0.0/16' });
    attach(network, 'first', { networks: on('first', 'n') });
    const networks = on('one', 'other', { network: 'n', aliases: [], address });
    expect(() => attach(network, 'one', { networks })).toThrow(message);
    expect(network.topology().services.map(({ name }) => name)).toEqual(['first']);
    expect(attach(network, 'two', { networks: on('two', 'other') }).addresses[0]?.address).toBe('10.9.0.2');
  });

  it('cannot be fixed where the engine chose the subnet', () => {
    const network = makeNetwork();
    network.createNetwork({ name: 'n' });
    expect(() => attach(network, 'one', { networks: on('one', { network: 'n', aliases: [], address: '172.17.0.9' }) })).toThrow(
      'user specified IP address is supported only when connecting to networks with user configured subnets',
    );
    expect(() => attach(network, 'one', { networks: on('one', { network: 'bridge', aliases: [], address: '10.114.101.9' }) })).toThrow(
      'user specified IP address is supported on user defined networks only',
    );
  });
});

describe('published ports', () => {
  const publish = (hostPort: number | undefined, hostAddress = '0.0.0.0', protocol: 'tcp' | 'udp' = 'tcp') => ({
    hostAddress,
    ...(hostPort === undefined ? {} : { hostPort }),
    containerPort: 80,
    protocol,
  });
  const start = (network: ReturnType<typeof makeNetwork>, name: string, ...publishedPorts: ReturnType<typeof publish>[]) =>
    attach(network, name, { publishedPorts });

  it('are given once, and free again when the container stops', () => {
    const network = makeNetwork();
    const first = start(network, 'first', publish(80));
    const message =
      /^driver failed programming external connectivity on endpoint second_1_1 \([0-9a-f]{64}\): Bind for 0\.0\.0\.0:80 failed: port is already allocated$/;
    expect(() => start(network, 'second', publish(8080), publish(80))).toThrow(message);
    expect(start(network, 'third', publish(8080)).addresses[0]?.address).toBe('10.114.101.3');
    first.detach();
    expect(start(network, 'second', publish(80)).openPorts).toEqual([
      { hostAddress: '0.0.0.0', hostPort: 80, containerPort: 80, protocol: 'tcp' },
    ]);
  });

  it('are refused where a process of the host holds them, or the address is not the host’s', () => {
    const network = makeNetwork();
    network.host.listen?.({ port: 80 }, () => undefined);
    expect(() => start(network, 'one', publish(80))).toThrow(
      'Error starting userland proxy: listen tcp4 0.0.0.0:80: bind: address already in use',
    );
    expect(() => start(network, 'one', publish(81, '192.0.2.9'))).toThrow(
      'Error starting userland proxy: listen tcp4 192.0.2.9:81: bind: cannot assign requested address',
    );
    start(network, 'two', publish(82));
    expect(() => start(network, 'three', publish(82, '127.0.0.1'))).toThrow('listen tcp4 127.0.0.1:82: bind: address already in use');
  });

  it('of both protocols and of several addresses stand side by side', () => {
    const network = makeNetwork();
    const { openPorts } = start(
      network,
      'one',
      publish(53),
      publish(53, '0.0.0.0', 'udp'),
      publish(54, '127.0.0.1'),
      publish(54, '10.42.0.7'),
    );
    expect(openPorts.map(({ hostAddress, hostPort, protocol }) => `${hostAddress}:${String(hostPort)}/${protocol}`)).toEqual([
      '0.0.0.0:53/tcp',
      '0.0.0.0:53/udp',
      '127.0.0.1:54/tcp',
      '10.42.0.7:54/tcp',
    ]);
  });

  it('carry no datagrams, and say so', async () => {
    const network = makeNetwork();
    start(network, 'one', publish(53, '0.0.0.0', 'udp'));
    const reasons: string[] = [];
    network.onConnection(({ verdict }) => reasons.push(verdict.reason));
    await expect(network.connectFromLaptop({ address: '10.42.0.7', port: 53 })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(reasons).toEqual(["Nothing on the device's host listens on 53: one publishes that port for UDP only."]);
  });

  it('without a number are the engine’s choice', () => {
    const network = makeNetwork();
    network.host.listen?.({ port: 32768 }, () => undefined);
    const [first, second] = start(network, 'one', publish(undefined), publish(undefined)).openPorts;
    expect([first?.hostPort, second?.hostPort]).toEqual([32769, 32770]);
  });
});
