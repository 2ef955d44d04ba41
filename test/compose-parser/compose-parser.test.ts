import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeExecutable } from '../../src/main/paths.ts';

const root = resolve(import.meta.dirname, '..', '..');
const node = nodeExecutable(root);
const program = join(root, 'src', 'compose-parser', 'main.ts');
const officialPackage = join(root, 'tools', 'balena-cli', 'node_modules', '@balena', 'compose-parser');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fleetlab compose-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const starter = "version: '2.1'\nservices:\n  frontend:\n    build: ./frontend\n    network_mode: host\n";

const finished = `version: '2.1'
services:
  frontend:
    build: ./frontend
    ports:
      - '80:80'
    volumes:
      - my-first-volume:/frontend-data
      - a-second-volume:/backend-data
  backend:
    build: ./backend
    expose:
      - '1234'
    volumes:
      - a-second-volume:/backend-persistence
volumes:
  my-first-volume:
  a-second-volume:
`;

const systemd = `version: '2.1'
services:
  printer:
    build: ./printer
    cap_add:
      - SYS_RESOURCE
      - SYS_ADMIN
    security_opt:
      - 'apparmor:unconfined'
    tmpfs:
      - /sys/fs/cgroup
`;

describe.skipIf(!existsSync(officialPackage))("what the CLI's own package makes of it", () => {
  /** Its `parse`, in a process of its own with the launcher's provision; the answer or the error. */
  function parse(paths: string[], packageFolder = officialPackage): unknown {
    const script = `
      import { createRequire } from 'node:module';
      import launcher from ${JSON.stringify(pathToFileURL(join(root, 'resources', 'launcher', 'compose-parser.cjs')).href)};
      launcher.serveComposeParser();
      console.warn = () => undefined;
      const { parse } = createRequire(import.meta.url)(${JSON.stringify(packageFolder)});
      const answer = await parse(${JSON.stringify(paths)}).catch((error) => ({ name: error.name, message: error.message }));
      console.log(JSON.stringify(answer));`;
    return JSON.parse(execFileSync(node, ['--input-type=module', '--eval', script], { encoding: 'utf8' }));
  }

  it('the starter: one service on host networking', () => {
    expect(parse([write('docker-compose.yml', starter)])).toEqual({
      services: { frontend: { build: { context: 'frontend', dockerfile: 'Dockerfile' }, command: null, network_mode: 'host' } },
    });
  });

  it('the finished project: two services, a published port, volumes', () => {
    expect(parse([write('docker-compose.yml', finished)])).toEqual({
      services: {
        frontend: {
          build: { context: 'frontend', dockerfile: 'Dockerfile' },
          command: null,
          networks: { default: null },
          ports: ['80:80'],
          volumes: ['my-first-volume:/frontend-data', 'a-second-volume:/backend-data'],
        },
        backend: {
          build: { context: 'backend', dockerfile: 'Dockerfile' },
          command: null,
          networks: { default: null },
          volumes: ['a-second-volume:/backend-persistence'],
        },
      },
      networks: { default: { ipam: {} } },
      volumes: { 'my-first-volume': {}, 'a-second-volume': {} },
    });
  });

  it('systemd without privileges', () => {
    expect(parse([write('docker-compose.yml', systemd)])).toMatchObject({
      services: {
        printer: {
          cap_add: ['SYS_RESOURCE', 'SYS_ADMIN'],
          security_opt: ['apparmor=unconfined'],
          tmpfs: ['/sys/fs/cgroup'],
        },
      },
    });
  });

  it('leaves to the package what balena refuses', () => {
    expect(parse([write('docker-compose.yml', 'services:\n  a:\n    image: x\n    links: [b]\n  b: { image: y }\n')])).toEqual({
      name: 'ServiceError',
      message: 'service.links is not allowed',
    });
    expect(parse([write('docker-compose.yml', 'services:\n  a:\n    image: x\n    volumes: [./here:/there]\n')])).toEqual({
      name: 'ServiceError',
      message: 'service.volumes cannot be of type "bind"',
    });
  });

  it('tells what is wrong with its place', () => {
    const path = write('docker-compose.yml', 'services:\n\ta: {}\n');
    expect(parse([path])).toEqual({
      name: 'ParseError',
      message: `Failed to parse compose file: ${path}:2:1: a tab indents this line: YAML takes spaces only`,
    });
    expect(parse([join(folder, 'nowhere.yml')])).toEqual({
      name: 'ParseError',
      message: expect.stringMatching(/no such file or directory/) as string,
    });
  });

  it.skipIf(process.platform === 'win32')("starts the package's own program where it is there", () => {
    const copy = join(folder, 'node_modules', '@balena', 'compose-parser');
    execFileSync('cp', ['-R', officialPackage, join(mkdirAll(dirname(copy)), 'compose-parser')]);
    execFileSync('ln', ['-s', join(root, 'tools', 'balena-cli', 'node_modules'), join(folder, 'node_modules', '@balena', 'node_modules')]);
    mkdirAll(join(copy, 'bin'));
    writeFileSync(join(copy, 'bin', 'balena-compose-parser'), '#!/bin/sh\necho \'{"services":{"official":{}}}\'\n');
    chmodSync(join(copy, 'bin', 'balena-compose-parser'), 0o755);
    expect(parse([write('docker-compose.yml', starter)], copy)).toEqual({ services: { official: {} } });
  });
});

