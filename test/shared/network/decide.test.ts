import { describe, expect, it } from 'vitest';
import { parseCompose } from '../../../src/shared/compose/parse.ts';
import { decide } from '../../../src/shared/network/decide.ts';
import { topologyFromCompose } from '../../../src/shared/network/from-compose.ts';
import type { Destination, Origin } from '../../../src/shared/network/request.ts';
import type { Topology } from '../../../src/shared/network/topology.ts';

const file = `
services:
  frontend: { image: x, ports: ["80:80"] , networks: [front, back] }
  backend: { image: x, expose: ["1234"], networks: { back: { aliases: [data.internal], ipv4_address: 172.30.0.9 } } }
  lonely: { image: x, expose: ["5000"], networks: [other] }
  sealed: { image: x, expose: ["6000"], networks: [inner] }
  hosted: { image: x, expose: ["9000"], network_mode: host }
  silent: { image: x, network_mode: none }
  local: { image: x, ports: ["127.0.0.1:7000:70"], networks: [other] }
  vault: { image: x, ports: ["6100:6100"], networks: [inner] }
  plain: { image: x, ports: ["8000:8000"], network_mode: bridge }
  helper: { image: x, expose: ["4321"], network_mode: "service:backend" }
networks:
  front: {}
  back: { ipam: { config: [{ subnet: 172.30.0.0/24 }] } }
  other: {}
  inner: { internal: true }
`;

function topology() {
  const { project, problems } = parseCompose(file, { projectName: 'demo' });
  if (project === undefined || problems.some((problem) => problem.severity === 'error')) throw new Error(JSON.stringify(problems));
  return topologyFromCompose(project, '10.42.0.7');
}

function origin(text: string): Origin {
  return text === 'laptop' || text === 'host' ? { kind: text } : { kind: 'service', name: text };
}

function destination(text: string): Destination {
  const [name = '', port = ''] = text.split(':');
  return name === 'device' ? { kind: 'device', port: Number(port) } : { kind: 'name', name, port: Number(port) };
}

