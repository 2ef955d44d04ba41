import { describe, expect, it } from 'vitest';
import { bridgeKeys, byKey, runningDrawing } from '../../../../src/renderer/workbench/network/subject.ts';
import { summaryOf } from '../../../../src/renderer/workbench/network/connection-words.ts';
import * as engines from '../../support/fixtures/engine.ts';
import { device, service } from '../../support/fixtures/lab.ts';

const now = 1_790_000_000_000;

describe('what runs', () => {
  it('has bridges by the names of the compose file, and none that nobody uses', () => {
    const { topology } = runningDrawing(engines.severalBridges(now), undefined);
    expect(topology.networks.map(({ name }) => name)).toEqual(['front', 'back']);
    expect(topology.services.find(({ name }) => name === 'api')?.attachments.map(({ network }) => network)).toEqual(['front', 'back']);
  });

  it('keeps a service that has stopped in its place, without ports', () => {
    const { topology, states } = runningDrawing(engines.severalBridges(now), undefined);
    const worker = topology.services.find(({ name }) => name === 'worker');
    expect(worker).toMatchObject({ listens: [], attachments: [{ network: 'back', address: '' }] });
    expect(states.get('worker')).toEqual({ state: 'stopped', words: 'stopped, exit 137' });
  });

  it('says of a service what happens to it', () => {
    const view = engines.bothBridged(now);
    const updating = device({ services: [service({ name: 'backend', status: 'Downloading', downloadProgress: 61.6 })] });
    expect(runningDrawing(view, updating).states.get('backend')).toEqual({ state: 'updating', words: 'updating, 62 %' });
    const created = engines.engineOf(
      now,
      [],
      [{ name: 'x', mode: 'host', change: { state: 'created', error: 'port is already allocated' } }],
    );
    expect(runningDrawing(created, undefined).states.get('x')?.words).toBe('not started: port is already allocated');
  });

  it('gives a connection the bridge’s name that the picture has', () => {
    const view = engines.bothBridged(now);
    const [event] = engines.connectionsOf(now, view, [
      { from: { kind: 'service', name: 'frontend' }, to: { kind: 'name', name: 'backend', port: 1234 } },
    ]);
    if (event === undefined) throw new Error('no event');
    const { verdict } = byKey(event, bridgeKeys(view));
    expect(verdict.network).toBe('default');
    const gone = { ...event, verdict: { ...event.verdict, network: '2187363_default' } };
    expect(byKey(gone, bridgeKeys(view)).verdict.network, 'made anew under another number').toBe('default');
    expect(verdict.reason).toBe('On the bridge default every port of every service is open, and backend listens on 1234.');
  });
});

describe('what is said of connections', () => {
  const events = engines.connectionsOf(now, engines.bothBridged(now), engines.typicalRequests);
  it('is a sentence for one', () =>
    expect(summaryOf(events.slice(2, 3))).toBe(
      'laptop to device:1234: refused. Nothing on the device’s host listens on 1234: backend does not publish it, and expose only documents it.'.replace(
        '’',
        "'",
      ),
    ));
  it('is a count for many', () => expect(summaryOf(events)).toBe('6 connections: 3 delivered, 1 refused, 1 not resolved, 1 timed out.'));
});
