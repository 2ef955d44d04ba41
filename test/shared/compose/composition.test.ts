import { createRequire } from 'node:module';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { normalForm } from '../../../src/compose-parser/normal-form.ts';
import { toComposition } from '../../../src/shared/compose/composition.ts';
import { parseCompose } from '../../../src/shared/compose/parse.ts';
import type { ComposeProject } from '../../../src/shared/compose/project.ts';

function project(text: string, folder?: string): ComposeProject {
  const parsed = parseCompose(text, {
    projectName: 'p',
    ...(folder === undefined ? {} : { resolvePath: (path: string) => resolve(folder, path) }),
  });
  expect(parsed.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (parsed.project === undefined) throw new Error('no project');
  return parsed.project;
}

const everything = `
services:
  a:
    build: { context: ./a, args: { X: 1 }, target: t }
    command: run "it now"
    environment: [A=1, B]
    labels: { l: "1" }
    ports: ["80:80", "127.0.0.1:53:53/udp", "9000-9001:9000-9001", "1234"]
    expose: [5000]
    volumes: ["data:/data", "data:/ro:ro", "/run/dbus:/host/run/dbus", { type: tmpfs, target: /cache }]
    tmpfs: /run
    depends_on: [b]
    devices: ["/dev/i2c-1", "/dev/x:/dev/y:r"]
    security_opt: ["apparmor:unconfined"]
    extra_hosts: ["gate:10.0.0.1"]
    container_name: mine
    healthcheck: { test: "true", interval: 1m30s }
    stop_grace_period: 90s
    networks: { inner: { aliases: [web], ipv4_address: 172.28.0.9 } }
    ulimits: { nofile: 10 }
  b: { image: alpine, network_mode: host, entrypoint: [sh], cap_add: [SYS_ADMIN] }
networks: { inner: { internal: true, ipam: { config: [{ subnet: 172.28.0.0/16 }] } } }
volumes: { data: {} }
`;

describe('a composition', () => {
  it('has the short forms in which balena stores and sends it', () => {
    const { services, networks, volumes } = toComposition(project(everything));
    expect(services['a']).toMatchObject({
      build: { context: './a', dockerfile: 'Dockerfile', args: { X: '1' }, target: 't' },
      command: ['run', 'it now'],
      environment: { A: '1', B: '' },
      labels: { l: '1', 'io.balena.features.dbus': '1' },
      ports: ['80:80', '127.0.0.1:53:53/udp', '9000:9000', '9001:9001', '1234'],
      expose: ['5000'],
      volumes: ['data:/data', 'data:/ro:ro'],
      tmpfs: ['/run', '/cache'],
      depends_on: ['b'],
      devices: ['/dev/i2c-1:/dev/i2c-1:rwm', '/dev/x:/dev/y:r'],
      security_opt: ['apparmor=unconfined'],
      extra_hosts: ['gate:10.0.0.1'],
    });
    expect(services['a']).not.toHaveProperty('container_name');
    expect(services['b']).toEqual({ image: 'alpine', network_mode: 'host', entrypoint: ['sh'], cap_add: ['SYS_ADMIN'] });
    expect(networks).toEqual({ inner: { internal: true, ipam: { config: [{ subnet: '172.28.0.0/16' }] } } });
    expect(volumes).toEqual({ data: {} });
  });
});

const packageFile = resolve('tools/balena-cli/node_modules/@balena/compose-parser/dist/compose.js');

/** The package of the CLI, whose program answers with our own normal form. */
function officialParser(): (file: string) => Promise<unknown> {
  const require = createRequire(import.meta.url);
  const processes = require('node:child_process') as { execFile: unknown };
  const { execFile } = processes;
  const answer = (_program: string, [, file = '']: string[]) =>
    Promise.resolve({ stdout: JSON.stringify(normalForm(project(readFileSync(file, 'utf8'), dirname(file)))), stderr: '' });
  processes.execFile = Object.assign(() => undefined, { [promisify.custom]: answer });
  try {
    return (require(packageFile) as { parse: (file: string) => Promise<unknown> }).parse;
  } finally {
    processes.execFile = execFile;
  }
}

describe.skipIf(!existsSync(packageFile))('the composition that the CLI’s own package makes', () => {
  const files = globSync('test/fixtures/class/*/docker-compose.yml').map((file) => resolve(file));

  it.each(files.map((file) => [relative(resolve('test/fixtures/class'), file), file]))('is the same for %s', async (_name, file) => {
    const official = await officialParser()(file);
    const own = toComposition(project(readFileSync(file, 'utf8'), dirname(file)));
    expect(comparable(own, dirname(file))).toEqual(comparable(official, dirname(file)));
  });
});

/** Without what the two leave out or keep on purpose: `expose` stays with us; contexts are relative to the project's folder. */
function comparable(composition: unknown, folder: string): unknown {
  return JSON.parse(
    JSON.stringify(composition, (key, value: unknown) => {
      if (key === 'expose' || value === null) return undefined;
      return key === 'context' && typeof value === 'string' ? resolve(folder, value) : value;
    }),
  );
}