describe('where a connection ends', () => {
  it.each([
    ['laptop', 'device:80', 'delivered', 'published-port'],
    ['laptop', 'device:1234', 'refused', 'nothing-listens-on-host'],
    ['laptop', 'device:9000', 'delivered', 'host-listener'],
    ['laptop', 'device:7000', 'refused', 'nothing-listens-on-host'],
    ['host', 'localhost:7000', 'delivered', 'published-port'],
    ['laptop', 'backend:1234', 'unresolved', 'outside-has-no-names'],
    ['laptop', '172.30.0.9:1234', 'timeout', 'container-address-from-outside'],
    ['host', '172.30.0.9:1234', 'delivered', 'host-to-container'],
    ['host', '172.30.0.9:1235', 'refused', 'nothing-listens-in-service'],
    ['host', 'backend:1234', 'unresolved', 'host-os-has-no-names'],
    ['frontend', 'backend:1234', 'delivered', 'same-bridge'],
    ['frontend', 'BACKEND:1234', 'delivered', 'same-bridge'],
    ['frontend', 'data.internal:1234', 'delivered', 'same-bridge'],
    ['frontend', 'demo_backend_1:1234', 'delivered', 'same-bridge'],
    ['frontend', 'backend.back:1234', 'delivered', 'same-bridge'],
    ['frontend', 'backend.front:1234', 'unresolved', 'name-not-on-shared-bridge'],
    ['frontend', 'backend:80', 'refused', 'nothing-listens-in-service'],
    ['frontend', 'lonely:5000', 'unresolved', 'name-not-on-shared-bridge'],
    ['frontend', '172.18.0.2:5000', 'timeout', 'isolated-bridges'],
    ['frontend', 'hosted:9000', 'unresolved', 'name-not-on-shared-bridge'],
    ['frontend', '172.17.0.1:9000', 'delivered', 'host-listener'],
    ['backend', 'device:80', 'delivered', 'published-port'],
    ['hosted', 'backend:1234', 'unresolved', 'host-mode-has-no-names'],
    ['hosted', '172.30.0.9:1234', 'delivered', 'host-to-container'],
    ['sealed', 'device:80', 'timeout', 'internal-network'],
    ['sealed', '172.30.0.9:1234', 'timeout', 'internal-network'],
    ['sealed', 'device:9000', 'delivered', 'host-listener'],
    ['sealed', 'device:81', 'refused', 'nothing-listens-on-host'],
    ['sealed', '172.19.0.1:80', 'timeout', 'internal-network'],
    ['sealed', '172.17.0.1:9000', 'delivered', 'host-listener'],
    ['silent', 'device:80', 'timeout', 'no-network'],
    ['silent', 'backend:1234', 'unresolved', 'no-network'],
    ['backend', 'localhost:1234', 'delivered', 'own-loopback'],
    ['backend', 'localhost:80', 'refused', 'own-loopback'],
    ['laptop', '10.42.0.7:80', 'delivered', 'published-port'],
    ['laptop', 'device:6100', 'refused', 'nothing-listens-on-host'],
    ['sealed', 'vault:6100', 'delivered', 'same-bridge'],
    ['host', '127.0.0.2:7000', 'refused', 'nothing-listens-on-host'],
    ['laptop', 'device:8000', 'delivered', 'published-port'],
    ['plain', 'frontend:80', 'unresolved', 'name-not-on-shared-bridge'],
    ['plain', 'plain:8000', 'unresolved', 'name-not-on-shared-bridge'],
    ['plain', 'device:80', 'delivered', 'published-port'],
    ['frontend', 'backend:4321', 'delivered', 'same-bridge'],
    ['frontend', 'helper:4321', 'unresolved', 'name-not-on-shared-bridge'],
    ['helper', 'localhost:1234', 'delivered', 'own-loopback'],
    ['helper', 'frontend:80', 'delivered', 'same-bridge'],
    ['backend', '0.0.0.0:1234', 'delivered', 'own-loopback'],
  ])('%s to %s: %s', (from, to, verdict, rule) => {
    expect(decide(topology(), { from: origin(from), to: destination(to) })).toMatchObject({ verdict, rule });
  });

  it('says that publishing does not reach internal networks', () => {
    expect(decide(topology(), { from: { kind: 'laptop' }, to: { kind: 'device', port: 6100 } }).reason).toContain(
      'vault is only on internal networks',
    );
  });

  it('knows what only a running device can tell: the host OS’s own listeners, and servers at one address alone', () => {
    const base = topology();
    const running = {
      ...base,
      hostListens: [
        { address: '0.0.0.0', port: 22222 },
        { address: '127.0.0.1', port: 48484 },
      ],
      services: base.services.map((service) =>
        service.name === 'backend'
          ? { ...service, listens: [], listensAt: [{ address: '127.0.0.1', port: 1234 }], names: ['demo_backend_1', '0123456789ab'] }
          : service,
      ),
    };
    const ask = (from: string, to: string) => decide(running, { from: origin(from), to: destination(to) });
    expect(ask('laptop', 'device:22222')).toEqual({
      verdict: 'delivered',
      rule: 'host-listener',
      reason: 'A program of the host OS listens on port 22222.',
      arrivesAt: { address: '10.42.0.7', port: 22222 },
    });
    expect(ask('laptop', 'device:48484').reason).toBe(
      "Nothing on the device's host listens on 48484: what listens on that port does so at 127.0.0.1 alone.",
    );
    expect(ask('host', 'localhost:48484').verdict).toBe('delivered');
    expect(ask('frontend', '0123456789ab:1234').reason).toBe(
      'backend is reached, but nothing in it listens on 1234 except at 127.0.0.1, which only backend itself can use.',
    );
    expect(ask('frontend', 'backend:1234').verdict).toBe('unresolved');
    expect(ask('backend', 'localhost:1234').verdict).toBe('delivered');
  });

  it('says of a service that is stopped that it is', () => {
    const now = topology();
    const [frontend] = now.services.filter(({ name }) => name === 'frontend');
    if (frontend === undefined) throw new Error('no frontend');
    const ends: Topology = {
      ...now,
      services: now.services.filter(({ name }) => name !== 'frontend'),
      stopped: [{ name: 'frontend', names: ['frontend', 'demo_frontend_1'], published: frontend.published, exposed: [], usesHost: false }],
    };
    const reason = (from: string, to: string) => decide(ends, { from: origin(from), to: destination(to) }).reason;
    expect(reason('backend', 'Frontend:80')).toBe('frontend is stopped: only a container that runs has a name on its bridges.');
    expect(reason('backend', 'demo_frontend_1:80')).toContain('frontend is stopped');
    expect(reason('laptop', 'device:80')).toBe("Nothing on the device's host listens on 80: frontend, which publishes it, is stopped.");
    expect(reason('laptop', 'device:81')).toContain('no service names that port');
  });

  describe('at a port of the host of which a stopped service on the host’s network', () => {
    const frontend = { name: 'frontend', names: ['frontend'], published: [], exposed: [], usesHost: true };
    const ask = (port: number, stopped: NonNullable<Topology['stopped']>, services: Topology['services'] = []) =>
      decide({ deviceAddress: '10.42.0.7', networks: [], services, stopped }, { from: { kind: 'laptop' }, to: { kind: 'device', port } });

    it('is known to have had it, says so and names the service', () => {
      expect(ask(80, [{ ...frontend, listened: [80] }])).toEqual({
        verdict: 'refused',
        rule: 'service-not-ready',
        awaited: 'frontend',
        reason: "Nothing on the device's host listens on 80: frontend, which listened on it on the host's network, is stopped.",
      });
      expect(ask(80, [{ ...frontend, exposed: [80] }]).reason).toBe(
        "Nothing on the device's host listens on 80: frontend, which uses the host's network and names that port, is stopped.",
      );
    });
    it('may have had it, says no more than that', () => {
      expect(ask(80, [frontend])).toMatchObject({ rule: 'service-not-ready', awaited: 'frontend' });
      expect(ask(80, [frontend]).reason).toBe(
        "Nothing on the device's host listens on 80: no service names that port, but frontend, which may have listened on it on the host's network, is stopped.",
      );
      const two = ask(80, [frontend, { ...frontend, name: 'metrics', names: ['metrics'] }]);
      expect(two.reason).toContain("frontend and metrics, which may have listened on it on the host's network, are stopped.");
      expect(two.awaited).toBeUndefined();
    });
    it('is known not to have had it, leaves that service out', () => {
      const verdict = ask(81, [{ ...frontend, listened: [80] }]);
      expect(verdict.rule).toBe('nothing-listens-on-host');
      expect(verdict.reason).toContain('no service names that port');
    });
    it('is not the reason, as another one listens on it inside its bridge', () => {
      const backend = {
        name: 'backend',
        container: 'backend_1',
        mode: 'bridge' as const,
        attachments: [],
        published: [],
        exposed: [1234],
        listens: [1234],
      };
      expect(ask(1234, [frontend], [backend])).toMatchObject({ rule: 'nothing-listens-on-host' });
      expect(ask(1234, [{ ...frontend, listened: [1234] }], [backend])).toMatchObject({ awaited: 'frontend' });
    });
    it('publishes in vain, does not count that as a door', () => {
      const published = [{ hostAddress: '0.0.0.0', hostPort: 8080, containerPort: 80, protocol: 'tcp' as const }];
      expect(ask(8080, [{ ...frontend, published, listened: [80] }]).rule).toBe('nothing-listens-on-host');
    });
  });

  it('says of a service on the host’s network that runs and listens nowhere that it is not known to listen', () => {
    const frontend = {
      name: 'frontend',
      container: 'frontend_1',
      mode: 'host' as const,
      attachments: [],
      published: [],
      exposed: [],
      listens: [],
    };
    const device: Topology = { deviceAddress: '10.42.0.7', networks: [], services: [frontend] };
    expect(decide(device, { from: { kind: 'laptop' }, to: { kind: 'device', port: 80 } })).toEqual({
      verdict: 'refused',
      rule: 'service-not-ready',
      awaited: 'frontend',
      reason: "Nothing on the device's host listens on 80: frontend, which uses the host's network, is not known to listen on it.",
    });
  });

  it('calls a bridge of a fleet by its name in the compose file', () => {
    const now = topology();
    const byFleet = (name: string): string => `2187363_${name}`;
    const running: Topology = {
      ...now,
      networks: now.networks.map((network) => ({ ...network, name: byFleet(network.name) })),
      services: now.services.map((service) => ({
        ...service,
        attachments: service.attachments.map((attachment) => ({ ...attachment, network: byFleet(attachment.network) })),
      })),
    };
    const verdict = decide(running, { from: origin('frontend'), to: destination('backend:1234') });
    expect(verdict.network).toBe('2187363_back');
    expect(verdict.reason).toBe('On the bridge back every port of every service is open, and backend listens on 1234.');
  });

  it('says that expose only documents', () => {
    expect(decide(topology(), { from: { kind: 'laptop' }, to: { kind: 'device', port: 1234 } }).reason).toContain(
      'expose only documents it',
    );
  });
});
