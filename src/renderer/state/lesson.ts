import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FleetlabBridge } from '../../shared/contract.ts';
import type { CheckResult } from '../../shared/course/checks.ts';
import type { CommandBlock, EditBlock, RequestBlock, Step } from '../../shared/course/course.ts';
import type { EditView } from '../../shared/course/edit.ts';
import type { BlockRun, StepTask, WhenBusy } from '../../shared/course/progress.ts';
import type { HttpAnswer } from '../../shared/domain/http.ts';
import type { WorkspaceView } from '../../shared/domain/workspace.ts';
import type { Announcer } from './announcer.ts';
import { describeAnswer, describeChecks, describeRun, firstLine } from './announcements.ts';
import type { FilesModel } from './files.ts';
import { toProblem, without, type Problem } from './problem.ts';

export interface LessonState {
  /** By step, then by block. */
  runs: Readonly<Record<string, Readonly<Record<string, BlockRun>>>>;
  /** By step. */
  checks: Readonly<Record<string, readonly CheckResult[]>>;
  isChecking: boolean;
  task: StepTask | undefined;
  /** The last reset or jump, while it can be undone. */
  undoable: StepTask | undefined;
  /** Why the action on a block or a button failed, by the block's id or the button's name. */
  problems: Readonly<Record<string, Problem>>;
  /** Each edit against its file as it is now: by step, then by block. */
  edits: Readonly<Record<string, Readonly<Record<string, EditView>>>>;
  /** How each request ended that the learner made: by step, then by block. */
  answers: Readonly<Record<string, Readonly<Record<string, HttpAnswer | 'asking'>>>>;
}

export interface LessonModel {
  store: StoreApi<LessonState>;
  /** What has run since the app was started, by step. */
  load(runs: Readonly<Record<string, readonly BlockRun[]>>): void;
  /** Reads what the step's blocks show (file texts, checks). */
  enter(step: Step): Promise<void>;
  check(step: Step): Promise<void>;
  /** Returns the terminal it runs in; undefined when it was refused (the block then shows why). */
  run(step: Step, block: CommandBlock, whenBusy?: WhenBusy): Promise<string | undefined>;
  /** Stops waiting for a terminal, or interrupts the command. */
  cancel(step: Step, blockId: string): Promise<void>;
  /** `replace`: the lesson's own file takes the place of the learner's, of which a copy is kept. */
  apply(step: Step, block: EditBlock, replace?: boolean): Promise<boolean>;
  /** Makes a request; how it ends is shown under the block. */
  ask(step: Step, block: RequestBlock): Promise<void>;
  /** Any other call that may fail, with its problem shown under `place`. */
  attempt(place: string, action: () => Promise<unknown>): Promise<boolean>;
  solve(step: Step): Promise<void>;
  reset(step: Step): Promise<void>;
  /** Brings the learner, the files and the device to the step's start. */
  jump(step: Step): Promise<void>;
  /** Puts back what the last reset or jump has changed. */
  undo(): Promise<void>;
  cancelTask(): Promise<void>;
  dismissTask(): void;
  noticeWorkspace(workspace: WorkspaceView): void;
}

export interface LessonDependencies {
  bridge: FleetlabBridge;
  files: FilesModel;
  announcer: Announcer;
  /** The step in front of the learner, for what is said aloud. */
  currentStep: () => Step | undefined;
}

