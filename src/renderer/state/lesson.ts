import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FleetlabBridge } from '../../shared/contract.ts';
import type { CheckResult } from '../../shared/course/checks.ts';
import type { CommandBlock, EditBlock, RequestBlock, Step } from '../../shared/course/course.ts';
import type { EditView } from '../../shared/course/edit.ts';
import type { BlockRun, StepTask, WhenBusy } from '../../shared/course/progress.ts';
import { goesOn } from '../../shared/course/run-state.ts';
import type { HttpAnswer } from '../../shared/domain/http.ts';
import type { WorkspaceView } from '../../shared/domain/workspace.ts';
import type { Announcer } from './announcer.ts';
import { describeAnswer, describeChecks, describeStart, describeWait } from './announcements.ts';
import { choicesOf, describeRefusal } from './busy-choices.ts';
import type { FilesModel } from './files.ts';
import { toProblem, without, type Problem } from './problem.ts';
import { createRunNews } from './run-news.ts';

export interface LessonState {
  /** By step, then by block. */
  runs: Readonly<Record<string, Readonly<Record<string, BlockRun>>>>;
  /** By step. */
  checks: Readonly<Record<string, readonly CheckResult[]>>;
  isChecking: boolean;
  task: StepTask | undefined;
  /** The last reset or jump, until it is undone: which can be done in its own environment alone. */
  undoable: StepTask | undefined;
  /** Why the action on a block or a button failed, by the block's place or the button's name. */
  problems: Readonly<Record<string, Problem>>;
  /** Each edit against its file as it is now: by step, then by block. */
  edits: Readonly<Record<string, Readonly<Record<string, EditView>>>>;
  /** How each request ended that the learner made: by step, then by block. */
  answers: Readonly<Record<string, Readonly<Record<string, Answered | 'asking'>>>>;
}

/** With the time at which it came, in milliseconds since 1970. */
export type Answered = HttpAnswer & { at: number };

