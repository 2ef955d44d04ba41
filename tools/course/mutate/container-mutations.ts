import { findNetwork } from '../../../src/main/course/checks/containers.ts';
import type { Predicate } from '../../../src/shared/course/checks.ts';
import type { EngineContainer, EngineView } from '../../../src/shared/domain/engine-view.ts';
import { withContainer, withEngine, withoutContainer, type Facts, type Mutation } from './facts.ts';

type Of<Kind extends Predicate['kind']> = Extract<Predicate, { kind: Kind }>;

/** What may befall every service: it is not there, somebody stopped it, it could not start. */
export function containerMutations(service: string): Mutation[] {
  return [
    { what: 'service missing', found: new RegExp(`no container of ${service}`), spoil: (facts) => withoutContainer(facts, service) },
    { what: 'service stopped', found: /is exited/, spoil: changed(service, { state: 'exited', exitCode: 137 }) },
    {
      what: 'it cannot start',
      found: /port is already allocated/,
      spoil: changed(service, { state: 'created', error: 'Bind for 0.0.0.0:80 failed: port is already allocated' }),
    },
  ];
}

function changed(service: string, change: Partial<EngineContainer>): Mutation['spoil'] {
  return (facts) => withContainer(facts, service, (container) => ({ ...container, ...change }));
}

