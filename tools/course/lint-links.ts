import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Course } from '../../src/shared/course/course.ts';
import { stepsOf } from '../../src/main/course/lookup.ts';
import type { StepSource } from './compile.ts';
import type { ProblemList } from './course-error.ts';

/** Links to steps (`#restarts`) must name one; others are full addresses, which the compiler sees to. */
export function lintLinks(course: Course, sources: ReadonlyMap<string, StepSource>, list: ProblemList): void {
  const ids = new Set(stepsOf(course).map(({ id }) => id));
  for (const { file, text } of sources.values()) {
    for (const [index, line] of text.split('\n').entries()) {
      for (const [, id = ''] of line.matchAll(/\]\(#([^)]*)\)/g)) {
        if (!ids.has(id)) list.report(file, index + 1, `The course has no step "${id}" to lead to.`, 'Name a step of course.yaml.');
      }
    }
  }
}

/** What a course's folder may hold; all else is most likely a slip. */
const known: ReadonlySet<string> = new Set(['course.yaml', 'steps', 'workspace']);

export async function lintStrayEntries(directory: string, list: ProblemList): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!known.has(name)) list.report(name, 1, 'A course has no such file or folder.', `It has: ${[...known].join(', ')}. Delete it.`);
  }
  const folders = await readdir(join(directory, 'workspace'), { withFileTypes: true }).catch(() => []);
  for (const entry of folders) {
    if (!entry.isDirectory())
      list.report(
        `workspace/${entry.name}`,
        1,
        'The workspace has one folder a fleet, and no files beside them.',
        'Move it into a folder.',
      );
  }
}
