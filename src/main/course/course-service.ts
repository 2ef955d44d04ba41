import type { Course, EditBlock, QuizBlock, RequestBlock, Step } from '../../shared/course/course.ts';
import type { BlockRun, Progress } from '../../shared/course/progress.ts';
import type { EnvironmentList } from '../../shared/domain/environment.ts';
import type { HttpAnswer } from '../../shared/domain/http.ts';
import { FleetlabError } from '../../shared/errors.ts';
import { closeInTurn } from '../close-in-turn.ts';
import type { EnvironmentService } from '../environments/environment.ts';
import type { Environments } from '../environments/environments.ts';
import { onChoice } from '../environments/on-choice.ts';
import type { Lab } from '../device/lab/lab.ts';
import type { NetworkAsker } from '../device/requests/network-asker.ts';
import type { EventBus } from '../event-bus.ts';
import type { Handlers } from '../rpc.ts';
import type { CommandRunner, TypedCommand } from '../terminal/run/command-runner.ts';
import { textAfterEdit, viewEdit } from '../workspace/edit-view.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { createCheckLoop } from './check-loop.ts';
import { createFilledCourse } from './filled-course.ts';
import { findEdit, findQuiz, findStep, nameOfStep } from './lookup.ts';
import { openLastRuns } from './last-runs.ts';
import { openProgressStore } from './progress-store.ts';
import type { Rehearsal } from './rehearsal.ts';
import { createBlockRunner } from './runs.ts';
import { createServiceSessions } from './service-sessions.ts';
import { createWhenSettled } from './settled-service.ts';
import { solveStep } from './solve.ts';
import { filesAtStart, hasOpenEditBefore, textBeforeEdit } from './start-files.ts';
import { createStepMoves } from './step-moves.ts';
import { openStepStarts } from './step-starts.ts';
import { createStepTasks } from './task.ts';
import { summaryFile } from './summary/summary-file.ts';
import { summaryOf } from './summary/summary.ts';
import { createTimekeeper } from './timekeeper.ts';
import { typedBlock } from './typed-block.ts';

export interface CourseServiceOptions {
  /** As compiled, with its variables unfilled. */
  course: Course;
  workspace: Workspace;
  lab: Lab;
  runner: CommandRunner;
  asker: NetworkAsker;
  environment: EnvironmentService;
  /** All that there are; without it nothing is known of others. */
  environments?: Pick<Environments, 'list' | 'onListChange'>;
  bus: EventBus;
  /** Progress is kept here. */
  dataDirectory: string;
  /** What brings about the start of a step that the learner has not come to by doing those before it. */
  rehearsal?: Rehearsal;
}

type CourseProcedures =
  | 'course.go'
  | 'course.check'
  | 'course.hint'
  | 'course.answer'
  | 'course.solve'
  | 'course.preview'
  | 'course.reset'
  | 'course.jump'
  | 'course.undo'
  | 'course.active'
  | 'course.summary'
  | 'course.cancelTask'
  | 'block.run'
  | 'block.cancel'
  | 'block.applyEdit'
  | 'block.viewEdit'
  | 'block.request';

type RunRequest = Parameters<Handlers['block.run']>[0];

export interface CourseService {
  /** The course with its variables filled, and what the learner has done. */
  view(): { course: Course; progress: Progress; runs: Record<string, BlockRun[]> };
  handlers: Pick<Handlers, CourseProcedures>;
  /** Number and title of the step that the learner is on. */
  place(): string;
  /** Sentences about files of progress that were damaged. */
  notices: readonly string[];
  close(): Promise<void>;
}

