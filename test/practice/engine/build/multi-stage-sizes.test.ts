import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRegistry } from '../../../../src/practice/process/program-registry.ts';
import { programs } from '../../../../src/practice/programs/programs.ts';
import { shellPrograms } from '../../../../src/practice/shell/shell.ts';
import { spec, testEngine } from '../test-engine.ts';
import type { TestEngine } from '../test-engine.ts';

/** The class's C program, with the compiler in its image and without: sizes are computed from what is really installed. */

let lab: TestEngine;

beforeEach(async () => {
  lab = await testEngine({ programs: createRegistry([shellPrograms, programs]) });
});
afterEach(() => lab.close());

function file(state: string, name: string): string {
  return readFileSync(new URL(`../../../fixtures/class/multistage-${state}/${name}`, import.meta.url), 'utf8');
}

const sources = { 'hello-world.c': file('single', 'hello-world.c') };
const greeting = 'Hello from a very small world!';

async function greets(image: string): Promise<void> {
  await lab.engine.createContainer(spec(image, { name: 'main' }));
  await lab.engine.startContainer('main');
  await lab.until(async () => (await lab.outputOf('main')).includes(greeting));
  expect(await lab.engine.inspectContainer('main')).toMatchObject({ state: { status: 'running' } });
  await lab.engine.removeContainer('main', { force: true });
}

it('a program without its compiler is tens of times smaller, and runs', async () => {
  const single = await lab.build(file('single', 'Dockerfile.template'), sources);
  expect(single.log.filter((line) => line.startsWith('Setting up build-essential ('))).toHaveLength(1);
  expect(single.image.size).toBeGreaterThan(400_000_000);
  expect(single.image.size).toBeLessThan(500_000_000);
  await greets(single.image.id);

  const two = await lab.build(file('two', 'Dockerfile.template'), sources);
  expect(two.log.filter((line) => line === ' ---> Using cache')).toHaveLength(4);
  // alpine and a static program of the C library's size.
  expect(two.image.size).toBeGreaterThan(8_300_000 + 500_000);
  expect(two.image.size).toBeLessThan(8_300_000 + 1_200_000);
  await greets(two.image.id);

  const bare = await lab.build(file('two', 'Dockerfile.template').replace('FROM alpine', 'FROM scratch'), sources);
  expect(bare.image.size).toBeLessThan(1_200_000);
  await greets(bare.image.id);
});

it('a program that is linked dynamically does not start without its loader', async () => {
  const dockerfile = file('two', 'Dockerfile.template').replace(' -static', '');
  const alpine = await lab.build(dockerfile, sources);
  await lab.engine.createContainer(spec(alpine.image.id, { name: 'main' }));
  await lab.engine.startContainer('main').catch(() => undefined);
  await lab.until(async () => (await lab.engine.inspectContainer('main')).state.status !== 'running');
  expect(await lab.outputOf('main')).not.toContain(greeting);
  const debian = await lab.build(dockerfile.replace('FROM alpine', 'FROM debian:trixie-slim'), sources);
  await lab.engine.removeContainer('main', { force: true });
  expect(debian.image.size).toBeLessThan(78_600_000 + 30_000);
  await greets(debian.image.id);
});
