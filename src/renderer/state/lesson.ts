import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FleetlabBridge } from '../../shared/contract.ts';
import type { CheckResult } from '../../shared/course/checks.ts';
import type { CommandBlock, EditBlock, Step } from '../../shared/course/course.ts';
import type { BlockRun, StepTask, WhenBusy } from '../../shared/course/progress.ts';
import type { WorkspaceView } from '../../shared/domain/workspace.ts';
import type { Announcer } from './announcer.ts';
import { describeChecks, describeRun } from './announcements.ts';
import type { FilesModel } from './files.ts';
import { toProblem, without, type Problem } from './problem.ts';

export interface LessonState {
  /** By step, then by block. */
  runs: Readonly<Record<string, Readonly<Record<string, BlockRun>>>>;
  /** By step. */
  checks: Readonly<Record<string, readonly CheckResult[]>>;
  isChecking: boolean;
  task: StepTask | undefined;
  /** Why the action on a block or a button failed, by the block's id or the button's name. */
  problems: Readonly<Record<string, Problem>>;
  /** What each file that an edit names holds; null where there is no such file. */
  texts: Readonly<Record<string, string | null>>;
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
  apply(step: Step, block: EditBlock): Promise<boolean>;
  /** Any other call that may fail, with its problem shown under `place`. */
  attempt(place: string, action: () => Promise<unknown>): Promise<boolean>;
  solve(step: Step): Promise<void>;
  reset(step: Step): Promise<void>;
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
  const store = createStore<LessonState>(() => ({ runs: {}, checks: {}, isChecking: false, task: undefined, problems: {}, texts: {} }));

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
  }

  function takeChecks(stepId: string, results: readonly CheckResult[]): void {
    const before = store.getState().checks[stepId];
    store.setState((state) => ({ checks: { ...state.checks, [stepId]: results } }));
    const step = currentStep();
    if (step?.id !== stepId || before === undefined) return;
    const sentence = describeChecks(step, before, results);
    if (sentence !== undefined) announcer.announce(sentence);
  }

  async function readTexts(paths: readonly string[]): Promise<void> {
    const texts = await Promise.all(
      paths.map(async (path): Promise<[string, string | null | undefined]> => {
        try {
          return [path, (await bridge.call('workspace.read', { path })).text];
        } catch (error) {
          return [path, toProblem(error).code === 'not-found' ? null : undefined];
        }
      }),
    );
    const known = texts.filter((pair): pair is [string, string | null] => pair[1] !== undefined);
    store.setState((state) => ({ texts: { ...state.texts, ...Object.fromEntries(known) } }));
  }

  async function check(step: Step): Promise<void> {
    store.setState({ isChecking: true });
    await attempt('checks', async () => takeChecks(step.id, await bridge.call('course.check', { stepId: step.id })));
    store.setState({ isChecking: false });
  }

  async function runTask(step: Step, kind: StepTask['kind']): Promise<void> {
    const name = kind === 'solve' ? 'course.solve' : 'course.reset';
    await attempt('task', async () => {
      await files.flush();
      store.setState({
        task: { stepId: step.id, kind, state: 'running', message: kind === 'solve' ? 'Starting…' : 'Putting the step back…' },
      });
      takeTask(await bridge.call(name, { stepId: step.id }));
    });
    if (store.getState().problems['task'] !== undefined) store.setState({ task: undefined });
    if (kind === 'reset') store.setState((state) => ({ runs: { ...state.runs, [step.id]: {} } }));
    await readTexts(editedFiles(step));
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

  bridge.on('block.changed', ({ stepId, run }) => takeRun(stepId, run));
  bridge.on('checks.changed', ({ stepId, results }) => takeChecks(stepId, results));
  bridge.on('task.changed', takeTask);
  bridge.on('workspace.fileChanged', ({ path, text }) => store.setState((state) => ({ texts: { ...state.texts, [path]: text } })));

  return {
    store,
    load(runs) {
      const byBlock = (list: readonly BlockRun[]) => Object.fromEntries(list.map((run) => [run.blockId, run]));
      store.setState({ runs: Object.fromEntries(Object.entries(runs).map(([stepId, list]) => [stepId, byBlock(list)])) });
    },
    attempt,
    check,
    async enter(step) {
      await Promise.all([readTexts(editedFiles(step)), check(step)]);
    },
    async run(step, block, whenBusy = 'refuse') {
      let terminalId: string | undefined;
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
    async apply(step, block) {
      leaveTaskBehind();
      return attempt(block.id, async () => {
        await files.flush();
        const file = await bridge.call('block.applyEdit', { stepId: step.id, blockId: block.id });
        store.setState((state) => ({ texts: { ...state.texts, [file.path]: file.text } }));
        announcer.announce(`Applied to ${file.path}.`);
      });
    },
    solve: (step) => runTask(step, 'solve'),
    reset: (step) => runTask(step, 'reset'),
    async cancelTask() {
      await attempt('task', () => bridge.call('course.cancelTask', undefined));
    },
    dismissTask: () => store.setState({ task: undefined }),
    noticeWorkspace(workspace) {
      const paths = new Set(workspace.entries.map((entry) => entry.path));
      const { texts } = store.getState();
      const gone = Object.keys(texts).filter((path) => texts[path] !== null && !paths.has(path));
      const back = Object.keys(texts).filter((path) => texts[path] === null && paths.has(path));
      if (gone.length > 0) store.setState({ texts: { ...texts, ...Object.fromEntries(gone.map((path) => [path, null])) } });
      if (back.length > 0) void readTexts(back);
    },
  };
}

function editedFiles(step: Step): string[] {
  return [...new Set(step.blocks.flatMap((block) => (block.kind === 'edit' ? [block.file] : [])))];
}
