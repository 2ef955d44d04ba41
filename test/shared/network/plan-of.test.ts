import { describe, expect, it } from 'vitest';
import { planView } from '../../../src/shared/domain/plan-view.ts';
import { decide } from '../../../src/shared/network/decide.ts';
import { planOf } from '../../../src/shared/network/plan-of.ts';

function plan(files: Record<string, string>) {
  const made = planOf({ folder: 'shop', files: new Map(Object.entries(files)), deviceAddress: '10.42.0.7' });
  expect(planView.parse(made)).toEqual(made);
  return made;
}

const compose = `version: "2.1"
services:
  web:
    build: ./web
    ports: ["80:8080"]
    volumes: ["rows:/data:ro"]
  cache:
    image: alpine
    privileged: true
    restart: on-failure
volumes:
  rows:
`;

describe('what the files of a folder ask for', () => {
  it('reads a compose file', () => {
    const { file, topology, services, volumes, problems } = plan({ 'docker-compose.yml': compose, Dockerfile: 'FROM alpine' });
    expect(file).toBe('shop/docker-compose.yml');
    expect(problems).toEqual([]);
    expect(volumes).toEqual(['rows']);
    expect(services).toEqual([
      {
        name: 'web',
        build: 'web',
        privileged: false,
        restartPolicy: 'always',
        mounts: [{ volume: 'rows', path: '/data', readOnly: true }],
      },
      { name: 'cache', image: 'alpine', privileged: true, restartPolicy: 'on-failure', mounts: [] },
    ]);
    expect(topology?.networks.map(({ name }) => name)).toEqual(['default']);
    if (topology === undefined) throw new Error('there is one');
    expect(decide(topology, { from: { kind: 'laptop' }, to: { kind: 'device', port: 80 } }).verdict).toBe('delivered');
  });
  it('takes a Dockerfile alone for one service on the host’s network, with /data', () => {
    const { file, topology, services } = plan({ Dockerfile: 'FROM a', 'Dockerfile.template': 'FROM b\nEXPOSE 80 443/tcp 53/udp\n' });
    expect(file).toBe('shop/Dockerfile.template');
    expect(topology?.services).toMatchObject([{ name: 'main', mode: 'host', exposed: [80, 443], listens: [80, 443] }]);
    expect(services).toMatchObject([{ name: 'main', privileged: true, mounts: [{ volume: 'resin-data', path: '/data' }] }]);
  });
  it('tells what is wrong with its line, and nothing about networks then', () => {
    const broken = plan({ 'docker-compose.yml': 'version: "2.1"\nservices:\n\tweb: {}\n' });
    expect(broken.topology).toBeUndefined();
    expect(broken.problems[0]).toMatchObject({ severity: 'error', line: 3 });
    const refused = plan({
      'docker-compose.yml': `${compose}networks:\n  default:\n    ipam: { config: [{ subnet: 172.18.0.0/33 }] }\n`,
    });
    expect(refused.topology).toBeUndefined();
    expect(refused.problems.at(-1)).toMatchObject({
      severity: 'error',
      line: 13,
      message: expect.stringContaining('172.18.0.0/33') as string,
    });
  });
  it('says nothing where the folder holds nothing to push', () => {
    expect(plan({ 'notes.md': '# x' })).toEqual({ folder: 'shop', problems: [] });
  });
});