export function createLesson({ bridge, files, announcer, currentStep }: LessonDependencies): LessonModel {
  const store = createStore<LessonState>(() => ({
    runs: {},
    checks: {},
    isChecking: false,
    task: undefined,
    undoable: undefined,
    problems: {},
    edits: {},
    answers: {},
  }));

  /** Files of edits that were there when the workspace was listed last. */
  const present = new Set<string>();

  function setProblem(place: string, problem: Problem | undefined): void {
    store.setState((state) => ({
      problems: problem === undefined ? without(state.problems, place) : { ...state.problems, [place]: problem },
    }));
  }

  async function attempt(place: string, action: () => Promise<unknown>): Promise<boolean> {
    setProblem(place, undefined);
    try {
      await action();
      return true;
    } catch (error) {
      const problem = toProblem(error);
      // The learner did that themselves.
      if (problem.code === 'cancelled') return false;
      setProblem(place, problem);
      announcer.announce(problem.message);
      return false;
    }
  }

  function takeRun(stepId: string, run: BlockRun): void {
    store.setState((state) => {
      // It did not run after all: the block looks as if it had never been pressed.
      if (run.state === 'idle') {
        const others = Object.entries(state.runs[stepId] ?? {}).filter(([blockId]) => blockId !== run.blockId);
        return { runs: { ...state.runs, [stepId]: Object.fromEntries(others) } };
      }
      return { runs: { ...state.runs, [stepId]: { ...state.runs[stepId], [run.blockId]: run } } };
    });
    const block = currentStep()?.blocks.find((candidate) => candidate.kind === 'command' && candidate.id === run.blockId);
    if (run.state === 'done' && block?.kind === 'command') announcer.announce(describeRun(block, run));
    if (run.state === 'lost' && run.problem !== undefined && block !== undefined) announcer.announce(run.problem.message);
  }

  function takeChecks(stepId: string, results: readonly CheckResult[]): void {
    const before = store.getState().checks[stepId];
    store.setState((state) => ({ checks: { ...state.checks, [stepId]: results } }));
    const step = currentStep();
    if (step?.id !== stepId || before === undefined) return;
    const sentence = describeChecks(step, before, results);
    if (sentence !== undefined) announcer.announce(sentence);
  }

  /** Looks at the step's edits anew; only at those of one file, where it is named. */
  async function viewEdits(step: Step, file?: string): Promise<void> {
    const blocks = step.blocks.filter((block) => block.kind === 'edit').filter((block) => file === undefined || block.file === file);
    const views = await Promise.all(
      blocks.map(async ({ id }): Promise<[string, EditView] | undefined> => {
        try {
          return [id, await bridge.call('block.viewEdit', { stepId: step.id, blockId: id })];
        } catch {
          // What was seen last stays; whoever applies the edit is told.
          return undefined;
        }
      }),
    );
    const known = views.filter((pair) => pair !== undefined);
    if (known.length === 0) return;
    store.setState((state) => ({ edits: { ...state.edits, [step.id]: { ...state.edits[step.id], ...Object.fromEntries(known) } } }));
  }

  function setAnswer(stepId: string, blockId: string, answer: HttpAnswer | 'asking' | undefined): void {
    store.setState((state) => {
      const others = Object.fromEntries(Object.entries(state.answers[stepId] ?? {}).filter(([id]) => id !== blockId));
      return { answers: { ...state.answers, [stepId]: answer === undefined ? others : { ...others, [blockId]: answer } } };
    });
  }

  async function check(step: Step): Promise<void> {
    store.setState({ isChecking: true });
    await attempt('checks', async () => takeChecks(step.id, await bridge.call('course.check', { stepId: step.id })));
    store.setState({ isChecking: false });
  }

  async function runTask(stepId: string, kind: StepTask['kind']): Promise<void> {
    await attempt('task', async () => {
      await files.flush();
      store.setState({ task: { stepId, kind, state: 'running', message: 'Starting…' } });
      takeTask(kind === 'undo' ? await bridge.call('course.undo', undefined) : await bridge.call(`course.${kind}`, { stepId }));
    });
    const { task, problems } = store.getState();
    if (problems['task'] !== undefined) store.setState({ task: undefined });
    if (task?.state === 'done' && kind !== 'solve') {
      store.setState(({ runs, answers }) => ({
        undoable: kind === 'undo' ? undefined : task,
        runs: { ...runs, [stepId]: {} },
        answers: { ...answers, [stepId]: {} },
      }));
    }
    const step = currentStep();
    if (step !== undefined) await viewEdits(step);
  }

  /** What became of a reset or a solve is read by then: the learner goes on. */
  function leaveTaskBehind(): void {
    if (store.getState().task?.state !== 'running') store.setState({ task: undefined });
  }

  function takeTask(task: StepTask): void {
    const before = store.getState().task;
    store.setState({ task });
    if (task.state !== 'running' && before?.state === 'running') announcer.announce(task.message);
  }

  function load(runs: Readonly<Record<string, readonly BlockRun[]>>): void {
    const byBlock = (list: readonly BlockRun[]) => Object.fromEntries(list.map((run) => [run.blockId, run]));
    store.setState({ runs: Object.fromEntries(Object.entries(runs).map(([stepId, list]) => [stepId, byBlock(list)])) });
  }

  bridge.on('runs.changed', (runs) => {
    load(runs);
    // What was asked and refused elsewhere says nothing here.
    store.setState({ answers: {}, problems: {} });
  });
  bridge.on('block.changed', ({ stepId, run }) => takeRun(stepId, run));
  bridge.on('checks.changed', ({ stepId, results }) => takeChecks(stepId, results));
  bridge.on('task.changed', takeTask);
  bridge.on('workspace.fileChanged', ({ path }) => {
    const step = currentStep();
    if (step !== undefined) void viewEdits(step, path);
  });

  return {
    store,
    load,
    attempt,
    check,
    async enter(step) {
      await Promise.all([viewEdits(step), check(step)]);
    },
    async run(step, block, whenBusy = 'refuse') {
      let terminalId: string | undefined;
      const { state } = store.getState().runs[step.id]?.[block.id] ?? {};
      if (state === 'waiting' || state === 'running') {
        announcer.announce(`${firstLine(block.text)} ${state === 'running' ? 'is running already' : 'is waiting already'}.`);
        return undefined;
      }
      leaveTaskBehind();
      await attempt(block.id, async () => {
        await files.flush();
        terminalId = (await bridge.call('block.run', { stepId: step.id, blockId: block.id, whenBusy })).terminalId;
      });
      return terminalId;
    },
    async cancel(step, blockId) {
      await attempt(blockId, () => bridge.call('block.cancel', { stepId: step.id, blockId }));
    },
    async apply(step, block, replace = false) {
      leaveTaskBehind();
      return attempt(block.id, async () => {
        await files.flush();
        const file = await bridge.call('block.applyEdit', { stepId: step.id, blockId: block.id, replace });
        await viewEdits(step, file.path);
        announcer.announce(replace ? `${file.path} is replaced. A copy of yours is kept.` : `Applied to ${file.path}.`);
      });
    },
    async ask(step, block) {
      leaveTaskBehind();
      const before = store.getState().answers[step.id]?.[block.id];
      if (before === 'asking') return;
      setAnswer(step.id, block.id, 'asking');
      let answer: HttpAnswer | undefined;
      await attempt(block.id, async () => {
        answer = await bridge.call('block.request', { stepId: step.id, blockId: block.id });
        announcer.announce(describeAnswer(answer));
      });
      setAnswer(step.id, block.id, answer);
    },
    solve: (step) => runTask(step.id, 'solve'),
    reset: (step) => runTask(step.id, 'reset'),
    jump: (step) => runTask(step.id, 'jump'),
    async undo() {
      const { undoable } = store.getState();
      if (undoable !== undefined) await runTask(undoable.stepId, 'undo');
    },
    async cancelTask() {
      await attempt('task', () => bridge.call('course.cancelTask', undefined));
    },
    dismissTask: () => store.setState({ task: undefined }),
    noticeWorkspace(workspace) {
      const step = currentStep();
      if (step === undefined) return;
      const paths = new Set(workspace.entries.map((entry) => entry.path));
      for (const file of editedFiles(step)) {
        if (paths.has(file) === present.has(file)) continue;
        if (paths.has(file)) present.add(file);
        else present.delete(file);
        void viewEdits(step, file);
      }
    },
  };
}

function editedFiles(step: Step): string[] {
  return [...new Set(step.blocks.flatMap((block) => (block.kind === 'edit' ? [block.file] : [])))];
}
