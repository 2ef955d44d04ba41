import type { StartView } from '../../shared/contract.ts';
import type { EditBlock, FigureBlock, Step, WorkbenchTab } from '../../shared/course/course.ts';
import type { WhenBusy } from '../../shared/course/progress.ts';
import type { Connection } from '../bridge/bridge.ts';
import { createAnnouncer, type Announcer } from './announcer.ts';
import { placeOf, type Place } from './course-position.ts';
import { placeInFile } from './edit-place.ts';
import { createFiles, type FilesModel } from './files.ts';
import { onKeysElsewhere } from './keys-elsewhere.ts';
import { createLayout, type LayoutModel } from './layout.ts';
import { blockPlace, createLesson, type LessonModel } from './lesson.ts';
import { saveFile } from './save-file.ts';
import { createScreen, pointAt, type ScreenStore } from './screen.ts';
import { createSession, type Session } from './session.ts';
import { createSight, seek, type SightStore } from './sight.ts';
import { stepActions, type StepActions } from './step-actions.ts';
import { nameAmongOthers } from './terminal-names.ts';
import { createTerminals, type TerminalsModel } from './terminals.ts';

/** Everything behind the screen: stores fed by main's events, and what the learner can do. */
export interface Model extends StepActions {
  bridge: Connection;
  session: Session;
  lesson: LessonModel;
  files: FilesModel;
  terminals: TerminalsModel;
  layout: LayoutModel;
  screen: ScreenStore;
  /** The block that is to be in view. */
  sight: SightStore;
  announcer: Announcer;
  place(): Place | undefined;
  goTo(stepId: string): Promise<void>;
  /** Opens another course, at the step where the learner left it. */
  chooseCourse(courseId: string): Promise<void>;
  /** Leads commands, views and checks to another environment; a terminal of its own comes to the front. */
  chooseEnvironment(id: string): Promise<void>;
  /** Saves what the learner has done as a file of theirs. */
  saveSummary(form: 'html' | 'markdown'): Promise<void>;
  /** Asks whether to bring files and device to a step's start as well. */
  askToStartAt(stepId: string): void;
  startAt(step: Step): Promise<void>;
  /** Puts back what the last reset or jump has changed. */
  undo(): Promise<void>;
  runBlock(blockId: string, whenBusy?: WhenBusy): Promise<void>;
  /** Brings the terminal to the front that a block runs in, or ran in. */
  showTerminal(id: string): void;
  applyEdit(block: EditBlock, replace?: boolean): Promise<void>;
  /** Opens the figure's Workbench tab and points at what matters. */
  showFigure(figure: FigureBlock): void;
  showInFile(block: EditBlock): Promise<void>;
  showFile(path: string): Promise<void>;
  showTab(tab: WorkbenchTab): void;
  /** Opens `count` hints of the step. */
  showHints(count: number): Promise<void>;
  answer(blockId: string, option: number): Promise<void>;
}

/** Whether the learner's keys go to a shell at this moment. */
function isTypingInTerminal(): boolean {
  return typeof document !== 'undefined' && document.activeElement?.closest('.terminal-screen') != null;
}

