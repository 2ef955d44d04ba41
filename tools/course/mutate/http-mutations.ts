import { originOf } from '../../../src/main/course/checks/http.ts';
import { toNetworkRequest } from '../../../src/main/device/requests/http-requests.ts';
import type { Predicate } from '../../../src/shared/course/checks.ts';
import type { EngineContainer } from '../../../src/shared/domain/engine-view.ts';
import { onHost } from './container-mutations.ts';
import { withAnswer, withContainer, withoutContainer, type Facts, type Mutation } from './facts.ts';

type HttpPredicate = Extract<Predicate, { kind: 'http' }>;

/** Ways of a request are broken in the network that the engine's view describes; the rules say how it ends then. */
export function httpMutations(wanted: HttpPredicate, facts: Facts): Mutation[] {
  return wanted.verdict === 'delivered' ? deliveredMutations(wanted, facts) : undeliveredMutations(wanted, facts);
}

function deliveredMutations(wanted: HttpPredicate, facts: Facts): Mutation[] {
  const { from, status, pattern } = wanted;
  const port = portOf(wanted, facts);
  const answering = answeringService(wanted, facts);
  const source = originOf(from);
  const mutations: Mutation[] = [];
  if (answering !== undefined) {
    mutations.push(
      {
        what: `${answering} missing`,
        found: /is refused|does not resolve|nothing answers/,
        spoil: (now) => withoutContainer(now, answering),
      },
      {
        what: 'another port',
        found: /is refused/,
        spoil: (now) => withContainer(now, answering, (container) => movedPort(container, port)),
      },
    );
    if (source.kind === 'service') {
      mutations.push({
        what: 'on a network of its own',
        found: /does not resolve|nothing answers/,
        spoil: (now) =>
          withContainer(now, source.service, (container) => ({
            ...container,
            attachments: [{ network: 'elsewhere', address: '172.31.9.2', aliases: [] }],
          })),
      });
    }
  }
  if (status !== undefined && status !== 500)
    mutations.push({
      what: 'an error as answer',
      found: /the answer is 500/,
      spoil: (now) => withAnswer(now, { status: 500, body: 'Failed' }),
    });
  if (pattern !== undefined)
    mutations.push({
      what: 'another answer',
      found: /“Nothing is here\.”/,
      spoil: (now) => withAnswer(now, { body: 'Nothing is here.' }),
    });
  return mutations;
}

function movedPort(container: EngineContainer, port: number): EngineContainer {
  return {
    ...container,
    published: container.published.map((each) => (each.hostPort === port ? { ...each, hostPort: port + 1 } : each)),
    exposed: container.exposed.map((each) => (each === port ? port + 1 : each)),
    ...(container.listens === undefined
      ? { listens: [port + 1] }
      : { listens: container.listens.map((each) => (each === port ? port + 1 : each)) }),
  };
}

function undeliveredMutations(wanted: HttpPredicate, facts: Facts): Mutation[] {
  const { to } = toNetworkRequest(
    { from: originOf(wanted.from), method: wanted.method, url: wanted.url },
    facts.lab.engine().deviceAddress,
  );
  if (to.kind === 'name') {
    return [
      {
        what: `a service is called ${to.name}`,
        found: /the answer is 200/,
        spoil: (now) => withAnswer(now, { verdict: 'delivered', status: 200, body: 'Here.' }),
      },
    ];
  }
  const { containers } = facts.lab.engine();
  const open = containers.find(({ listens }) => listens?.includes(to.port)) ?? containers.find(({ state }) => state === 'running');
  const service = open?.service;
  const inner = open?.listens?.includes(to.port) === false ? (open.listens[0] ?? to.port) : to.port;
  if (service === undefined) return [];
  return [
    {
      what: `port ${to.port} left published`,
      found: /the answer is 200/,
      spoil: (now) =>
        withContainer(now, service, (container) => ({
          ...container,
          published: [...container.published, { hostAddress: '0.0.0.0', hostPort: to.port, containerPort: inner, protocol: 'tcp' }],
          // One that has just started may not have been seen to listen.
          listens: [...(container.listens ?? []), inner],
        })),
    },
    {
      what: 'host mode left',
      found: /the answer is 200/,
      spoil: (now) => withContainer(now, service, (container) => ({ ...container, ...onHost, listens: [to.port] })),
    },
  ];
}

function portOf(wanted: HttpPredicate, facts: Facts): number {
  return toNetworkRequest({ from: originOf(wanted.from), method: wanted.method, url: wanted.url }, facts.lab.engine().deviceAddress).to
    .port;
}

/** Without which service does the request end otherwise? */
function answeringService(wanted: HttpPredicate, facts: Facts): string | undefined {
  const { deviceAddress, containers } = facts.lab.engine();
  const { to } = toNetworkRequest({ from: originOf(wanted.from), method: wanted.method, url: wanted.url }, deviceAddress);
  const answers = (container: EngineContainer): boolean => {
    if (to.kind === 'device') {
      const isPublished = container.published.some(({ hostPort }) => hostPort === to.port);
      return isPublished || (container.networkMode === 'host' && (container.listens?.includes(to.port) ?? true));
    }
    return (
      container.attachments.some(({ address, aliases }) => address === to.name || aliases.includes(to.name)) ||
      container.service === to.name
    );
  };
  return containers.find(answers)?.service;
}
