import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Course } from '../../../src/shared/course/course.ts';
import type { EventBus } from '../../../src/main/event-bus.ts';
import { createEventBus } from '../../../src/main/event-bus.ts';
import { createPracticeEnvironment } from '../../../src/main/balena/practice-environment.ts';
import { findToolchain } from '../../../src/main/balena/toolchain.ts';
import { createCourseService, type CourseService } from '../../../src/main/course/course-service.ts';
import { openHostKeys } from '../../../src/main/device/host-key.ts';
import { createLiveLab } from '../../../src/main/device/live-lab.ts';
import { createSilentAsker } from '../../../src/main/device/network-asker.ts';
import { applicationPaths } from '../../../src/main/paths.ts';
import { createWorkspace, type Workspace } from '../../../src/main/workspace/workspace.ts';
import { createPlainRunner } from './plain-runner.ts';

/** All that the app has but its screen and terminals: the practice process, the lab, the workspace, the lesson. */
export interface LessonBench {
  service: CourseService;
  workspace: Workspace;
  bus: EventBus;
  close(): Promise<void>;
}

/** Starts it in a fresh temporary folder. Rejects where the practice cloud does not start. */
export async function openLessonBench(
  root: string,
  directory: string,
  course: Course,
  onRemark: (line: string) => void,
): Promise<LessonBench> {
  const data = await mkdtemp(join(tmpdir(), 'fleetlab-prove-'));
  const bus = createEventBus();
  const toolchain = findToolchain(root);
  const environment = createPracticeEnvironment({
    command: {
      executable: toolchain.node,
      arguments: ['--no-warnings', applicationPaths(root).practiceSource, '--data-dir', join(data, 'practice'), '--exit-with-parent'],
      startLimit: 30_000,
      closeLimit: 10_000,
      onRemark,
    },
    // A crash is a failure here, not something to get over.
    restartDelays: [],
  });
  const hostKeys = await openHostKeys(join(data, 'host-keys.json'));
  const lab = createLiveLab({ environment, hostKeys });
  const workspace = await createWorkspace({ folder: join(data, 'workspace'), seed: join(directory, 'workspace'), bus });

  async function release(): Promise<void> {
    await lab.close();
    await workspace.close();
    await environment.close();
    await hostKeys.flush();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  }

  try {
    await environment.ready();
    const runner = createPlainRunner(toolchain, environment, lab);
    const asker = createSilentAsker();
    const service = await createCourseService({ course, workspace, lab, runner, asker, environment, bus, dataDirectory: data });
    return {
      service,
      workspace,
      bus,
      async close() {
        await service.close();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}
