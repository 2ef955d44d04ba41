import { debian, node, plain } from '../lab.ts';
import type { DifferentialCase, Lab } from '../lab.ts';

/** Who reaches whom, by which name or address, and with what error if not. */
export const networkCases: DifferentialCase[] = [
  {
    name: 'a published port is reached from the host and from another machine',
    run: async (lab) => {
      const spec = bridged(await lab.network('default'), 'backend');
      await lab.serve('backend', 1234, {
        ...spec,
        publishedPorts: [{ hostAddress: '0.0.0.0', hostPort: 4001, containerPort: 1234, protocol: 'tcp' }],
      });
      return [
        await lab.askFromHost('127.0.0.1:4001', '10.42.0.7:4001'),
        await lab.askFromLaptop('10.42.0.7:4001'),
        (await lab.inspect('backend')).openPorts,
      ];
    },
  },
  {
    name: 'a port that is not published: refused at the device, open to the host, dropped from outside',
    run: async (lab) => {
      const { addresses } = await lab.serve('backend', 1234, bridged(await lab.network('default'), 'backend'));
      const direct = `${addresses?.[0]?.address ?? ''}:1234`;
      const [host, laptop] = [await lab.askFromHost('10.42.0.7:1234', direct), await lab.askFromLaptop('10.42.0.7:1234', direct)];
      return [Object.values(host), Object.values(laptop)];
    },
  },
  {
    name: 'expose opens nothing',
    run: async (lab) => {
      await lab.serve('backend', 1235, { ...bridged(await lab.network('default'), 'backend'), exposedPorts: ['1235/tcp'] });
      return [await lab.askFromLaptop('10.42.0.7:1235'), (await lab.inspect('backend')).openPorts];
    },
  },
  {
    name: 'a published port behind which nothing listens',
    run: async (lab) => {
      const spec = bridged(await lab.network('default'), 'quiet');
      await lab.start('quiet', {
        image: await lab.image(debian),
        command: ['sleep', 'infinity'],
        ...spec,
        publishedPorts: [{ hostAddress: '0.0.0.0', hostPort: 4002, containerPort: 80, protocol: 'tcp' }],
      });
      return lab.askFromLaptop('10.42.0.7:4002');
    },
  },
  {
    name: 'a port published on the loopback interface alone',
    run: async (lab) => {
      const spec = bridged(await lab.network('default'), 'backend');
      await lab.serve('backend', 80, {
        ...spec,
        publishedPorts: [{ hostAddress: '127.0.0.1', hostPort: 4003, containerPort: 80, protocol: 'tcp' }],
      });
      return [await lab.askFromHost('127.0.0.1:4003', '10.42.0.7:4003'), await lab.askFromLaptop('10.42.0.7:4003')];
    },
  },
  {
    name: 'on one bridge: by service name, alias, container name and address',
    run: async (lab) => {
      const network = await lab.network('default');
      const { addresses } = await lab.serve('backend', 1234, {
        networkMode: 'bridge',
        networks: [{ network, aliases: ['backend', 'store'] }],
      });
      await lab.start('frontend', await idle(lab, network, 'frontend'));
      const address = addresses?.[0]?.address ?? '';
      const answers = await lab.ask(
        'frontend',
        'backend:1234',
        'store:1234',
        `${lab.named('backend')}:1234`,
        `${address}:1234`,
        'BACKEND:1234',
      );
      return Object.values(answers);
    },
  },
  {
    name: 'on one bridge: a port on which nothing listens, a name that nobody has',
    run: async (lab) => {
      const network = await lab.network('default');
      await lab.serve('backend', 1234, bridged(network, 'backend'));
      await lab.start('frontend', await idle(lab, network, 'frontend'));
      return lab.ask('frontend', 'backend:99', 'nobody:1234');
    },
  },
  {
    name: 'a server that listens on its loopback interface alone',
    run: async (lab) => {
      const network = await lab.network('default');
      await lab.serve('backend', 1234, bridged(network, 'backend'), '127.0.0.1');
      await lab.start('frontend', await idle(lab, network, 'frontend'));
      return [await lab.ask('frontend', 'backend:1234'), await lab.ask('backend', 'localhost:1234', '127.0.0.1:1234')];
    },
  },
  {
    name: 'two bridges are isolated, and a service on both reaches both',
    run: async (lab) => {
      const [front, back] = [await lab.network('front'), await lab.network('back')];
      const { addresses } = await lab.serve('backend', 1234, bridged(back, 'backend'));
      await lab.serve('frontend', 80, bridged(front, 'frontend'));
      const image = await lab.image(node);
      const networks = [front, back].map((network) => ({ network, aliases: ['both'] }));
      await lab.start('both', { image, command: ['sleep', 'infinity'], networkMode: 'bridge', networks });
      const direct = `${addresses?.[0]?.address ?? ''}:1234`;
      return [
        Object.values(await lab.ask('frontend', 'backend:1234', direct)),
        await lab.ask('both', 'backend:1234', 'frontend:80'),
        (await lab.inspect('both')).addresses?.map(({ network, aliases }) => [network, aliases.includes('both')]).sort(),
      ];
    },
  },
  {
    name: 'an alias of one network is unknown on the other',
    run: async (lab) => {
      const [one, two] = [await lab.network('one'), await lab.network('two')];
      await lab.serve('backend', 80, {
        networkMode: 'bridge',
        networks: [
          { network: one, aliases: ['first'] },
          { network: two, aliases: ['second'] },
        ],
      });
      await lab.start('frontend', await idle(lab, two, 'frontend'));
      return lab.ask('frontend', 'first:80', 'second:80');
    },
  },
  {
    name: 'an internal network: no way out and no way in',
    isAlone: true,
    run: async (lab) => {
      const [hidden, open] = [await lab.network('hidden', { internal: true }), await lab.network('open')];
      const { addresses } = await lab.serve('backend', 80, {
        ...bridged(hidden, 'backend'),
        publishedPorts: [{ hostAddress: '0.0.0.0', hostPort: 4004, containerPort: 80, protocol: 'tcp' }],
      });
      await lab.start('inside', await idle(lab, hidden, 'inside'));
      const outside = await lab.serve('outside', 80, bridged(open, 'outside'));
      const direct = `${addresses?.[0]?.address ?? ''}:80`;
      const away = `${outside.addresses?.[0]?.address ?? ''}:80`;
      return [
        await lab.ask('inside', 'backend:80', 'outside:80'),
        Object.values(await lab.ask('inside', away, '10.42.0.7:4004')),
        Object.values(await lab.ask('outside', direct)),
        Object.values(await lab.askFromHost(direct, '10.42.0.7:4004')),
        await lab.askFromLaptop('10.42.0.7:4004'),
        (await lab.inspect('backend')).openPorts,
      ];
    },
  },
  {
    name: 'host mode has the interfaces of the device, and no names',
    run: async (lab) => {
      const network = await lab.network('default');
      const { addresses } = await lab.serve('backend', 1234, bridged(network, 'backend'));
      await lab.serve('front', 4005, { networkMode: 'host' });
      const direct = `${addresses?.[0]?.address ?? ''}:1234`;
      return [
        await lab.askFromLaptop('10.42.0.7:4005'),
        await lab.askFromHost('127.0.0.1:4005'),
        Object.values(await lab.ask('front', 'localhost:4005', direct)),
        await lab.ask('front', 'backend:1234'),
        (await lab.inspect('front')).addresses ?? 'none',
      ];
    },
  },
  {
    name: 'host mode: published ports are without effect',
    run: async (lab) => {
      await lab.serve('front', 4006, {
        networkMode: 'host',
        publishedPorts: [{ hostAddress: '0.0.0.0', hostPort: 4007, containerPort: 4006, protocol: 'tcp' }],
      });
      return [await lab.askFromLaptop('10.42.0.7:4006', '10.42.0.7:4007'), (await lab.inspect('front')).openPorts];
    },
  },
  {
    name: 'a bridge service reaches host mode through its gateway and the device address',
    run: async (lab) => {
      const network = await lab.network('default');
      await lab.serve('front', 4008, { networkMode: 'host' });
      const info = await lab.start('inside', await idle(lab, network, 'inside'));
      return Object.values(await lab.ask('inside', `${info.addresses?.[0]?.gateway ?? ''}:4008`, '10.42.0.7:4008', 'front:4008'));
    },
  },
  {
    name: 'host mode: a port that is taken is EADDRINUSE',
    run: async (lab) => {
      await lab.serve('first', 4009, { networkMode: 'host' });
      const { image } = (await lab.inspect('first')).spec;
      const second = await lab.runToEnd('second', {
        image,
        networkMode: 'host',
        command: [
          'node',
          '-e',
          "require('net').createServer().listen(4009).on('error', (error) => { console.log(error.code); process.exit(1); })",
        ],
      });
      const unhandled = await lab.runToEnd('third', {
        image,
        networkMode: 'host',
        command: ['node', '-e', "require('http').createServer().listen(4009)"],
      });
      return [
        second,
        unhandled.exitCode,
        unhandled.output.some((line) => line.includes('Error: listen EADDRINUSE: address already in use')),
      ];
    },
  },
  {
    name: 'a port that is published already: the second container stays created',
    run: async (lab) => {
      const network = await lab.network('default');
      const publishedPorts = [{ hostAddress: '0.0.0.0', hostPort: 4010, containerPort: 80, protocol: 'tcp' as const }];
      const image = await lab.image(debian);
      const spec = { image, command: ['sleep', 'infinity'], publishedPorts };
      await lab.start('first', { ...spec, ...bridged(network, 'first') });
      await lab.create('second', { ...spec, ...bridged(network, 'second') });
      const error = await lab.attempt(() => lab.engine.startContainer(lab.named('second')));
      const { state } = await lab.inspect('second');
      await lab.engine.stopContainer(lab.named('first'));
      const retried = await lab.attempt(() => lab.engine.startContainer(lab.named('second')));
      return { error, status: state.status, exitCode: state.status === 'created' && state.exitCode, retried };
    },
  },
  {
    name: 'a published port that a host-mode service has',
    run: async (lab) => {
      await lab.serve('first', 4011, { networkMode: 'host' });
      const publishedPorts = [{ hostAddress: '0.0.0.0', hostPort: 4011, containerPort: 80, protocol: 'tcp' as const }];
      await lab.create('second', {
        image: await lab.image(debian),
        command: ['sleep', 'infinity'],
        ...bridged(await lab.network('default'), 'second'),
        publishedPorts,
      });
      const error = await lab.attempt(() => lab.engine.startContainer(lab.named('second')));
      return [JSON.stringify(error).includes('address already in use'), (await lab.inspect('second')).state.status];
    },
  },
  {
    name: 'a fixed address, a subnet, a gateway and a range',
    run: async (lab) => {
      const network = await lab.network('plan', { subnet: '10.77.0.0/16', gateway: '10.77.5.1', ipRange: '10.77.8.0/24' });
      const image = await lab.image(debian);
      const spec = { image, command: ['sleep', 'infinity'], networkMode: 'bridge' as const };
      await lab.start('fixed', { ...spec, networks: [{ network, aliases: ['fixed'], address: '10.77.0.9' }] });
      await lab.start('given', { ...spec, networks: [{ network, aliases: ['given'] }] });
      const info = (await lab.engine.networks()).find(({ name }) => name === network);
      return [
        (await lab.inspect('fixed')).addresses?.map(({ address, prefix, gateway }) => [address, prefix, gateway]),
        (await lab.inspect('given')).addresses?.map(({ address, prefix, gateway }) => [address, prefix, gateway]),
        [info?.subnet, info?.gateway, info?.ipRange, info?.internal],
        await lab.exec('given', 'getent hosts fixed; getent hosts nobody'),
      ];
    },
  },
  {
    name: 'networks that cannot be',
    run: async (lab) => {
      const network = await lab.network('plan', { subnet: '10.78.0.0/24' });
      const image = await lab.image(debian);
      const spec = { image, command: ['sleep', 'infinity'], networkMode: 'bridge' as const };
      await lab.start('one', { ...spec, networks: [{ network, aliases: [], address: '10.78.0.9' }] });
      await lab.create('two', { ...spec, networks: [{ network, aliases: [], address: '10.78.0.9' }] });
      return [
        await lab.attempt(() => lab.network('overlap', { subnet: '10.78.0.0/16' })),
        await lab.attempt(() => lab.network('plan')),
        await lab.attempt(() => lab.engine.startContainer(lab.named('two'))),
        await lab.attempt(() => lab.engine.removeNetwork('not-there')),
        codeOf(await lab.attempt(() => lab.engine.removeNetwork(network))),
        await lab.attempt(() =>
          lab
            .create('three', { ...spec, networks: [{ network: 'not-there', aliases: [] }] })
            .then(() => lab.engine.startContainer(lab.named('three'))),
        ),
        await lab.attempt(() => lab.network('wrong', { subnet: '10.79.0.5/99' })),
      ];
    },
  },
  {
    name: 'a fixed address outside of the subnet, or without a subnet of one’s own',
    run: async (lab) => {
      const image = await lab.image(debian);
      const spec = { image, command: ['sleep', 'infinity'], networkMode: 'bridge' as const };
      const planned = await lab.network('planned', { subnet: '10.80.0.0/24' });
      const free = await lab.network('free');
      const attempts = [];
      for (const [name, network] of [
        ['outside', planned],
        ['free', free],
      ] as const)
        attempts.push(
          await lab.attempt(async () => {
            await lab.create(name, { ...spec, networks: [{ network, aliases: [], address: '10.99.0.5' }] });
            await lab.engine.startContainer(lab.named(name));
          }),
        );
      return attempts;
    },
  },
  {
    name: 'the bridge of the engine itself answers no names',
    run: async (lab) => {
      const { addresses } = await lab.serve('backend', 1234, { networkMode: 'bridge' });
      await lab.start('frontend', { image: await lab.image(node), command: ['sleep', 'infinity'], networkMode: 'bridge' });
      const direct = `${addresses?.[0]?.address ?? ''}:1234`;
      return [Object.values(await lab.ask('frontend', direct)), await lab.ask('frontend', 'backend:1234')];
    },
  },
  {
    name: 'no network: loopback alone',
    run: async (lab) => {
      await lab.serve('alone', 80, { networkMode: 'none' });
      return lab.ask('alone', '127.0.0.1:80', '10.42.0.7:80', 'localhost:80', 'nobody:80');
    },
  },
  {
    name: 'the interfaces of another container',
    run: async (lab) => {
      const network = await lab.network('default');
      await lab.serve('owner', 80, bridged(network, 'owner'));
      const image = await lab.image(node);
      await lab.serve('guest', 81, { networkMode: `container:${lab.named('owner')}` });
      await lab.start('frontend', { image, command: ['sleep', 'infinity'], ...bridged(network, 'frontend') });
      return [await lab.ask('guest', 'localhost:80', 'frontend:1', 'owner:80'), await lab.ask('frontend', 'owner:80', 'owner:81')];
    },
  },
  {
    name: 'names: getent, /etc/hosts, /etc/resolv.conf',
    run: async (lab) => {
      const network = await lab.network('plan', { subnet: '10.81.0.0/24' });
      const image = await lab.image(debian);
      const spec = { image, command: ['sleep', 'infinity'], networkMode: 'bridge' as const };
      await lab.start('one', { ...spec, hostname: 'one', networks: [{ network, aliases: ['one'] }], extraHosts: ['printer:10.1.2.3'] });
      await lab.start('two', { ...spec, hostname: 'two', networks: [{ network, aliases: ['two', 'also'] }] });
      return [
        await lab.exec('one', 'getent hosts two also printer one localhost; getent hosts nobody; echo $?'),
        await lab.exec('one', 'cat /etc/hosts; grep nameserver /etc/resolv.conf'),
        await lab.exec('one', 'getent ahostsv4 two | head -1'),
      ];
    },
  },
  {
    name: 'a service that has ended is no longer known by name',
    run: async (lab) => {
      const network = await lab.network('default');
      await lab.serve('backend', 80, bridged(network, 'backend'));
      await lab.start('frontend', await idle(lab, network, 'frontend'));
      const before = await lab.ask('frontend', 'backend:80');
      await lab.engine.stopContainer(lab.named('backend'));
      const during = await lab.ask('frontend', 'backend:80');
      await lab.engine.startContainer(lab.named('backend'));
      await lab.until(async () => (await lab.output('backend')).filter((line) => line === 'listening').length === 2);
      return [before, during, await lab.ask('frontend', 'backend:80')];
    },
  },
  {
    name: 'two containers of one alias',
    run: async (lab) => {
      const network = await lab.network('plan', { subnet: '10.82.0.0/24' });
      const image = await lab.image(debian);
      const spec = { image, command: ['sleep', 'infinity'], networkMode: 'bridge' as const };
      await lab.start('one', { ...spec, networks: [{ network, aliases: ['same'] }] });
      await lab.start('two', { ...spec, networks: [{ network, aliases: ['same'] }] });
      await lab.start('three', { ...spec, networks: [{ network, aliases: ['three'] }] });
      const { stdout } = await lab.exec('three', 'getent ahostsv4 same');
      return [...new Set(stdout.split('\n').map((line) => line.split(' ')[0]))].sort();
    },
  },
  {
    name: 'the engine chooses a free host port',
    run: async (lab) => {
      const spec = bridged(await lab.network('default'), 'backend');
      await lab.serve('backend', 80, { ...spec, publishedPorts: [{ hostAddress: '0.0.0.0', containerPort: 80, protocol: 'tcp' }] });
      const [port] = (await lab.inspect('backend')).openPorts ?? [];
      const chosen = port?.hostPort ?? 0;
      return [chosen >= 32_768, Object.values(await lab.askFromLaptop(`10.42.0.7:${String(chosen)}`))];
    },
  },
  {
    name: 'the picture of networks and services',
    run: async (lab) => {
      const network = await lab.network('plan', { subnet: '10.83.0.0/24' });
      const spec = { networkMode: 'bridge' as const, networks: [{ network, aliases: ['topology-backend'] }] };
      await lab.serve('topology-backend', 1234, {
        ...spec,
        exposedPorts: ['1234/tcp'],
        publishedPorts: [{ hostAddress: '0.0.0.0', hostPort: 4012, containerPort: 1234, protocol: 'tcp' }],
      });
      await lab.serve('topology-host', 4013, { networkMode: 'host' });
      const { deviceAddress, networks, services } = await lab.engine.topology();
      return {
        deviceAddress,
        networks: networks.filter(({ name }) => name === network),
        services: services
          .filter(({ name }) => name.startsWith('topology-'))
          .map((service) => ({ ...service, names: service.names?.map(plain) }))
          .sort((one, other) => (one.name < other.name ? -1 : 1)),
      };
    },
  },
];

function bridged(network: string, alias: string): { networkMode: 'bridge'; networks: { network: string; aliases: string[] }[] } {
  return { networkMode: 'bridge', networks: [{ network, aliases: [alias] }] };
}

async function idle(lab: Lab, network: string, alias: string) {
  return { image: await lab.image(node), command: ['sleep', 'infinity'], ...bridged(network, alias) };
}

function codeOf(result: unknown): unknown {
  return typeof result === 'object' && result !== null && 'code' in result ? result.code : result;
}