describe('the program', () => {
  function call(args: string[], environment: Record<string, string> = {}): { code: number | null; stdout: string; stderr: string } {
    const { status, stdout, stderr } = spawnSync(node, ['--no-warnings', program, ...args], {
      encoding: 'utf8',
      env: { ...process.env, ...environment },
    });
    return { code: status, stdout, stderr };
  }

  function project(args: string[], environment?: Record<string, string>): Record<string, unknown> {
    const { code, stdout, stderr } = call(args, environment);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  it('prints names in order, and keys in the order of compose', () => {
    const { stdout } = call(['-f', write('docker-compose.yml', finished), 'demo']);
    const keys = [...stdout.matchAll(/^ {2,6}"([^"]+)"/gm)].map(([, key]) => key);
    expect(keys).toEqual([
      ...['name', 'networks', 'default', 'name', 'ipam', 'services'],
      ...['backend', 'build', 'command', 'entrypoint', 'expose', 'networks', 'volumes'],
      ...['frontend', 'build', 'command', 'entrypoint', 'networks', 'ports', 'volumes'],
      ...['volumes', 'a-second-volume', 'name', 'my-first-volume', 'name'],
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'demo',
      services: { backend: { build: { context: join(folder, 'backend') } } },
      volumes: { 'my-first-volume': { name: 'demo_my-first-volume' } },
    });
  });

  it('lays a later file over an earlier one', () => {
    const base = write(
      'base.yml',
      `services:
  a:
    build: { context: ./a, args: { ONE: '1' } }
    command: [first]
    environment: { KEPT: k, CHANGED: old }
    ports: ['80:80', '443:443']
    volumes: [data:/data, other:/other]
    cap_add: [NET_ADMIN]
    depends_on: [b]
  b: { image: b:1 }
volumes: { data: , other: }
`,
    );
    const over = write(
      'over.yml',
      `services:
  a:
    build: { target: production, args: { TWO: '2' } }
    command: second
    environment: [CHANGED=new]
    ports: ['80:80', '81:80']
    volumes: ['more:/data']
    cap_add: [NET_ADMIN, SYS_TIME]
  b: { image: 'b:2', network_mode: host }
  c: { image: c }
volumes: { more: }
`,
    );
    expect(project(['-f', base, '-f', over, 'demo'])).toMatchObject({
      services: {
        a: {
          build: { context: join(folder, 'a'), dockerfile: 'Dockerfile', args: { ONE: '1', TWO: '2' }, target: 'production' },
          command: ['second'],
          environment: { CHANGED: 'new', KEPT: 'k' },
          ports: [{ published: '80' }, { published: '443' }, { published: '81' }],
          volumes: [
            { source: 'more', target: '/data' },
            { source: 'other', target: '/other' },
          ],
          cap_add: ['NET_ADMIN', 'SYS_TIME'],
          depends_on: { b: { condition: 'service_started', required: true } },
          networks: { default: null },
        },
        b: { image: 'b:2', network_mode: 'host' },
        c: { image: 'c' },
      },
      volumes: { data: { name: 'demo_data' }, more: { name: 'demo_more' }, other: { name: 'demo_other' } },
    });
  });

  it('takes variables of the process before those of .env, and files of env_file after environment', () => {
    write('.env', 'TAG=from-file\nOTHER="a b"\n');
    write('service.env', 'ONE=file\nTWO=file\n');
    const path = write(
      'docker-compose.yml',
      'services:\n  a:\n    image: "x:${TAG}-${OTHER}"\n    env_file: service.env\n    environment: { ONE: own, TAG: , ABSENT: }\n',
    );
    expect(project(['-f', path, 'demo'], { TAG: 'from-process' })['services']).toMatchObject({
      a: { image: 'x:from-process-a b', environment: { ONE: 'own', TWO: 'file', TAG: 'from-process', ABSENT: null } },
    });
  });

  it('fills in extends and leaves out services of a profile', () => {
    const path = write(
      'docker-compose.yml',
      'services:\n  a: { image: x, environment: [A=1] }\n  b: { extends: a, command: run }\n  c: { image: y, profiles: [debug] }\n',
    );
    expect(project(['-f', path, 'demo'])['services']).toMatchObject({ b: { image: 'x', environment: { A: '1' }, command: ['run'] } });
    expect(Object.keys(project(['-f', path, 'demo'])['services'] as object)).toEqual(['a', 'b']);
  });

  it('warns in lines of JSON and goes on', () => {
    const path = write('docker-compose.yml', 'services:\n  a:\n    image: "x$NOBODY_SETS_THIS"\n');
    const { code, stderr } = call(['-f', path, 'demo']);
    expect(code).toBe(0);
    expect(JSON.parse(stderr)).toEqual({
      level: 'warning',
      message: `${path}:3:12: The "NOBODY_SETS_THIS" variable is not set. Defaulting to a blank string.`,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
    });
  });

  it.each([
    ['nothing', [], 'ArgumentError', /Usage/],
    ['a project alone', ['a', 'b', 'c'], 'ArgumentError', /At least one compose file/],
    ['a file alone', ['-f', 'a', '-f'], 'ArgumentError', /Missing file path/],
    ['no project', ['-f', 'a', '-f', 'b'], 'ArgumentError', /Project name is required/],
    ['a file that is not there', ['-f', 'no-such-file.yml', 'demo'], 'ParseError', /no such file/],
  ])('refuses %s with one line of JSON and code 1', (_name, args, name, message) => {
    const { code, stdout, stderr } = call(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(JSON.parse(stderr)).toEqual({ error: true, name, message: expect.stringMatching(message) as string });
  });

  it.each([
    ['extends from a file', 'services:\n  a: { extends: { file: b.yml, service: b } }\n', /extends from another file is not supported/],
    ['a circle of extends', 'services:\n  a: { extends: b }\n  b: { extends: a }\n', /circular reference/],
    ['an env_file that is not there', 'services:\n  a: { image: x, env_file: no.env }\n', /env file .*no\.env not found/],
    ['a missing volume', 'services:\n  a: { image: x, volumes: ["data:/d"] }\n', /"data" is not declared/],
  ])('refuses %s', (_name, text, message) => {
    const { code, stderr } = call(['-f', write('docker-compose.yml', text), 'demo']);
    expect(code).toBe(1);
    expect((JSON.parse(stderr) as { message: string }).message).toMatch(message);
  });
});

function mkdirAll(path: string): string {
  mkdirSync(path, { recursive: true });
  return path;
}
