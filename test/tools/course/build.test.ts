import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadCourse } from '../../../src/main/course/load-course.ts';
import { buildCourses } from '../../../tools/course/build.ts';

const repository = resolve(import.meta.dirname, '../../..');
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'fleetlab-build-'));
  await cp(join(repository, 'resources', 'courses'), join(root, 'resources', 'courses'), { recursive: true });
});

afterEach(() => rm(root, { recursive: true, force: true }));

it('compiles the lessons that Fleetlab ships, so that the app can load them, with their starter files', async () => {
  expect(await buildCourses(root)).toEqual(['balena-services', 'hello-device']);
  const course = await loadCourse(join(root, 'out', 'courses'), 'balena-services');
  expect(course.sections.map(({ number }) => number)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  expect(course.sections[1]?.steps.map(({ number }) => number)).toEqual(['2.1.1', '2.1.2', '2.1.3', '2.2', '2.3.1', '2.3.2']);
  const starter = await readFile(
    join(root, 'out', 'courses', 'balena-services', 'workspace', 'single-service', 'Dockerfile.template'),
    'utf8',
  );
  expect(starter).toContain('FROM debian:trixie-slim');
});

it('a course that was never built is refused in words', async () => {
  await expect(loadCourse(join(root, 'out', 'courses'), 'balena-services')).rejects.toMatchObject({ code: 'course-unreadable' });
});
