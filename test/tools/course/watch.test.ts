import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { watchAndBuild } from '../../../tools/course/watch.ts';
import { body, stepFile, writeCourse } from './course-folder.ts';

let root = '';
const end = new AbortController();
afterEach(async () => {
  end.abort();
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
});

it('compiles again when a lesson changes, and writes down what is wrong until it is mended', { timeout: 20_000 }, async () => {
  root = await mkdtemp(join(tmpdir(), 'fleetlab-watch-'));
  const courses = join(root, 'resources', 'courses');
  await mkdir(courses, { recursive: true });
  await rename(await writeCourse(), join(courses, 'small'));
  const step = join(courses, 'small', 'steps', 'only.md');
  const compiled = () => readFile(join(root, 'out', 'courses', 'small.json'), 'utf8');
  const problems = () => readFile(join(root, 'out', 'courses', 'small.problems.txt'), 'utf8');
  let written = '';
  const watching = watchAndBuild({ root, write: (text) => (written += text), signal: end.signal });
  await vi.waitFor(() => expect(written).toContain('Watching'), 10_000);
  expect(await compiled()).toContain('Hello.');

  await writeFile(step, stepFile(body.replace('Hello.', 'Good day.')));
  await vi.waitFor(async () => expect(await compiled()).toContain('Good day.'), 5_000);

  await writeFile(step, stepFile(`# Title\n\n${body}`));
  await vi.waitFor(async () => expect(await problems()).toMatch(/small\/steps\/only\.md:\d+: A heading is not allowed/), 5_000);
  // What can be read is kept meanwhile.
  expect(await compiled()).toContain('Good day.');

  await writeFile(step, stepFile(body));
  await vi.waitFor(async () => expect(await compiled()).toContain('Hello.'), 5_000);
  await vi.waitFor(() => expect(problems()).rejects.toThrow(), 10_000);
  end.abort();
  await watching;
});
