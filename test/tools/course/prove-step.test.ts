import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEventBus } from '../../../src/main/event-bus.ts';
import { createWorkspace, type Workspace } from '../../../src/main/workspace/workspace.ts';
import type { CourseService } from '../../../src/main/course/course-service.ts';
import type { Files } from '../../../src/main/workspace/tree.ts';
import { findStep } from '../../../src/main/course/lookup.ts';
import { proveStep, type ProofRecord } from '../../../tools/course/prove/prove-step.ts';
import { fillCourse } from '../../../src/main/course/variables.ts';
import { createSilentAsker } from '../../../src/main/device/requests/network-asker.ts';
import type { Course } from '../../../src/shared/course/course.ts';
import { testCourse } from '../../main/course/course-fixture.ts';
import { createFakeLab, fleet, labView } from '../../main/course/lab-fixture.ts';

let home: string;
let workspace: Workspace;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'fleetlab-prove-test-'));
  await mkdir(join(home, 'seed', 'app'), { recursive: true });
  await writeFile(join(home, 'seed', 'app', 'file'), 'first\nold\n');
  workspace = await createWorkspace({ folder: join(home, 'workspace'), seed: join(home, 'seed'), bus: createEventBus() });
});

afterEach(async () => {
  await workspace.close();
  await rm(home, { recursive: true, force: true });
});

interface Flaws {
  passesAtStart?: boolean;
  doesNotPass?: boolean;
  keepsDevice?: boolean;
  keepsFiles?: boolean;
  solveFails?: boolean;
  cannotUndo?: boolean;
  emptyCheck?: boolean;
}

/** A lesson whose one check is whether its edit was made and pushed; it can have flaws. */
function lessonWith(flaws: Flaws): CourseService {
  let isPushed = flaws.passesAtStart === true;
  let before: Files = new Map();
  const occasion = { reason: 'reset' as const, step: '1.2 Two' };
  const refused = () => Promise.reject(new Error('not used here'));
  const task = (kind: 'solve' | 'reset' | 'undo', state: 'done' | 'failed') => ({
    stepId: 'two',
    environmentId: 'practice',
    kind,
    state,
    message: `${kind} ${state}`,
  });
  return {
    view: () => ({
      course: flaws.emptyCheck === true ? withEmptyCheck : fillCourse(testCourse, {}),
      progress: { version: 1, place: 'two', steps: {} },
      runs: {},
    }),
    notices: [],
    place: () => '1.2 Two',
    close: () => Promise.resolve(),
    handlers: {
      'course.go': () => Promise.resolve({ version: 1, place: 'two', steps: {} }),
      'course.check': () => {
        const isPassed = isPushed && flaws.doesNotPass !== true;
        return Promise.resolve([{ id: 'pushed', verdict: isPassed ? ('passed' as const) : ('not-yet' as const), message: '' }]);
      },
      async 'course.solve'() {
        if (flaws.solveFails === true) return task('solve', 'failed');
        await workspace.applyEdit({ file: 'app/file', change: { by: 'lines', before: 'old', after: 'new' } });
        isPushed = true;
        return task('solve', 'done');
      },
      async 'course.reset'() {
        before = await workspace.files();
        if (flaws.keepsFiles !== true) await workspace.restoreTo(await workspace.seedFiles(), ['app'], occasion);
        if (flaws.keepsDevice !== true) isPushed = false;
        return task('reset', 'done');
      },
      async 'course.undo'() {
        if (flaws.cannotUndo !== true) await workspace.restoreTo(before, ['app'], occasion);
        return task('undo', 'done');
      },
      'course.preview': refused,
      'course.jump': refused,
      'course.active': refused,
      'course.summary': refused,
      'course.hint': refused,
      'course.answer': refused,
      'course.cancelTask': () => Promise.resolve(undefined),
      'block.run': refused,
      'block.cancel': refused,
      'block.applyEdit': refused,
      'block.viewEdit': refused,
      'block.request': refused,
    },
  };
}

const withEmptyCheck: Course = {
  ...testCourse,
  sections: testCourse.sections.map((section) => ({
    ...section,
    steps: section.steps.map((step) => ({
      ...step,
      checks: [{ id: 'pushed', text: 'It is there.', help: 'Wait.', predicate: { kind: 'file-contains', file: 'app/file', pattern: '' } }],
    })),
  })),
};

async function failedLegs(flaws: Flaws): Promise<string[]> {
  const records: ProofRecord[] = [];
  const bench = {
    service: lessonWith(flaws),
    workspace,
    bus: createEventBus(),
    runner: { run: () => Promise.reject(new Error('not used here')) },
    facts: () =>
      Promise.resolve({
        lab: createFakeLab(labView({ fleets: [fleet({ name: 'FleetTwo' })] })),
        workspace,
        asker: createSilentAsker(),
        step: findStep(testCourse, 'two'),
        answers: {},
      }),
    uuid: '',
    rehearse: () => Promise.resolve(''),
    close: () => Promise.resolve(),
  };
  const step = findStep(testCourse, 'two');
  await proveStep({ bench, course: testCourse, step, arrival: 'go', onRecord: (record) => records.push(record) });
  expect(records).toHaveLength(7);
  return records.filter(({ passed }) => !passed).map(({ leg }) => leg);
}

describe('proveStep', () => {
  it('passes a step that can be failed, done and undone', async () => {
    expect(await failedLegs({})).toEqual([]);
  });

  it('finds a check that is true before anything was done', async () => {
    expect(await failedLegs({ passesAtStart: true })).toEqual(['fails']);
  });

  it('finds a solve that does not solve', async () => {
    expect(await failedLegs({ doesNotPass: true })).toEqual(['passes']);
  });

  it('finds a solve that fails', async () => {
    expect(await failedLegs({ solveFails: true })).toEqual(['solve', 'passes', 'breaks']);
  });

  it('finds a check that passes whatever is wrong', async () => {
    expect(await failedLegs({ emptyCheck: true })).toEqual(['breaks']);
  });

  it('finds a reset that leaves the device as it is', async () => {
    expect(await failedLegs({ keepsDevice: true })).toEqual(['fails again']);
  });

  it('finds a reset that leaves the files as they are', async () => {
    expect(await failedLegs({ keepsFiles: true })).toEqual(['reset']);
  });

  it('finds an undo that does not bring back what was there', async () => {
    expect(await failedLegs({ cannotUndo: true })).toEqual(['undo']);
  });
});
