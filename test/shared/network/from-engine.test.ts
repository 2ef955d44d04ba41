import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/shared/network/decide.ts';
import { topologyOf } from '../../../src/shared/network/from-engine.ts';
import type { NetworkRequest } from '../../../src/shared/network/request.ts';
import { bothBridged, bridge, engineOf, hostAndBridged, manyServices, severalBridges } from '../../renderer/support/fixtures/engine.ts';

const laptop = (port: number): NetworkRequest => ({ from: { kind: 'laptop' }, to: { kind: 'device', port } });
const service = (name: string, to: string, port: number): NetworkRequest => ({
  from: { kind: 'service', name },
  to: { kind: 'name', name: to, port },
});

function end(view: Parameters<typeof topologyOf>[0], request: NetworkRequest): string {
  const { verdict, rule } = decide(topologyOf(view), request);
  return `${verdict}, ${rule}`;
}

describe('the topology of a running device', () => {
  it('lets in what is published and refuses what is only exposed', () => {
    const view = bothBridged(0);
    expect(end(view, laptop(80))).toBe('delivered, published-port');
    expect(end(view, laptop(1234))).toBe('refused, nothing-listens-on-host');
    expect(end(view, service('frontend', 'backend', 1234))).toBe('delivered, same-bridge');
  });
  it('has no names in host mode, and answers by the container’s name and id beside the aliases', () => {
    const view = hostAndBridged(0);
    expect(end(view, laptop(80))).toBe('delivered, host-listener');
    expect(end(view, service('frontend', 'backend', 1234))).toBe('unresolved, host-mode-has-no-names');
    const frontend = bothBridged(0).containers[0];
    expect(end(bothBridged(0), service('backend', frontend?.name ?? '', 80))).toBe('delivered, same-bridge');
    expect(end(bothBridged(0), service('backend', (frontend?.id ?? '').slice(0, 12), 80))).toBe('delivered, same-bridge');
  });
  it('keeps bridges apart, knows internal ones, and leaves out what does not run', () => {
    const view = severalBridges(0);
    expect(end(view, service('proxy', 'database', 5432))).toBe('unresolved, name-not-on-shared-bridge');
    expect(end(view, service('proxy', '172.28.0.10', 5432))).toBe('timeout, isolated-bridges');
    expect(end(view, service('api', 'database', 5432))).toBe('delivered, same-bridge');
    expect(end(view, service('api', 'worker', 80))).toBe('unresolved, name-not-on-shared-bridge');
    expect(topologyOf(view).services.map(({ name }) => name)).not.toContain('worker');
    expect(topologyOf(view).networks.find(({ name }) => name === 'bridge')?.nameless).toBe(true);
  });
  it('takes published and exposed ports for those that are listened on where nobody could look', () => {
    const unseen = engineOf(0, [bridge('default', 17)], [{ name: 'a', on: { default: { address: '172.17.0.2' } }, ports: { 80: 8080 } }]);
    const [only] = unseen.containers;
    if (only === undefined) throw new Error('there is one');
    delete only.listens;
    expect(end(unseen, laptop(80))).toBe('delivered, published-port');
    only.listens = [];
    expect(end(unseen, laptop(80))).toBe('refused, nothing-listens-in-service');
    only.listens = [];
    only.listensAt = [{ address: '127.0.0.1', port: 8080 }];
    expect(decide(topologyOf(unseen), laptop(80)).reason).toContain('except at 127.0.0.1');
  });
  it('gives a second container of a service its own name, and shared interfaces their owner', () => {
    const view = engineOf(
      0,
      [bridge('default', 17)],
      [
        { name: 'a', on: { default: { address: '172.17.0.2' } }, expose: [80] },
        { name: 'a', on: { default: { address: '172.17.0.3' } } },
        { name: 'side', mode: 'container', listens: [9000] },
      ],
    );
    const [first, second, side] = view.containers;
    if (side !== undefined && first !== undefined) side.sharesNetworkOf = first.name;
    expect(topologyOf(view).services.map(({ name }) => name)).toEqual(['a', second?.name, 'side']);
    expect(end(view, service('side', '127.0.0.1', 9000))).toBe('delivered, own-loopback');
    expect(end(view, service(second?.name ?? '', 'a', 9000))).toBe('delivered, same-bridge');
  });
  it('knows of a service that it is stopped, unless another of its containers runs', () => {
    const view = engineOf(
      0,
      [bridge('default', 17)],
      [
        { name: 'a', on: { default: { address: '172.17.0.2' } }, change: { state: 'exited', name: 'a_1', id: 'a1' } },
        { name: 'b', on: { default: { address: '172.17.0.3' } } },
        { name: 'b', on: { default: { address: '172.17.0.4' } }, change: { state: 'exited', name: 'b_1', id: 'b1' } },
      ],
    );
    expect(topologyOf(view).stopped?.map(({ name }) => name)).toEqual(['a']);
    expect(decide(topologyOf(view), service('b', 'a', 80)).reason).toContain('a is stopped');
    const hosted = (listened: number[]) => engineOf(0, [], [{ name: 'a', mode: 'host', change: { state: 'exited', listened } }]);
    expect(topologyOf(hosted([80])).stopped).toMatchObject([{ usesHost: true, listened: [80] }]);
    expect(topologyOf(hosted([])).stopped?.[0]?.listened, 'where nothing was seen, nothing is known').toBeUndefined();
  });
  it('holds twenty-five services', () => {
    const topology = topologyOf(manyServices(0));
    expect(topology.services).toHaveLength(24);
    expect(new Set(topology.services.map(({ name }) => name)).size).toBe(24);
  });
});