export function publishedPortMutations({ service, port, present }: Of<'published-port'>): Mutation[] {
  const publishing = (hostPort: number): Mutation['spoil'] =>
    changed(service, { networkMode: 'bridge', published: [{ hostAddress: '0.0.0.0', hostPort, containerPort: port, protocol: 'tcp' }] });
  if (!present)
    return [{ what: `port ${port} left published`, found: new RegExp(`still publishes port ${port}`), spoil: publishing(port) }];
  return [
    { what: 'another port', found: new RegExp(`only ${port + 1}`), spoil: publishing(port + 1) },
    { what: 'exposed, not published', found: /opens nothing/, spoil: changed(service, { published: [], exposed: [port] }) },
    { what: 'host mode left', found: /on the host's network/, spoil: changed(service, onHost) },
  ];
}

export const onHost: Partial<EngineContainer> = { networkMode: 'host', attachments: [], published: [] };

export function serviceExposesMutations({ service, port }: Of<'service-exposes'>): Mutation[] {
  return [
    { what: 'another port', found: new RegExp(`only ${port + 1}`), spoil: changed(service, { exposed: [port + 1] }) },
    { what: 'nothing exposed', found: /exposes no port/, spoil: changed(service, { exposed: [] }) },
  ];
}

export function servicePrivilegedMutations({ service, privileged }: Of<'service-privileged'>): Mutation[] {
  return privileged
    ? [{ what: 'not privileged', found: /is not privileged/, spoil: changed(service, { privileged: false }) }]
    : [{ what: 'privileged left', found: /is privileged/, spoil: changed(service, { privileged: true }) }];
}

export function serviceCapabilityMutations({ service, capabilities }: Of<'service-capability'>): Mutation[] {
  return [
    ...capabilities.map((missing) => ({
      what: `without ${missing}`,
      found: new RegExp(`has not ${missing.replace(/^CAP_/, '')}`),
      spoil: changed(service, { capabilitiesAdded: capabilities.filter((each) => each !== missing) }),
    })),
    { what: 'none added', found: /added to it is nothing/, spoil: changed(service, { capabilitiesAdded: [] }) },
  ];
}

export function serviceNetworkMutations({ service, mode, on = [], notOn = [], alias, address }: Of<'service-network'>): Mutation[] {
  const attached = (change: (own: Attachments, engine: EngineView) => Attachments): Mutation['spoil'] => {
    return (facts) =>
      withContainer(facts, service, (container) => ({ ...container, attachments: change(container.attachments, facts.lab.engine()) }));
  };
  const isOn = (name: string, engine: EngineView) => (own: Attachments[number]) =>
    own.network === (findNetwork(engine, name)?.name ?? name);
  const mutations: Mutation[] = [];
  if (mode === 'host') {
    mutations.push({
      what: 'on a bridge',
      found: /is on the bridge other/,
      spoil: changed(service, { networkMode: 'bridge', attachments: [{ network: 'other', address: '172.31.0.2', aliases: [service] }] }),
    });
  } else mutations.push({ what: 'host mode left', found: /on the host's network/, spoil: changed(service, onHost) });
  for (const name of on) {
    mutations.push(
      {
        what: `not on ${name}`,
        found: new RegExp(`not on ${name}`),
        spoil: attached((own, engine) => own.filter((each) => !isOn(name, engine)(each))),
      },
      {
        what: `${name} misspelt`,
        found: new RegExp(`on .*${name}2`),
        spoil: (facts) => withRenamedNetwork(facts, name),
      },
    );
  }
  for (const name of notOn) {
    mutations.push({
      what: `left on ${name}`,
      found: new RegExp(`still on ${name}`),
      spoil: attached((own, engine) => [...own, { network: findNetwork(engine, name)?.name ?? name, address: '172.31.0.9', aliases: [] }]),
    });
  }
  if (alias !== undefined) {
    mutations.push({
      what: 'another alias',
      found: new RegExp(`its names are .*other\\.${alias}`),
      spoil: attached((own) =>
        own.map((each) => ({ ...each, aliases: each.aliases.map((name) => (name === alias ? `other.${alias}` : name)) })),
      ),
    });
  }
  if (address !== undefined) {
    mutations.push({
      what: 'another address',
      found: /but .*172\.31\.0\.9/,
      spoil: attached((own) => own.map((each) => ({ ...each, address: '172.31.0.9' }))),
    });
  }
  return mutations;
}

type Attachments = EngineContainer['attachments'];

function withRenamedNetwork(facts: Facts, name: string): Facts {
  const network = findNetwork(facts.lab.engine(), name);
  if (network === undefined) return facts;
  const misspelt = `${network.name}2`;
  return withEngine(facts, (engine) => ({
    ...engine,
    networks: engine.networks.map((each) => (each === network ? { ...each, name: misspelt, key: `${name}2` } : each)),
    containers: engine.containers.map((container) => ({
      ...container,
      attachments: container.attachments.map((each) => (each.network === network.name ? { ...each, network: misspelt } : each)),
    })),
  }));
}

export function serviceVolumeMutations({ service, volume, path }: Of<'service-volume'>): Mutation[] {
  const mounted = (change: Partial<EngineContainer['mounts'][number]>): Mutation['spoil'] => {
    return (facts) =>
      withContainer(facts, service, (container) => ({
        ...container,
        mounts: container.mounts.map((mount) => (mount.path === path ? { ...mount, ...change } : mount)),
      }));
  };
  return [
    { what: 'another path', found: new RegExp(`at ${path}2, not at ${path}`), spoil: mounted({ path: `${path}2` }) },
    {
      what: 'another volume',
      found: new RegExp(`at ${path} is another-volume|${volume} at `),
      spoil: mounted({ volume: 'another-volume' }),
    },
    { what: 'no volume', found: /has no volume/, spoil: changed(service, { mounts: [] }) },
  ];
}

export function volumeExistsMutations({ volume }: Of<'volume-exists'>): Mutation[] {
  return [
    { what: 'volume misspelt', found: new RegExp(`${volume}2`), spoil: (facts) => withRenamedVolume(facts, volume) },
    { what: 'no volume', found: /it has none/, spoil: (facts) => withEngine(facts, (engine) => ({ ...engine, volumes: [] })) },
  ];
}

export function withRenamedVolume(facts: Facts, volume: string): Facts {
  return withEngine(facts, (engine) => ({
    ...engine,
    volumes: engine.volumes.map((each) => ((each.key ?? each.name) === volume ? { ...each, key: `${volume}2` } : each)),
  }));
}
