import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMachine } from './fixtures.ts';
import type { Outcome } from './fixtures.ts';
import { scriptCases } from './script-cases.ts';
import type { ScriptCase } from './script-cases.ts';

/** Programs of the tests' machine that no other machine has. */
const helpers: Record<string, string> = {
  args: `#!/bin/sh\nfor word; do printf '<%s>' "$word"; done\nprintf '\\n'\n`,
  upper: '#!/bin/sh\nexec tr a-z A-Z\n',
  wc: '#!/bin/sh\nexec /usr/bin/wc -l\n',
};

for (const shell of ['dash', 'bash'] as const) {
  const isThere = process.platform === 'linux' && ['/bin', '/usr/bin', '/usr/local/bin'].some((folder) => existsSync(join(folder, shell)));
  const cases = scriptCases.filter((scriptCase) => scriptCase.shells === undefined || scriptCase.shells.includes(shell));

  describe.skipIf(!isThere)(`${shell}${isThere ? '' : ' (skipped: this machine has none)'} and ours agree on`, () => {
    let directory = '';
    beforeAll(async () => {
      directory = await realpath(await mkdtemp(join(tmpdir(), 'shell-')));
      await runReal(shell, cases, directory);
    }, 120_000);
    afterAll(() => rm(directory, { recursive: true, force: true }));

    test.each(cases.map((scriptCase, index) => [scriptCase.script, index, scriptCase] as const))('%j', async (_, index, scriptCase) => {
      const machine = await createMachine();
      const ours = await machine.run(scriptCase.script, {
        shell,
        arguments: scriptCase.arguments ?? [],
        ...(scriptCase.stdin === undefined ? {} : { stdin: scriptCase.stdin }),
      });
      const real = await readOutcome(directory, index);
      expect(comparable(ours)).toEqual(comparable(real));
    });
  });
}

/** PIDs in messages differ from machine to machine. */
function comparable(outcome: Outcome): Outcome {
  return { ...outcome, stderr: outcome.stderr.replaceAll(/(line \d+:) +\d+ (?=[A-Z])/g, '$1 PID ') };
}

/** One shell runs all cases: starting each of them from here would take far longer. */
async function runReal(shell: string, cases: readonly ScriptCase[], directory: string): Promise<void> {
  await mkdir(join(directory, 'bin'));
  await mkdir(join(directory, 'home'));
  for (const [name, text] of Object.entries(helpers)) await writeFile(join(directory, 'bin', name), text, { mode: 0o755 });
  const environment = `PATH='${join(directory, 'bin')}:/usr/local/bin:/usr/bin:/bin' HOME=/root LC_ALL=C.UTF-8`;
  const lines: string[] = [];
  for (const [index, { script, stdin, arguments: values }] of cases.entries()) {
    const place = join(directory, String(index));
    await writeFile(`${place}.in`, stdin ?? '');
    const words = ['-c', script, ...(values ?? [])].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
    lines.push(
      `mkdir '${place}' && (cd '${place}' && exec timeout 10 env -i ${environment} ${shell} ${words} <'${place}.in' >'${place}.out' 2>'${place}.err'); echo $? >'${place}.code'`,
    );
  }
  await writeFile(join(directory, 'driver'), lines.join('\n'));
  await new Promise<void>((resolve) => {
    execFile('/bin/sh', [join(directory, 'driver')], { cwd: join(directory, 'home') }, () => resolve());
  });
}

async function readOutcome(directory: string, index: number): Promise<Outcome> {
  const place = join(directory, String(index));
  const [stdout, stderr, code] = await Promise.all(['out', 'err', 'code'].map((kind) => readFile(`${place}.${kind}`, 'utf8')));
  // The folder's own name may differ.
  const unplaced = (text = ''): string => text.replaceAll(place, '/work');
  return { stdout: unplaced(stdout), stderr: unplaced(stderr), code: Number(code) };
}