export interface LessonModel {
  store: StoreApi<LessonState>;
  /** What has run, by step. */
  load(runs: Readonly<Record<string, readonly BlockRun[]>>): void;
  /** Reads what the step's blocks show (file texts, checks). */
  enter(step: Step): Promise<void>;
  check(step: Step): Promise<void>;
  /**
   * Returns the terminal it runs in, which may have had it before: what goes on is not begun once more. Undefined when it waits already or was
   * refused (the block then shows why).
   */
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

/** What the lesson has to know of the terminals. */
export interface LessonTerminals {
  /** The one in front of the learner. */
  frontId(): string | undefined;
  isOpen(id: string): boolean;
  /** What stands on its tab; undefined where no other terminal is open, or this one is not. */
  nameAmongOthers(id: string | undefined): string | undefined;
}

/** Where a block's problem is kept: blocks of two steps may have the same id. */
export function blockPlace(stepId: string, blockId: string): string {
  return `${stepId}/${blockId}`;
}

export interface LessonDependencies {
  bridge: FleetlabBridge;
  files: FilesModel;
  announcer: Announcer;
  terminals: LessonTerminals;
  /** The step in front of the learner, for what is said aloud. */
  currentStep: () => Step | undefined;
  /** The environment that is chosen, by its id. */
  environmentId: () => string;
}

export function createLesson({ bridge, files, announcer, terminals, currentStep, environmentId }: LessonDependencies): LessonModel {
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

  const news = createRunNews({ announcer, currentStep, terminalName: (id) => terminals.nameAmongOthers(id) });

  /** Runs that main has not answered yet. */
  const onTheirWay = new Set<string>();

  /** Files of edits that were there when the workspace was listed last. */
  const present = new Set<string>();

  function setProblem(place: string, problem: Problem | undefined): void {
    store.setState((state) => ({
      problems: problem === undefined ? without(state.problems, place) : { ...state.problems, [place]: problem },
    }));
  }

  async function attempt(
    place: string,
    action: () => Promise<unknown>,
    describe = ({ message }: Problem): string => message,
  ): Promise<boolean> {
    setProblem(place, undefined);
    try {
      await action();
      return true;
    } catch (error) {
      const problem = toProblem(error);
      // The learner did that themselves.
      if (problem.code === 'cancelled') return false;
      setProblem(place, problem);
      announcer.announce(describe(problem));
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
    // It was refused because it ran already, here or in another window.
    const place = blockPlace(stepId, run.blockId);
    const hasEnded = run.state !== 'waiting' && run.state !== 'running';
    if (hasEnded && store.getState().problems[place]?.code === 'already-runs') setProblem(place, undefined);
    news.tell(stepId, run);
  }

  function takeChecks(stepId: string, results: readonly CheckResult[]): void {
    const before = store.getState().checks[stepId];
    store.setState((state) => ({ checks: { ...state.checks, [stepId]: results } }));
    const step = currentStep();
    if (step?.id !== stepId || before === undefined) return;
    const sentence = describeChecks(step, before, results);
    if (sentence !== undefined) announcer.tell(sentence);
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

  function setAnswer(stepId: string, blockId: string, answer: Answered | 'asking' | undefined): void {
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
      store.setState({ task: { stepId, environmentId: environmentId(), kind, state: 'running', message: 'Starting…' } });
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
    if (task.state !== 'running' && before?.state === 'running') announcer.tell(task.message);
  }

  function load(runs: Readonly<Record<string, readonly BlockRun[]>>): void {
    const byBlock = (list: readonly BlockRun[]) => Object.fromEntries(list.map((run) => [run.blockId, run]));
    store.setState({ runs: Object.fromEntries(Object.entries(runs).map(([stepId, list]) => [stepId, byBlock(list)])) });
    for (const [stepId, list] of Object.entries(runs)) for (const run of list) news.know(stepId, run);
  }

  bridge.on('runs.changed', (runs) => {
    load(runs);
    // What was asked and refused elsewhere says nothing here.
    store.setState({ answers: {}, problems: {} });
  });
  bridge.on('block.changed', ({ stepId, run }) => takeRun(stepId, run));
  // What stood in the way is gone: a question about it is none any more.
  bridge.on('block.free', ({ stepId, blockId }) => {
    const place = blockPlace(stepId, blockId);
    const problem = store.getState().problems[place];
    if (problem !== undefined && choicesOf(problem).length > 0) setProblem(place, undefined);
  });
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
      const run = store.getState().runs[step.id]?.[block.id];
      if (run?.state === 'waiting') {
        announcer.announce(describeWait(block, run, 'already'));
        return undefined;
      }
      // One without end whose terminal was closed has ended with it.
      const isOpen = run?.terminalId !== undefined && terminals.isOpen(run.terminalId);
      if (run?.state === 'running' || (isOpen && goesOn(block, run))) {
        announcer.announce(describeStart(block, terminals.nameAmongOthers(run.terminalId), 'already'));
        return isOpen ? run.terminalId : undefined;
      }
      // The second half of a double click.
      const place = blockPlace(step.id, block.id);
      if (onTheirWay.has(place)) return undefined;
      onTheirWay.add(place);
      leaveTaskBehind();
      let terminalId: string | undefined;
      await attempt(
        place,
        async () => {
          await files.flush();
          const front = terminals.frontId();
          const where = front === undefined ? {} : { terminalId: front };
          terminalId = (await bridge.call('block.run', { stepId: step.id, blockId: block.id, whenBusy, ...where })).terminalId;
        },
        describeRefusal,
      );
      onTheirWay.delete(place);
      return terminalId;
    },
    async cancel(step, blockId) {
      const isWaiting = store.getState().runs[step.id]?.[blockId]?.state === 'waiting';
      await attempt(blockPlace(step.id, blockId), () => bridge.call('block.cancel', { stepId: step.id, blockId }));
      // What is interrupted tells its end by itself.
      if (isWaiting) announcer.announce('Not waiting any more.');
    },
    async apply(step, block, replace = false) {
      leaveTaskBehind();
      return attempt(blockPlace(step.id, block.id), async () => {
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
      let answer: Answered | undefined;
      await attempt(blockPlace(step.id, block.id), async () => {
        answer = { ...(await bridge.call('block.request', { stepId: step.id, blockId: block.id })), at: Date.now() };
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