/** The lesson's engine: text, progress, commands, edits, checks, solve and reset, for every environment alike. */
export async function createCourseService(options: CourseServiceOptions): Promise<CourseService> {
  const { course, workspace, lab, environment, bus } = options;
  const onProblem = (message: string) => bus.emit('app.notice', { message });
  const progress = await openProgressStore(course, options.dataDirectory, (value) => bus.emit('progress.changed', value), onProblem);
  const starts = await openStepStarts({
    course,
    dataDirectory: options.dataDirectory,
    environment,
    progress,
    rehearsal: options.rehearsal,
    isSignedIn: async () => (await lab.refresh()).account !== undefined,
    passesNow: async (stepId) => {
      const results = await loop.check(filled.step(stepId));
      const isPassed = results.every(({ verdict }) => verdict === 'passed');
      if (isPassed) noteDone(stepId);
      return isPassed;
    },
    onProblem,
  });
  const last = await openLastRuns(course.id, options.dataDirectory, onProblem);
  const keepExisting = ({ environments }: EnvironmentList) => last.keepOnly(environments.map(({ id }) => id));
  if (options.environments !== undefined) keepExisting(options.environments.list());
  const filled = createFilledCourse({
    course,
    environment,
    lab,
    onChange(changed) {
      bus.emit('course.changed', changed);
      loop.poke();
    },
  });
  const sessions = createServiceSessions(bus);
  const runs = createBlockRunner({
    environment: () => environment.view().id,
    settled: () => starts.settled(),
    whenServiceSettled: createWhenSettled(lab),
    sessions,
    last,
    runner: options.runner,
    workspace,
    bus,
    now: Date.now,
  });
  const tasks = createStepTasks({
    bus,
    environment: () => environment.view().id,
    numberOf: (stepId) => findStep(course, stepId).number,
  });
  const loop = createCheckLoop({
    step: () => filled.step(progress.value.place),
    lab,
    workspace,
    asker: options.asker,
    answers: (stepId) => progress.stepOf(stepId).answers,
    bus,
    onAllPassed: noteDone,
  });

  const timekeeper = createTimekeeper({
    now: Date.now,
    add: (stepId, seconds) => void progress.update(stepId, { seconds: (progress.stepOf(stepId).seconds ?? 0) + seconds }),
  });
  function noteDone(stepId: string): void {
    progress.update(stepId, { passed: true });
    starts.done(stepId);
  }

  /** Who types a lesson's command by hand has done its block as well. */
  async function meetTyped(typed: TypedCommand): Promise<boolean> {
    const step = filled.step(progress.value.place);
    const block = await typedBlock(step, typed, runs.view()[step.id] ?? [], workspace);
    if (block === undefined || tasks.isMoving()) return false;
    const ended = runs.follow(step.id, block, typed);
    const look = () => lab.refresh().then(loop.poke);
    if (block.endless && ended !== undefined) void look();
    void ended?.then(look);
    return ended !== undefined;
  }

  const stops = [
    options.runner.onTyped?.(meetTyped) ?? (() => undefined),
    options.environments?.onListChange(keepExisting) ?? (() => undefined),
    onChoice(environment, leaveEnvironment),
    environment.onChange(({ state }) => {
      if (state !== 'ready') return;
      meetDevice();
      arrive();
    }),
  ];
  meetDevice();
  workspace.startWith(async () => filesAtStart(course, progress.value.place, await workspace.seedFiles()));
  arrive();
  loop.poke();

  /** The state in the midst of a reset or a solve is no step's start. */
  function arrive(): void {
    tasks.afterwards(() => void starts.arrive(progress.value.place));
  }

  /** What has run on another device (the practice device was made anew) says nothing about this one. */
  function meetDevice(): void {
    if (last.meet(environment.view().id, environment.current()?.device?.uuid)) bus.emit('runs.changed', runs.view());
  }

  /** What is on its way to the environment before must not be done to this one. */
  function leaveEnvironment(): void {
    runs.leave();
    void tasks.cancel();
    bus.emit('runs.changed', runs.view());
  }

  /** The file of an edit as the lesson has it before the edit. */
  async function referenceFor(step: Step, edit: EditBlock): Promise<string | undefined> {
    return textBeforeEdit(filled.course(), step, edit, await workspace.seedFiles());
  }

  /** A prediction stays: it is what was thought before it was tried. */
  function answer(stepId: string, { id, predict }: QuizBlock, option: number): Progress {
    const { answers } = progress.stepOf(stepId);
    if (predict && answers[id] !== undefined) return progress.value;
    const value = progress.update(stepId, { answers: { ...answers, [id]: option } });
    loop.poke();
    return value;
  }

  function answerRight(stepId: string, quiz: QuizBlock): void {
    answer(
      stepId,
      quiz,
      quiz.options.findIndex(({ right }) => right),
    );
  }

  async function ask({ from, method, url, body }: RequestBlock, signal?: AbortSignal): Promise<HttpAnswer> {
    const found = await options.asker.request({ from, method, url, ...(body === undefined ? {} : { body }) }, { signal });
    // A request may change what the device does.
    void lab.refresh().then(loop.poke);
    return found;
  }

  async function startBlock({ stepId, blockId, whenBusy, terminalId }: RunRequest): Promise<string> {
    const block = filled.command(stepId, blockId);
    // From here to its being under way nothing may come between: a task ends what is under way, and refuses what comes later.
    tasks.refuseMeanwhile();
    const started = Promise.withResolvers<string>();
    const front = terminalId === undefined ? {} : { terminalId };
    runs.run({ stepId, block, whenBusy, ...front, onStarted: started.resolve }).then(
      () => {
        started.reject(new FleetlabError('internal', 'The command ended before a terminal took it.', 'Run it again.'));
        void lab.refresh().then(loop.poke);
      },
      (error: unknown) => started.reject(error),
    );
    return started.promise;
  }

  /** What changes files or the device by itself: not in the midst of a task, nor while a step's start is being saved. */
  async function awaitTurn(): Promise<void> {
    tasks.refuseMeanwhile();
    await starts.settled();
    // One may have begun meanwhile.
    tasks.refuseMeanwhile();
  }

  const handlers: CourseService['handlers'] = {
    ...createStepMoves({ filled, environment, workspace, lab, loop, progress, starts, runs, tasks }),
    async 'course.go'({ stepId }) {
      findStep(course, stepId);
      timekeeper.note(progress.value.place);
      const value = progress.goTo(stepId);
      arrive();
      loop.poke();
      return Promise.resolve(value);
    },
    'course.check': async ({ stepId }) => loop.check(filled.step(stepId)),
    async 'course.hint'({ stepId, count }) {
      const { hints } = findStep(course, stepId);
      const open = Math.max(progress.stepOf(stepId).hints, Math.min(count, hints.length));
      return Promise.resolve(progress.update(stepId, { hints: open }));
    },
    async 'course.answer'({ stepId, blockId, option }) {
      const quiz = findQuiz(findStep(course, stepId), blockId);
      if (quiz.options[option] === undefined)
        throw new FleetlabError('not-found', 'The question has no such answer.', 'Reload the window.');
      return Promise.resolve(answer(stepId, quiz, option));
    },
    async 'course.solve'({ stepId }) {
      const step = findStep(course, stepId);
      return tasks.run(stepId, 'solve', async (control) => {
        // The loop keeps the checks of the step fresh that the learner is on.
        progress.goTo(stepId);
        for (const id of step.solve)
          if (step.blocks.some((block) => block.kind === 'command' && block.id === id)) filled.command(stepId, id);
        // What the learner has told to wait would begin in the midst of this.
        runs.stopWaiting();
        await starts.settled();
        const services = {
          course: filled.course(),
          workspace,
          runs,
          lab,
          loop,
          answer: (quiz: QuizBlock) => answerRight(stepId, quiz),
          request: ask,
        };
        const sentence = await solveStep(filled.step(stepId), services, control);
        noteDone(stepId);
        progress.update(stepId, { solved: true });
        return sentence;
      });
    },
    'course.active'() {
      timekeeper.note(progress.value.place);
      return Promise.resolve(undefined);
    },
    'course.summary': ({ form }) => Promise.resolve(summaryFile(summaryOf(course, progress.value, new Date()), form)),
    async 'course.cancelTask'() {
      await tasks.cancel();
      return undefined;
    },
    'block.run': async (input) => ({ terminalId: await startBlock(input) }),
    async 'block.cancel'({ stepId, blockId }) {
      await runs.cancel(stepId, blockId);
      return undefined;
    },
    'block.applyEdit': async ({ stepId, blockId, replace }) => {
      await awaitTurn();
      const step = filled.step(stepId);
      const edit = findEdit(step, blockId);
      if (!replace) return workspace.applyEdit(edit);
      const text = textAfterEdit(edit.change, await referenceFor(step, edit));
      if (text === undefined)
        throw new FleetlabError('edit-does-not-fit', `The lesson has no text of its own for ${edit.file}.`, 'Reset the step.');
      return workspace.replace(edit.file, text, { reason: 'replace', step: nameOfStep(step) });
    },
    'block.viewEdit': async ({ stepId, blockId }) => {
      const step = filled.step(stepId);
      const edit = findEdit(step, blockId);
      const text = await workspace.read(edit.file).then(
        (file) => file.text,
        () => undefined,
      );
      const view = viewEdit(edit.change, text, await referenceFor(step, edit));
      return view.state === 'conflict' && hasOpenEditBefore(step, edit, text) ? { state: 'later', lines: view.lines } : view;
    },
    'block.request': async ({ stepId, blockId }) => {
      filled.request(stepId, blockId);
      await awaitTurn();
      return ask(filled.request(stepId, blockId));
    },
  };

  return {
    view: () => ({ course: filled.course(), progress: progress.value, runs: runs.view() }),
    handlers,
    place: () => nameOfStep(findStep(course, progress.value.place)),
    notices: [progress.notice, starts.notice, last.notice].filter((notice) => notice !== undefined),
    async close() {
      for (const stop of stops) stop();
      filled.close();
      sessions.close();
      runs.close();
      await closeInTurn(
        [() => tasks.close(), () => loop.close(), () => starts.close(), () => last.close(), () => progress.flush()],
        onProblem,
      );
    },
  };
}
