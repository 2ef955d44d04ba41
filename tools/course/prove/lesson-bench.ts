import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Course } from '../../../src/shared/course/course.ts';
import type { EngineKind } from '../../../src/shared/domain/environment.ts';
import type { EventBus } from '../../../src/main/event-bus.ts';
import { createEventBus } from '../../../src/main/event-bus.ts';
import { practiceCommand } from '../../../src/main/environments/practice/practice-command.ts';
import { createPracticeEnvironment } from '../../../src/main/environments/practice/practice-environment.ts';
import { findToolchain } from '../../../src/main/environments/toolchain.ts';
import type { CheckContext } from '../../../src/main/course/checks/verdict.ts';
import { createCourseService, type CourseService } from '../../../src/main/course/course-service.ts';
import { findStep } from '../../../src/main/course/lookup.ts';
import { createRehearsal } from '../../../src/main/course/rehearsal.ts';
import { createHostKeys } from '../../../src/main/device/ssh/host-key.ts';
import type { CommandRunner } from '../../../src/main/terminal/run/command-runner.ts';
import { createPlainRunner } from '../../../src/main/terminal/run/plain-runner.ts';
import { openDevice } from '../../../src/main/device/open-device.ts';
import { createWorkspace, type Workspace } from '../../../src/main/workspace/workspace.ts';

/** All that the app has but its screen and terminals: the practice process, the lab, the workspace, the lesson. */
export interface LessonBench {
  service: CourseService;
  workspace: Workspace;
  bus: EventBus;
  /** Runs commands as the lessons' own are run. */
  runner: CommandRunner;
  /** What the checks of a step read, as it is now; its variables are filled. */
  facts(stepId: string): Promise<CheckContext>;
  /** The practice device's; benches of one device can take over each other's starts of steps. */
  uuid: string;
  /** Has the way to a step's start done, and resolves to the folder of the checkpoint. Rejects where a command on the way fails. */
  rehearse(stepId: string): Promise<string>;
  close(): Promise<void>;
}

export interface BenchOptions {
  root: string;
  /** The course's own, with its starter files. */
  directory: string;
  course: Course;
  /** Who the device is, and starts of steps that another bench of the same device has rehearsed. */
  after?: { uuid: string; checkpoint: string } | undefined;
  engine?: EngineKind | undefined;
  onRemark: (line: string) => void;
}

/** Milliseconds for the way to a step. */
const rehearsalLimit = 120_000;

/** Starts it in a fresh temporary folder. Rejects where the practice cloud does not start. */
export async function openLessonBench({ root, directory, course, after, engine, onRemark }: BenchOptions): Promise<LessonBench> {
  const data = await mkdtemp(join(tmpdir(), 'fleetlab-prove-'));
  const bus = createEventBus();
  const toolchain = findToolchain(root);
  const practice = {
    root,
    node: toolchain.node,
    dataDirectory: join(data, 'practice'),
    onRemark,
    ...(engine === undefined ? {} : { engine }),
  };
  const checkpoints = join(practice.dataDirectory, 'checkpoints');
  if (after !== undefined) await cp(after.checkpoint, join(checkpoints, basename(after.checkpoint)), { recursive: true });
  const environment = createPracticeEnvironment({
    command: practiceCommand({ ...practice, ...(after === undefined ? {} : { uuid: after.uuid }) }),
    stage: ({ uuid, folder }) =>
      practiceCommand({ ...practice, dataDirectory: folder, stageOf: { uuid, dataDirectory: practice.dataDirectory } }),
    // A crash is a failure here, not something to get over.
    restartDelays: [],
  });
  const hostKeys = createHostKeys({ practice: join(data, 'known_hosts') });
  const { lab, asker } = openDevice({ environment, hostKeys, bus });
  const workspace = await createWorkspace({ folder: join(data, 'workspace'), seed: join(directory, 'workspace'), bus });

  async function release(): Promise<void> {
    await lab.close();
    await workspace.close();
    await environment.close();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  }

  try {
    const running = await environment.ready();
    const runner = createPlainRunner(toolchain, environment, lab, workspace.folder);
    const rehearsal = createRehearsal({ course, toolchain, seedFiles: () => workspace.seedFiles(), directory: join(data, 'rehearsals') });
    const service = await createCourseService({ course, workspace, lab, runner, asker, environment, bus, dataDirectory: data, rehearsal });
    return {
      service,
      workspace,
      bus,
      runner,
      uuid: running.device?.uuid ?? '',
      async facts(stepId) {
        await lab.refresh();
        const { course: filled, progress } = service.view();
        return { lab, asker, workspace, step: findStep(filled, stepId), answers: progress.steps[stepId]?.answers ?? {} };
      },
      async rehearse(stepId) {
        const name = await rehearsal.prepare(stepId, running, { signal: AbortSignal.timeout(rehearsalLimit), say: () => undefined });
        if (name === undefined) throw new Error('The way to this step cannot be rehearsed here.');
        return join(checkpoints, name);
      },
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
