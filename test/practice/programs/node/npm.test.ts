import { expect, test } from 'vitest';
import { nodeSystem, watch } from '../../node-host/node-system.ts';

/** What npm 11 prints, as it was seen with the real one. */

const manifest = (entries: object): string => JSON.stringify({ name: 'front', version: '1.0.0', ...entries });

test('scripts run in a shell with the project around them, and their exit code is npm’s', { timeout: 60_000 }, async () => {
  const { run } = nodeSystem({
    '/w/package.json': manifest({
      scripts: { prebuild: 'echo pre', build: 'echo $npm_lifecycle_event $npm_package_name', postbuild: 'echo post', bad: 'exit 3' },
    }),
  });
  expect(await run(['npm', 'run', 'build', '--', 'a', 'b c'])).toEqual({
    stdout:
      '\n> front@1.0.0 prebuild\n> echo pre\n\npre\n' +
      "\n> front@1.0.0 build\n> echo $npm_lifecycle_event $npm_package_name a 'b c'\n\nbuild front a b c\n" +
      '\n> front@1.0.0 postbuild\n> echo post\n\npost\n',
    stderr: '',
    code: 0,
  });
  expect(await run(['npm', 'run', 'bad'])).toMatchObject({ code: 3, stderr: '' });
  expect(await run(['npm', 'run', 'build', '-s'])).toMatchObject({ stdout: 'pre\nbuild front\npost\n' });
  expect(await run(['npm', 'run', 'biuld'])).toEqual({
    stdout: '',
    stderr:
      'npm error Missing script: "biuld"\nnpm error\nnpm error Did you mean this?\nnpm error   npm run build # run the "build" package script\n' +
      'npm error\nnpm error To see a list of scripts, run:\nnpm error   npm run\n',
    code: 1,
  });
  expect(await run(['npm', 'test'])).toMatchObject({ code: 1, stderr: expect.stringContaining('Missing script: "test"') as string });
  expect(await run(['npm', 'run', 'nothing', '--if-present'])).toEqual({ stdout: '', stderr: '', code: 0 });
});

test('npm run lists the scripts', async () => {
  const { run } = nodeSystem({ '/w/package.json': manifest({ scripts: { start: 'node index.js', build: 'echo b' } }) });
  expect((await run(['npm', 'run'])).stdout).toBe(
    'Lifecycle scripts included in front@1.0.0:\n  start\n    node index.js\navailable via `npm run`:\n  build\n    echo b\n',
  );
});

test('npm passes SIGTERM to the script and says how it ended', { timeout: 60_000 }, async () => {
  const practice = nodeSystem(
    {
      '/w/package.json': manifest({ scripts: { start: 'node index.js' } }),
      '/w/index.js': `console.log('up'); setInterval(() => {}, 1000);`,
    },
    { isContainer: true },
  );
  const service = await watch(practice, ['npm', 'start']);
  await service.said('up\n');
  practice.table.signalInit('SIGTERM');
  expect(await service.process.exited).toEqual({ code: 1 });
  expect(service.output()).toContain('npm error signal SIGTERM\nnpm error command sh -c node index.js\n');
});

