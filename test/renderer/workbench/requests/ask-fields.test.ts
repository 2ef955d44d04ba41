import { describe, expect, it } from 'vitest';
import { firstFields, readFields, suggestions } from '../../../../src/renderer/workbench/requests/ask-fields.ts';
import { ruleWords } from '../../../../src/renderer/workbench/requests/rule-words.ts';
import { topologyOf } from '../../../../src/shared/network/from-engine.ts';
import { rules } from '../../../../src/shared/network/request.ts';
import { bothBridged, severalBridges } from '../../support/fixtures/engine.ts';

const address = '10.42.0.7';

describe('a question to the network', () => {
  it('begins at the first open door', () => {
    expect(firstFields(topologyOf(bothBridged(0)))).toEqual({ from: 'laptop', to: address, port: '80', path: '/' });
    expect(suggestions(topologyOf(severalBridges(0)))).toEqual(expect.arrayContaining([address, 'proxy', 'www', 'store-api', 'database']));
  });
  it('is the device by its address, and a name else', () => {
    expect(readFields({ from: 'host', to: ` ${address} `, port: '80', path: '' }, address)).toEqual({
      ask: { from: { kind: 'host' }, to: { kind: 'device', port: 80 }, path: '/' },
    });
    expect(readFields({ from: 'service:frontend', to: 'backend', port: '1234', path: '/data?x=1' }, address)).toEqual({
      ask: { from: { kind: 'service', name: 'frontend' }, to: { kind: 'name', name: 'backend', port: 1234 }, path: '/data?x=1' },
    });
  });
  it.each([
    [{ to: 'a b' }, 'to'],
    [{ to: '' }, 'to'],
    [{ port: '0' }, 'port'],
    [{ port: '65536' }, 'port'],
    [{ port: '80x' }, 'port'],
    [{ path: 'data' }, 'path'],
    [{ path: '/a b' }, 'path'],
  ])('says which field is wrong: %j', (part, field) => {
    expect(readFields({ from: 'laptop', to: 'backend', port: '80', path: '/', ...part }, address)).toMatchObject({ field });
  });
  it('knows words for every rule', () => expect(Object.keys(ruleWords).sort()).toEqual([...rules].sort()));
});
