import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

describe('npm run topology', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fleetlab-topology-'));
    writeFileSync(
      join(folder, 'docker-compose.yml'),
      'services:\n  frontend: { build: ., ports: ["80:80"] }\n  backend: { build: ., expose: ["1234"] }\n',
    );
    writeFileSync(join(folder, 'broken.yml'), 'services:\n  a:\n    volumes: [/etc:/etc]\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function topology(...args: string[]) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--no-warnings', join(import.meta.dirname, '../../tools/topology.ts'), ...args],
      { cwd: folder, encoding: 'utf8' },
    );
    return { status, stdout, stderr };
  }

  it('prints networks, services and ports', () => {
    const { stdout } = topology('docker-compose.yml');
    expect(stdout).toContain('default  172.17.0.0/16, gateway 172.17.0.1');
    expect(stdout).toContain('published 0.0.0.0:80 to 80/tcp');
  });

  it('answers a request as JSON', () => {
    const { stdout } = topology('docker-compose.yml', '--request', 'laptop', 'device:1234', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'refused' });
    expect(topology('docker-compose.yml', '--request', 'frontend', 'backend:1234').stdout).toMatch(/^delivered: /);
  });

  it('names the place of what is wrong', () => {
    const { status, stderr } = topology('broken.yml');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^broken\.yml:3:15: .*"bind"/m);
  });

  it.each([
    [[]],
    [['docker-compose.yml', '--request', 'laptop']],
    [['docker-compose.yml', '--request', 'nobody', 'device:80']],
    [['docker-compose.yml', '--request', 'laptop', 'device:99999']],
  ])('refuses %j with words', (args) => {
    const { status, stderr } = topology(...args);
    expect(status).toBe(2);
    expect(stderr.length).toBeGreaterThan(20);
  });
});
