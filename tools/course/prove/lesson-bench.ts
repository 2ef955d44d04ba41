import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Course } from '../../../src/shared/course/course.ts';
import type { EventBus } from '../../../src/main/event-bus.ts';
import { createEventBus } from '../../../src/main/event-bus.ts';
import { practiceCommand } from '../../../src/main/balena/practice-command.ts';
import { createPracticeEnvironment } from '../../../src/main/balena/practice-environment.ts';
import { findToolchain } from '../../../src/main/balena/toolchain.ts';
import { createCourseService, type CourseService } from '../../../src/main/course/course-service.ts';
import { createRehearsal } from '../../../src/main/course/rehearsal.ts';
import { openHostKeys } from '../../../src/main/device/host-key.ts';
import { createPlainRunner } from '../../../src/main/terminal/plain-runner.ts';
import { openDevice } from '../../../src/main/device/open-device.ts';
import { createWorkspace, type Workspace } from '../../../src/main/workspace/workspace.ts';

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
  const practice = { root, node: toolchain.node, dataDirectory: join(data, 'practice'), onRemark };
  const environment = createPracticeEnvironment({
    command: practiceCommand(practice),
    stage: ({ uuid, folder }) =>
      practiceCommand({ ...practice, dataDirectory: folder, stageOf: { uuid, dataDirectory: practice.dataDirectory } }),
    // A crash is a failure here, not something to get over.
    restartDelays: [],
  });
  const hostKeys = await openHostKeys(join(data, 'host-keys.json'));
  const { lab, asker } = openDevice({ environment, hostKeys, bus });
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
    const runner = createPlainRunner(toolchain, environment, lab, workspace.folder);
    const rehearsal = createRehearsal({ course, toolchain, seedFiles: () => workspace.seedFiles(), directory: join(data, 'rehearsals') });
    const service = await createCourseService({ course, workspace, lab, runner, asker, environment, bus, dataDirectory: data, rehearsal });
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
