import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRegistry } from '../../../../src/practice/process/program-registry.ts';
import { programs } from '../../../../src/practice/programs/programs.ts';
import { shellPrograms } from '../../../../src/practice/shell/shell.ts';
import { run, spec, testEngine } from '../../engine/test-engine.ts';
import type { TestEngine } from '../../engine/test-engine.ts';

let lab: TestEngine;

beforeEach(async () => {
  lab = await testEngine({ programs: createRegistry([shellPrograms, programs]) });
});
afterEach(() => lab.close());

async function shell(image: string): Promise<(command: string) => Promise<{ code: number; stdout: string; stderr: string }>> {
  await lab.engine.createContainer(spec(image, { name: 'look', entrypoint: ['sleep', 'infinity'] }));
  await lab.engine.startContainer('look');
  return async (command) => run(lab.engine, 'look', ['sh', '-c', command]);
}

describe('apt-get', () => {
  it('installs in a build what the package and its dependencies bring, as big as it is', async () => {
    const { image, log } = await lab.build(
      'FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y --no-install-recommends procps curl && rm -rf /var/lib/apt/lists/*\n',
    );
    expect(log).toContain('Get:1 http://deb.debian.org/debian trixie InRelease [140 kB]');
    expect(log).toContain('The following NEW packages will be installed:');
    expect(log.filter((line) => line.startsWith('Setting up curl ('))).toHaveLength(1);
    const at = (start: string): number => log.findIndex((line) => line.startsWith(start));
    expect(at('Setting up libcurl4t64 (')).toBeGreaterThan(0);
    expect(at('Setting up libcurl4t64 (')).toBeLessThan(at('Setting up curl ('));
    const added = image.size - 78_600_000;
    expect(added).toBeGreaterThan(5_000_000);
    expect(added).toBeLessThan(25_000_000);
    const run = await shell(image.id);
    expect((await run('command -v curl; command -v ps')).stdout).toBe('/usr/bin/curl\n/usr/bin/ps\n');
    expect((await run('apt-get install -y curl')).stdout).toContain('curl is already the newest version (8.14.1');
    expect(await run('apt-get install -y tree')).toMatchObject({ code: 100, stderr: 'E: Unable to locate package tree\n' });
  });

  it('makes a smaller layer where the lists are removed in the same step only', async () => {
    const size = async (steps: string): Promise<number> => (await lab.build(`FROM debian:trixie-slim\n${steps}`)).image.size - 78_600_000;
    const kept = await size('RUN apt-get update\n');
    const later = await size('RUN apt-get update\nRUN rm -rf /var/lib/apt/lists/*\n');
    const same = await size('RUN apt-get update && rm -rf /var/lib/apt/lists/*\n');
    expect(kept).toBeGreaterThan(20_000_000);
    expect(later).toBe(kept);
    expect(same).toBeLessThan(1000);
  });

  it('needs the lists, a known name, root’s rights and a yes', async () => {
    const run = await shell((await lab.build('FROM debian:bookworm-slim\nRUN true\n')).image.id);
    expect(await run('apt-get install -y curl')).toMatchObject({ code: 100, stderr: 'E: Unable to locate package curl\n' });
    await run('apt-get update');
    expect((await run('apt-get update')).stdout).toContain('Hit:1 http://deb.debian.org/debian bookworm InRelease\n');
    expect(await run('apt-get install -y curll jq')).toMatchObject({ code: 100, stderr: 'E: Unable to locate package curll\n' });
    const asked = await run('apt-get install curl');
    expect(asked.code).toBe(1);
    expect(asked.stdout).toMatch(/Do you want to continue\? \[Y\/n\] Abort\.\n$/);
    expect(await run('curl --version')).toMatchObject({ code: 127 });
    expect((await run('apt-get install -y less')).code).toBe(0);
    expect((await run('apt-get frobnicate')).stderr).toBe('E: Invalid operation frobnicate\n');
  });

  it('removes what it installed, and what is no longer needed', async () => {
    const run = await shell((await lab.build('FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y jq\n')).image.id);
    expect((await run('command -v jq')).code).toBe(0);
    const removed = await run('apt-get remove -y jq');
    expect(removed.stdout).toContain('The following packages will be REMOVED:\n  jq\n');
    expect(removed.stdout).toContain('no longer required:\n  libjq1 libonig5\n');
    expect((await run('command -v jq')).code).toBe(127);
    expect((await run('apt-get autoremove -y')).stdout).toContain('Removing libonig5 (');
    expect((await run('apt-get autoremove -y')).stdout).toContain('0 to remove');
  });
});
