import { expect, test, vi } from 'vitest';
import { findProgram } from '../../../../src/practice/process/find-program.ts';
import { createTerminal } from '../../../../src/practice/process/line-discipline.ts';
import { nodeSystem, watch } from '../../node-host/node-system.ts';

test('node says its version, and refuses in words what it cannot do here', async () => {
  const { run } = nodeSystem();
  expect(await run(['node', '--version'])).toEqual({ stdout: `${process.version}\n`, stderr: '', code: 0 });
  for (const [option, words] of [
    ['--inspect=0.0.0.0:9229', 'node: --inspect: the inspector is not supported on the practice device\n'],
    ['--watch', 'node: --watch: watching files is not supported on the practice device\n'],
    ['--require=x', 'node: --require: preloading modules is not supported on the practice device\n'],
    ['--allow-fs-read=*', 'node: bad option: --allow-fs-read=* (or not supported on the practice device)\n'],
    ['--expose-internals', 'node: bad option: --expose-internals (or not supported on the practice device)\n'],
  ] as const) {
    expect(await run(['node', option, 'x.js'])).toEqual({ stdout: '', stderr: words, code: 9 });
    expect(await run(['node', '-e', '1'], { environment: { NODE_OPTIONS: option } })).toMatchObject({ stderr: words, code: 9 });
  }
});

test('NODE_OPTIONS and --env-file reach the program as they do elsewhere', { timeout: 60_000 }, async () => {
  const { run } = nodeSystem({
    '/w/.env': 'COLOUR=blue\nPATH=/nowhere\n',
    '/w/index.js': 'console.log(process.env.COLOUR, process.env.PATH)',
  });
  const environment = { NODE_OPTIONS: '--max-old-space-size=100 --no-warnings' };
  const limit = ['node', '-p', 'v8.getHeapStatistics().heap_size_limit'];
  const [small, usual] = [await run(limit, { environment }), await run(limit)];
  expect(Number(usual.stdout) - Number(small.stdout)).toBe(156 * 1024 * 1024);
  expect((await run(['node', '--env-file', '.env', 'index.js'])).stdout).toBe('blue /usr/bin:/bin\n');
  expect(await run(['node', '--env-file=.none', 'index.js'])).toEqual({ stdout: '', stderr: 'node: .none: not found\n', code: 9 });
});

test('errors name files and lines of the container', { timeout: 60_000 }, async () => {
  const { run } = nodeSystem({
    '/w/index.mjs': `import { f } from './lib.js';\nf();\n`,
    '/w/lib.js': `exports.f = () => {\n  throw new TypeError('deep');\n};\n`,
  });
  const { stderr, code, stdout } = await run(['node', 'index.mjs']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(
    `/w/lib.js:2\n  throw new TypeError('deep');\n        ^\n\nTypeError: deep\n    at exports.f (/w/lib.js:2:9)\n    at file:///w/index.mjs:2:1\n`,
  );
});

test('a terminal shows: standard streams are its, and a new size is told', { timeout: 60_000 }, async () => {
  const practice = nodeSystem({
    '/w/index.js': `
      console.log([process.stdin, process.stdout, process.stderr].map((stream) => stream.isTTY).join(), process.stdout.columns);
      process.stdout.on('resize', () => { console.log('now', process.stdout.columns); process.exit(); });
      process.stdin.on('data', (line) => console.log('read', String(line).trim()));`,
  });
  const { terminal, keyboard, screen, stdin, stdout, resize } = createTerminal({ columns: 100, rows: 30 });
  let shown = '';
  screen.on('data', (part: Buffer) => (shown += part.toString()));
  const found = await findProgram(practice.system, 'node', new Map([['PATH', '/usr/bin']]), '/w');
  if ('error' in found) throw new Error(found.error);
  const process = practice.table.spawn({
    program: found.program,
    arguments: ['node', 'index.js'],
    environment: new Map([['PATH', '/usr/bin']]),
    workingDirectory: '/w',
    stdin,
    stdout,
    stderr: stdout,
    terminal,
  });
  await vi.waitFor(() => expect(shown).toContain('true,true,true 100'), { timeout: 30_000, interval: 20 });
  keyboard.write('typed\r');
  await vi.waitFor(() => expect(shown).toContain('read typed'), { timeout: 30_000, interval: 20 });
  resize(60, 20);
  expect(await process.exited).toEqual({ code: 0 });
  await vi.waitFor(() => expect(shown).toContain('now 60'), { timeout: 30_000, interval: 20 });

  const piped = await watch(practice, ['node', 'index.js']);
  expect(await piped.said('undefined')).toContain(',, undefined');
  piped.process.signal('SIGKILL');
});
