import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Course } from '../../shared/course/course.ts';
import { FleetlabError } from '../../shared/errors.ts';
import { replaceFile } from '../workspace/text-file.ts';
import type { Files } from '../workspace/tree.ts';
import type { RunningEnvironment } from '../environments/environment.ts';
import type { Toolchain } from '../environments/toolchain.ts';
import { createHostKeys } from '../device/ssh/host-key.ts';
import { openDevice } from '../device/open-device.ts';
import { createEventBus } from '../event-bus.ts';
import { createPlainRunner } from '../terminal/run/plain-runner.ts';
import { whenApplied } from './applied.ts';
import { stepsOf } from './lookup.ts';
import { signInAs } from './signing-in.ts';
import { filesBeforeCommand } from './start-files.ts';
import type { TaskControl } from './task.ts';
import { fillCourse } from './variables.ts';
import { isQuiet, isSignedInAt, wayBetween, type WayPart } from './way.ts';

/** Brings about how cloud and device are when a step begins, for who has not done the steps before it. */
export interface Rehearsal {
  /**
   * Sees to it that there is a checkpoint of the step's start, and resolves to its name; what the environment holds is not touched.
   * Undefined where the environment cannot do that. Rejects with FleetlabError `rehearsal-failed`.
   */
  prepare(stepId: string, environment: RunningEnvironment, control: TaskControl): Promise<string | undefined>;
}

export interface RehearsalOptions {
  /** As compiled, with its variables unfilled. */
  course: Course;
  toolchain: Toolchain;
  seedFiles: () => Promise<Files>;
  /** A folder for what is needed meanwhile. */
  directory: string;
}

/**
 * Does the earlier steps' solves with the real CLI, on a second practice cloud of the same device, and leaves out what later commands
 * make void. What was reached is kept as a checkpoint, so that each step is rehearsed once for each version of the course.
 */
export function createRehearsal({ course, toolchain, seedFiles, directory }: RehearsalOptions): Rehearsal {
  return {
    async prepare(stepId, environment, control) {
      const { checkpoints, stage } = environment;
      if (checkpoints === undefined || stage === undefined) return undefined;
      const seed = await seedFiles();
      const name = nameOf(course, stepId, seed);
      const known = await checkpoints.list();
      if (known.includes(name)) return name;
      control.say('Preparing a second device, where nobody watches.');
      await mkdir(directory, { recursive: true });
      const folder = await mkdtemp(join(directory, 'rehearsal-'));
      try {
        await perform({ stage, folder, stepId, name, known, seed }, control);
      } finally {
        await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      }
      // What an earlier version of the course led to is of no use any more.
      for (const old of known.filter((one) => one.startsWith(prefixOf(stepId)))) await checkpoints.remove(old);
      return name;
    },
  };

  async function perform(
    { stage, folder, stepId, name, known, seed }: Task & { stage: NonNullable<RunningEnvironment['stage']> },
    control: TaskControl,
  ): Promise<void> {
    const environment = stage(join(folder, 'practice'));
    const hostKeys = createHostKeys({ practice: join(folder, 'known_hosts') });
    const { lab } = openDevice({ environment, hostKeys, bus: createEventBus(), pollMilliseconds: 400 });
    try {
      const running = await environment.ready();
      const from = lastRehearsed(course, stepId, seed, known);
      if (from !== undefined) {
        await running.checkpoints?.restore(nameOf(course, from, seed));
        await signInAs(running, isSignedInAt(course, from));
      }
      const filled = fillCourse(course, variablesOf(running));
      const workspace = join(folder, 'workspace');
      const runner = createPlainRunner(toolchain, environment, lab, workspace);
      const parts = wayBetween(filled, from, stepId);
      for (const [index, { step, command }] of parts.entries()) {
        control.signal.throwIfAborted();
        control.say(`${step.number}: ${firstLine(command.text)}`, index / parts.length);
        await writeFiles(workspace, filesBeforeCommand(filled, step, command.id, seed));
        if (!isQuiet(command)) await whenApplied(lab, control.signal);
        const outcome = await runner.run(
          { ...command, ...(command.folder === undefined ? {} : { folder: join(workspace, ...command.folder.split('/')) }) },
          { signal: control.signal },
        );
        if (outcome.exitCode !== command.expects) throw failure({ step, command }, outcome.exitCode, outcome.output);
      }
      control.signal.throwIfAborted();
      control.say('Waiting until the device runs it.', 1);
      await whenApplied(lab, control.signal);
      await running.checkpoints?.save(name);
    } finally {
      await lab.close();
      await environment.close();
    }
  }
}

interface Task {
  folder: string;
  stepId: string;
  /** Of the checkpoint that is wanted, and of those that there are. */
  name: string;
  known: readonly string[];
  seed: Files;
}

/** The last step before this one whose start was rehearsed already. */
function lastRehearsed(course: Course, stepId: string, seed: Files, known: readonly string[]): string | undefined {
  const ids = stepsOf(course).map(({ id }) => id);
  return ids
    .slice(0, ids.indexOf(stepId))
    .reverse()
    .find((id) => known.includes(nameOf(course, id, seed)));
}

function prefixOf(stepId: string): string {
  return `rehearsed-${stepId}-`;
}

/** Changes with all that the way to the step is made of. */
function nameOf(course: Course, stepId: string, seed: Files): string {
  const digest = createHash('sha256');
  for (const step of stepsOf(course)) {
    if (step.id === stepId) break;
    const { fleet, solve, blocks } = step;
    digest.update(JSON.stringify([fleet, solve, blocks.filter((block) => block.kind !== 'prose' && solve.includes(block.id))]));
  }
  for (const [path, bytes] of seed) digest.update(`\0${path}\0`).update(bytes);
  return `${prefixOf(stepId)}${digest.digest('hex').slice(0, 12)}`;
}

function variablesOf({ device }: RunningEnvironment) {
  return {
    uuid: device?.uuid,
    shortUuid: device?.uuid.slice(0, 7),
    address: device?.address,
    deviceType: device?.deviceType,
  };
}

async function writeFiles(folder: string, files: Files): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  for (const [path, bytes] of files) {
    const place = join(folder, ...path.split('/'));
    await mkdir(dirname(place), { recursive: true });
    await replaceFile(place, bytes);
  }
}

function failure({ step, command }: WayPart, exitCode: number | undefined, output: string): FleetlabError {
  const last = output.trim().split('\n').slice(-3).join(' ').slice(-300);
  return new FleetlabError(
    'rehearsal-failed',
    `On the way, in step ${step.number}, "${firstLine(command.text)}" ended with exit code ${exitCode ?? 'unknown'}: ${last}`,
    'Nothing was changed. Do the steps in order, or try again.',
  );
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
