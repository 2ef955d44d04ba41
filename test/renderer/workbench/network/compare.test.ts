import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, summarize } from '../../../../src/renderer/workbench/network/compare.ts';
import { parseCompose } from '../../../../src/shared/compose/parse.ts';
import { topologyFromCompose } from '../../../../src/shared/network/from-compose.ts';
import type { Topology } from '../../../../src/shared/network/topology.ts';
import { arbitraryDrawing } from './arbitrary-drawing.ts';

function topology(services: string, networks = ''): Topology {
  const { project, problems } = parseCompose(`services:\n${services}\n${networks === '' ? '' : `networks:\n${networks}\n`}`, {
    projectName: 'demo',
  });
  if (project === undefined) throw new Error(JSON.stringify(problems));
  return topologyFromCompose(project, '10.42.0.7');
}

const front = '  frontend: { image: x, network_mode: host }';
const bridged = '  frontend: { image: x, ports: ["80:80"] }';
const back = '  backend: { image: x, ports: ["1234:1234"] }';
const closed = '  backend: { image: x, expose: ["1234"] }';

describe('what the next push does', () => {
  it.each([
    ['nothing', [front, back], [front, back], 'The next push changes nothing here: the device runs what your files say.'],
    ['a service more', [front], [front, back], 'The next push adds the bridge default and adds backend with port 1234 open.'],
    ['a service less', [front, back], [front], 'The next push removes the bridge default and removes backend.'],
    [
      'closes the back door',
      [front, back],
      [bridged, closed],
      'The next push moves frontend from the host’s network to default, opens port 80 to frontend and closes port 1234.',
    ],
    ['documents', ['  backend: { image: x }'], [closed], 'The next push documents backend’s port 1234.'],
    [
      'to the host',
      [bridged],
      [front],
      'The next push removes the bridge default, puts frontend on the host’s network and closes port 80.',
    ],
  ])('%s', (_name, before, after, sentence) => {
    expect(summarize(compare(topology(before.join('\n')), topology(after.join('\n'))).changes)).toBe(sentence);
  });

  it('tells of bridges, aliases, addresses and seals', () => {
    const service = (networks: string) => `  a: { image: x, networks: ${networks} }`;
    const say = (before: string, after: string, one: string, other: string) =>
      summarize(compare(topology(service(before), one), topology(service(after), other)).changes);
    expect(say('[f]', '[f, g]', '  f: {}\n  g: {}', '  f: {}\n  g: {}')).toBe('The next push puts a on g.');
    expect(say('[f, g]', '[f]', '  f: {}\n  g: {}', '  f: {}\n  g: {}')).toBe('The next push takes a off g.');
    expect(say('{ f: {} }', '{ f: { aliases: [data] } }', '  f: {}', '  f: {}')).toBe('The next push gives a the alias data.');
    expect(say('[f]', '[f]', '  f: {}', '  f: { internal: true }')).toBe('The next push seals the bridge f.');
    const subnet = '  f: { ipam: { config: [{ subnet: 172.30.0.0/24 }] } }';
    expect(say('[f]', '[f]', '  f: {}', subnet)).toBe('The next push gives f the subnet 172.30.0.0/24.');
    expect(say('[f]', '{ f: { ipv4_address: 172.30.0.9 } }', subnet, subnet)).toBe('The next push gives a the address 172.30.0.9.');
  });

  it('is short when much changes', () => {
    const many = Array.from({ length: 9 }, (_, index) => `  s${index}: { image: x, network_mode: host }`).join('\n');
    expect(summarize(compare(topology(front), topology(many)).changes)).toBe(
      'The next push adds s0, adds s1, adds s2 and makes 7 more changes.',
    );
  });

  it('is nothing where both are the same, and else holds all of both', () => {
    fc.assert(
      fc.property(arbitraryDrawing, arbitraryDrawing, ({ topology: one }, { topology: other }) => {
        expect(compare(one, one).changes).toEqual([]);
        const both = compare(one, other);
        const names = new Set([...one.services, ...other.services].map(({ name }) => name));
        expect(new Set(both.topology.services.map(({ name }) => name))).toEqual(names);
        expect(both.topology.services).toHaveLength(names.size);
        for (const { name } of one.services)
          if (!other.services.some((service) => service.name === name)) expect(both.marks.get(`service ${name}`)).toBe('removed');
      }),
      { numRuns: 300 },
    );
  });
});
