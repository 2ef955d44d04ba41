import { describe, expect, it } from 'vitest';
import { applyYamlChange } from '../../../src/main/workspace/yaml-edit.ts';
import type { YamlOperation } from '../../../src/shared/course/edit.ts';

const starter = `version: '2.1'
services:
  # What the world sees.
  frontend:
    build: ./frontend
    network_mode: host # for now
`;

function change(text: string, ...operations: YamlOperation[]): string {
  const outcome = applyYamlChange(text, operations);
  if (outcome.kind !== 'applied') throw new Error(JSON.stringify(outcome));
  return outcome.text;
}

describe('a change of a YAML file by meaning', () => {
  it('adds a key where the rest is, and keeps comments', () => {
    expect(change(starter, { set: 'services.backend', to: { build: './backend', ports: ['1234:1234'] } })).toBe(`${starter}  backend:
    build: ./backend
    ports:
      - '1234:1234'
`);
  });

  it('replaces a value in its line', () => {
    expect(change(starter, { set: 'services.frontend.build', to: './front' })).toBe(starter.replace('./frontend', './front'));
  });

  it('removes a key, and the mapping that is empty then', () => {
    expect(change(starter, { delete: 'services.frontend.network_mode' })).toBe(starter.replace('    network_mode: host # for now\n', ''));
    const one = 'services:\n  a:\n    image: x\nvolumes:\n  data:\n';
    expect(change(one, { delete: 'volumes.data' })).toBe('services:\n  a:\n    image: x\n');
  });

  it('adds to a list, makes the list where there is none, and takes out of it', () => {
    const withList = change(starter, { insert: 'services.frontend.ports', item: '80:80' });
    expect(withList).toContain("    ports:\n      - '80:80'\n");
    const longer = change(withList, { insert: 'services.frontend.ports', item: '443:443' });
    expect(longer).toContain("      - '80:80'\n      - '443:443'\n");
    expect(change(longer, { delete: 'services.frontend.ports', item: '443:443' })).toBe(withList);
    expect(change(withList, { delete: 'services.frontend.ports', item: '80:80' })).toBe(starter);
  });

  it('declares volumes without settings', () => {
    expect(change(starter, { set: 'volumes', to: { 'my-first-volume': null, 'a-second-volume': null } })).toBe(
      `${starter}volumes:\n  my-first-volume:\n  a-second-volume:\n`,
    );
  });

  it('keeps the habits of the file: flat lists, wide indentation, blank lines, quotes, Windows line ends', () => {
    const own = `version: "2.1"

services:

    frontend:
        build: ./frontend
        ports:
        - "80:80"   # the web

    backend: { build: ./backend, expose: ["1234"] }
`;
    const changed = change(own, { insert: 'services.frontend.ports', item: '443:443' });
    expect(changed).toBe(own.replace('# the web\n', '# the web\n        - "443:443"\n'));
    expect(change(own.replaceAll('\n', '\r\n'), { insert: 'services.frontend.ports', item: '443:443' })).toBe(
      changed.replaceAll('\n', '\r\n'),
    );
  });

  it('merges a mapping into what the learner has', () => {
    const own = starter.replace('host # for now', 'host\n    environment:\n      MINE: yes');
    expect(change(own, { set: 'services.frontend', to: { environment: { OURS: '1' } } })).toContain('MINE: yes\n      OURS: ');
  });

  it('opens up an empty mapping', () => {
    expect(change('networks:\n  inner: {}\n', { set: 'networks.inner.ipam.config', to: [{ subnet: '172.30.5.0/24' }] })).toBe(
      "networks:\n  inner:\n    ipam:\n      config:\n        - subnet: '172.30.5.0/24'\n",
    );
  });

  it('fills an empty file', () => {
    expect(change('', { set: 'services.main.build', to: '.' })).toBe('services:\n  main:\n    build: .\n');
  });

  it('is content where the file is so already, in whatever syntax', () => {
    const long = `${starter.replace('    network_mode: host # for now\n', '')}    ports:\n      - target: 80\n        published: 80\n`;
    expect(applyYamlChange(long, [{ set: 'services.frontend.ports', to: ['80:80'] }])).toEqual({ kind: 'already' });
    expect(applyYamlChange(starter, [{ delete: 'services.frontend.ports' }])).toEqual({ kind: 'already' });
  });

  it('applied twice is as applied once', () => {
    const operations: YamlOperation[] = [
      { delete: 'services.frontend.network_mode' },
      { set: 'services.frontend.ports', to: ['80:80'] },
      { insert: 'services.frontend.volumes', item: 'data:/data' },
      { set: 'volumes.data', to: null },
    ];
    expect(applyYamlChange(change(starter, ...operations), operations)).toEqual({ kind: 'already' });
  });

  it('says what is in the way', () => {
    expect(applyYamlChange('services:\n  a: b: c\n', [{ set: 'services.a.build', to: '.' }])).toEqual({
      kind: 'conflict',
      reason: 'Line 2 is no correct YAML: nested mappings are not allowed in compact mappings.',
      isBroken: true,
    });
    expect(applyYamlChange('services: none\n', [{ set: 'services.a.build', to: '.' }])).toEqual({
      kind: 'conflict',
      reason: 'services is not a mapping.',
    });
    expect(applyYamlChange(starter, [{ insert: 'services.frontend.build', item: 'x' }])).toMatchObject({
      kind: 'conflict',
      reason: expect.stringContaining('is not a list') as string,
    });
  });
});