export function createModel(bridge: Connection): Model {
  const announcer = createAnnouncer();
  const layout = createLayout(bridge);
  const files = createFiles(bridge);
  const terminals = createTerminals(bridge, isTypingInTerminal);
  terminals.onPlaces((places) => layout.change({ terminals: places }));
  onKeysElsewhere(() => terminals.leave());
  const screen = createScreen();
  const sight = createSight();
  const session = createSession(bridge, takeStart);
  const lesson = createLesson({
    bridge,
    files,
    announcer,
    terminals: {
      frontId: () => terminals.store.getState().activeId,
      isOpen: (id) => terminals.store.getState().views.some((view) => view.id === id),
      nameAmongOthers: (id) => nameAmongOthers(terminals.store.getState(), id),
    },
    currentStep: () => place()?.step,
    environmentId: () => session.store.getState().facts?.environment.id ?? '',
  });
  let hasStarted = false;

  function place(): Place | undefined {
    const { facts } = session.store.getState();
    return facts === undefined ? undefined : placeOf(facts.course, facts.progress);
  }

  function takeStart(start: StartView): void {
    terminals.load(start, hasStarted ? undefined : start.layout.terminals);
    lesson.load(start.runs);
    const step = placeOf(start.course, start.progress)?.step;
    if (hasStarted) void files.refresh();
    else
      layout.load(
        step === undefined || start.layout.workbenchTab !== undefined ? start.layout : { ...start.layout, workbenchTab: step.shows },
      );
    hasStarted = true;
    if (step === undefined) return;
    void lesson.enter(step);
    const wanted = files.store.getState().open ?? start.layout.openFile ?? step.opens;
    const paths = new Set(start.workspace.entries.map((entry) => entry.path));
    const path = wanted !== undefined && paths.has(wanted) ? wanted : step.opens;
    if (path !== undefined && paths.has(path)) void files.open(path);
  }

  function showTab(tab: WorkbenchTab): void {
    layout.showTab(tab);
    if (tab === 'files') screen.setState({ hasUnseenFileChange: false });
  }

  async function showFile(path: string): Promise<void> {
    showTab('files');
    layout.change({ openFile: path });
    await files.open(path);
  }

  /** Shows where in its file an edit is, or is to be made. */
  async function reveal(step: Step, block: EditBlock): Promise<void> {
    const view = lesson.store.getState().edits[step.id]?.[block.id];
    const text = view === undefined ? '' : placeInFile(view);
    if (text !== '') await files.revealText(block.file, text);
  }

  function enter(step: Step): void {
    showTab(step.shows);
    if (step.opens !== undefined) {
      layout.change({ openFile: step.opens });
      void files.open(step.opens);
    }
    void lesson.enter(step);
  }

  async function runBlock(blockId: string, whenBusy?: WhenBusy): Promise<void> {
    const step = place()?.step;
    const block = step?.blocks.find((candidate) => candidate.kind === 'command' && candidate.id === blockId);
    if (step === undefined || block?.kind !== 'command') return;
    seek(sight, blockId);
    const terminalId = await lesson.run(step, block, whenBusy);
    if (terminalId !== undefined) terminals.activate(terminalId, isTypingInTerminal());
  }

  // A newcomer to an environment finds a prompt there; one who closed every terminal is not given another.
  const hasOpenedTerminal = new Set<string>();
  session.store.subscribe(({ facts }) => {
    if (facts === undefined || facts.isFirstStart || facts.environment.state !== 'ready') return;
    const { id } = facts.environment;
    if (hasOpenedTerminal.has(id)) return;
    hasOpenedTerminal.add(id);
    const isThere = terminals.store.getState().views.some(({ environment }) => environment.id === id);
    if (!isThere) void terminals.open({ kind: 'laptop' }, { takesFocus: false });
  });

  bridge.on('workspace.changed', (workspace) => {
    files.noticeWorkspace(workspace);
    lesson.noticeWorkspace(workspace);
  });
  bridge.on('workspace.fileChanged', (file) => {
    const shown = layout.store.getState().workbenchTab === 'files' && files.store.getState().open === file.path;
    if (!shown) screen.setState({ hasUnseenFileChange: layout.store.getState().workbenchTab !== 'files' });
  });

  return {
    bridge,
    session,
    lesson,
    files,
    terminals,
    layout,
    screen,
    sight,
    announcer,
    place,
    runBlock,
    showTerminal: (id) => terminals.activate(id),
    ...stepActions({ lesson, files, announcer, currentStep: () => place()?.step, runBlock }),
    showFile,
    showTab,
    async goTo(stepId) {
      const before = place()?.step.id;
      if (before === stepId) return;
      const moved = await lesson.attempt('place', async () => {
        await files.flush();
        await session.takeProgress(() => bridge.call('course.go', { stepId }));
      });
      const step = place()?.step;
      if (moved && step !== undefined) {
        lesson.dismissTask();
        enter(step);
      }
    },
    async chooseCourse(courseId) {
      if (session.store.getState().facts?.course.id === courseId) return;
      const isChosen = await lesson.attempt('place', async () => {
        // What was typed belongs to the files of the course that is left.
        await files.flush();
        await bridge.call('course.choose', { courseId });
        await session.load();
      });
      const step = place()?.step;
      if (!isChosen || step === undefined) return;
      lesson.dismissTask();
      enter(step);
      announcer.announce(`${session.store.getState().facts?.course.title ?? ''} is open.`);
    },
    async chooseEnvironment(id) {
      if (session.store.getState().facts?.environments.chosen === id) return;
      if (!(await lesson.attempt('environment', () => bridge.call('environment.choose', { id })))) return;
      terminals.dismissProblem();
      const own = terminals.store.getState().views.find(({ environment }) => environment.id === id);
      if (own !== undefined) terminals.activate(own.id);
      const list = session.store.getState().facts?.environments.environments ?? [];
      announcer.announce(`Commands go to ${list.find((entry) => entry.id === id)?.name ?? 'another environment'} now.`);
    },
    async saveSummary(form) {
      await lesson.attempt('summary', async () => {
        const { name, type, text } = await bridge.call('course.summary', { form });
        saveFile(new Blob([text], { type }), name);
        announcer.announce(`${name} is saved.`);
      });
    },
    askToStartAt: (stepId) => screen.setState({ overlay: 'jump', jumpTo: stepId }),
    async startAt(step) {
      await lesson.jump(step);
      if (place()?.step.id === step.id) enter(step);
    },
    async undo() {
      const before = place()?.step.id;
      await lesson.undo();
      const step = place()?.step;
      if (step !== undefined && step.id !== before) enter(step);
    },
    async applyEdit(block, replace) {
      const step = place()?.step;
      if (step === undefined || !(await lesson.apply(step, block, replace))) return;
      const { open } = files.store.getState();
      if (open === block.file) await reveal(step, block);
    },
    showFigure({ view, focus }) {
      showTab(view);
      pointAt(screen, view, focus);
    },
    async showInFile(block) {
      const step = place()?.step;
      await showFile(block.file);
      if (step !== undefined) await reveal(step, block);
    },
    async showHints(count) {
      const step = place()?.step;
      if (step === undefined) return;
      await lesson.attempt('hints', () => session.takeProgress(() => bridge.call('course.hint', { stepId: step.id, count })));
    },
    async answer(blockId, option) {
      const step = place()?.step;
      if (step === undefined) return;
      await lesson.attempt(blockPlace(step.id, blockId), () =>
        session.takeProgress(() => bridge.call('course.answer', { stepId: step.id, blockId, option })),
      );
    },
  };
}