test('npm ci wants a lock file that agrees with package.json', async () => {
  const lock = (dependencies: object, packages: object = {}): string =>
    JSON.stringify({ lockfileVersion: 3, packages: { '': { name: 'front', dependencies }, ...packages } });
  const ci = (files: Record<string, string>) => nodeSystem(files).run(['npm', 'ci']);
  expect(await ci({ '/w/package.json': manifest({}) })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      'npm error code EUSAGE\nnpm error\nnpm error The `npm ci` command can only install with an existing',
    ) as string,
  });
  expect(await ci({ '/w/package.json': manifest({}), '/w/package-lock.json': lock({}) })).toEqual({
    stdout: expect.stringMatching(/^\nup to date in \d+m?s\n$/) as string,
    stderr: '',
    code: 0,
  });
  const wantsExpress = { dependencies: { express: '^4.0.0' } };
  expect((await ci({ '/w/package.json': manifest(wantsExpress), '/w/package-lock.json': lock({}) })).stderr).toContain(
    'npm error Missing: express@^4.0.0 from lock file\n',
  );
  const locked = { 'node_modules/express': { version: '4.1.0', resolved: 'https://registry.example/express/-/express-4.1.0.tgz' } };
  const unreachable = await ci({ '/w/package.json': manifest(wantsExpress), '/w/package-lock.json': lock({ express: '^4.0.0' }, locked) });
  expect(unreachable.code).toBe(1);
  expect(unreachable.stderr).toContain('npm error code EAI_AGAIN\n');
  expect(unreachable.stderr).toContain('The practice device has no way to a registry.');
  expect(await ci({})).toMatchObject({ code: 254, stderr: expect.stringContaining('npm error code ENOENT') as string });
});

test('a folder of the project is installed as a link, its programs with it, and locked', { timeout: 60_000 }, async () => {
  const { run, fileSystem } = nodeSystem({
    '/w/package.json': manifest({
      dependencies: { lib: 'file:./lib' },
      devDependencies: { tool: 'file:./tool' },
      scripts: { postinstall: 'echo done' },
    }),
    '/w/lib/package.json': JSON.stringify({ name: 'lib', version: '2.0.0', main: 'main.js', bin: { say: 'say.js' } }),
    '/w/lib/main.js': `module.exports = 'from lib';`,
    '/w/lib/say.js': `#!/usr/bin/env node\nconsole.log(process.argv.slice(2).join(' '), require('lib/main.js'));`,
    '/w/tool/package.json': JSON.stringify({ name: 'tool', version: '0.1.0' }),
  });
  expect((await run(['npm', 'install', '--omit=dev'])).stdout).toMatch(/postinstall\n> echo done\n\ndone\n\nadded 1 package in \d+m?s\n$/);
  expect(await fileSystem.readLink('/w/node_modules/lib')).toBe('../lib');
  expect(await fileSystem.readLink('/w/node_modules/.bin/say')).toBe('../lib/say.js');
  expect((await run(['npm', 'install'])).stdout).toContain('added 1 package in');
  expect((await run(['npm', 'ci', '--only=production'])).stdout).toContain('added 1 package in');
  expect((await run(['npm', 'ci'])).stdout).toContain('added 2 packages in');
  expect((await run(['node', '-p', `require('lib')`])).stdout).toBe('from lib\n');
  expect((await run(['npx', 'say', 'a', 'b'])).stdout).toBe('a b from lib\n');
  expect(Buffer.from((await run(['npm', 'ls'])).stdout, 'latin1').toString()).toBe(
    'front@1.0.0 /w\n├── lib@2.0.0 -> ./lib\n└── tool@0.1.0 -> ./tool\n\n',
  );
  expect(await run(['npx', 'cowsay'])).toMatchObject({ code: 1, stderr: expect.stringContaining('no way to a registry') as string });
});

test('npm init -y writes a manifest; what npm does elsewhere is refused in words', async () => {
  const { run, fileSystem } = nodeSystem();
  expect((await run(['npm', 'init', '-y'])).stdout).toMatch(/^Wrote to \/w\/package.json:\n\n\{\n {2}"name": "w",\n/);
  expect(JSON.parse((await fileSystem.readFile('/w/package.json')).toString())).toMatchObject({
    name: 'w',
    version: '1.0.0',
    main: 'index.js',
  });
  expect(await run(['npm', 'publish'])).toEqual({
    stdout: '',
    stderr: 'npm error npm publish is not supported on the practice device\n',
    code: 1,
  });
  expect(await run(['npm', 'frobnicate'])).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('Unknown command: "frobnicate"') as string,
  });
  expect((await run(['npm', '--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
