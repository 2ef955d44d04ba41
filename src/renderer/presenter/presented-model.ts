import { createStore } from 'zustand/vanilla';
import type { WorkbenchTab } from '../../shared/course/course.ts';
import type { LabView, LogLine } from '../../shared/domain/device-view.ts';
import type { Layout } from '../../shared/contract.ts';
import { placeOf } from '../state/course-position.ts';
import { createFiles } from '../state/files.ts';
import type { Model } from '../state/model.ts';
import { createScreen, pointAt } from '../state/screen.ts';
import type { SessionState } from '../state/session.ts';
import { createSight, seek } from '../state/sight.ts';
import { stepActions } from '../state/step-actions.ts';
import { identityOf } from './identity-of.ts';
import { hideSecrets, type Identity } from './secrets.ts';

/** The model as the slides see it. */
export interface PresentedModel {
  model: Model;
  /** The step whose blocks and picture are in front. */
  show(stepId: string, picture: WorkbenchTab): void;
  start(): void;
  /** Saves what was typed, and stops following. */
  end(): void;
}

export interface PresentedModelOptions {
  goToStep: (stepId: string) => void;
  /** A command was sent to a terminal, or a file is to be seen. */
  bringForward: (what: 'terminal' | 'picture') => void;
}

/**
 * What lessons and pictures are given while they are presented: everything that main knows, but another step in front, and a layout, open file
 * and dialogs of its own. So nothing that is shown to a class moves what the learner's view has; names and tokens are hidden.
 */
export function createPresentedModel(learner: Model, { goToStep, bringForward }: PresentedModelOptions): PresentedModel {
  const { bridge, lesson, terminals, announcer } = learner;
  let stepId: string | undefined;
  let stop: () => void = () => undefined;
  const hideLogs = createLogHider();
  const session = createStore<SessionState>(() => presented(learner.session.store.getState()));
  const layout = createStore<Layout>(() => learner.layout.store.getState());
  const files = createFiles(bridge);
  const screen = createScreen();
  const sight = createSight();
  bridge.on('workspace.changed', (workspace) => files.noticeWorkspace(workspace));

  function presented(state: SessionState): SessionState {
    const { facts } = state;
    if (facts === undefined) return state;
    const identity = identityOf(facts);
    const { problem, ...environment } = facts.environment;
    return {
      ...state,
      facts: {
        ...facts,
        progress: { ...facts.progress, place: stepId ?? facts.progress.place },
        environment: { ...environment, ...(problem === undefined ? {} : { problem: hideSecrets(problem, identity) }) },
        lab: hideLogs(facts.lab, identity),
        workspace: { ...facts.workspace, folder: hideSecrets(facts.workspace.folder, identity) },
      },
    };
  }

  function place(): ReturnType<Model['place']> {
    const { facts } = session.getState();
    return facts === undefined ? undefined : placeOf(facts.course, facts.progress);
  }

  function showTab(tab: WorkbenchTab): void {
    layout.setState({ workbenchTab: tab });
  }

  async function showFile(path: string): Promise<void> {
    showTab('files');
    bringForward('picture');
    await files.open(path);
  }

  function showTerminal(id: string): void {
    terminals.activate(id);
    bringForward('terminal');
  }

  const runBlock: Model['runBlock'] = async (blockId, whenBusy) => {
    const step = place()?.step;
    const block = step?.blocks.find((candidate) => candidate.kind === 'command' && candidate.id === blockId);
    if (step === undefined || block?.kind !== 'command') return;
    seek(sight, blockId);
    await files.flush();
    const terminalId = await lesson.run(step, block, whenBusy);
    if (terminalId !== undefined) showTerminal(terminalId);
  };

  const model: Model = {
    ...learner,
    session: { ...learner.session, store: session },
    layout: {
      store: layout,
      load: (next) => layout.setState(next, true),
      change: (change) => layout.setState(change),
      setPanels: () => undefined,
      showTab,
      flush: () => undefined,
    },
    files,
    screen,
    sight,
    place,
    goTo: (id) => Promise.resolve(goToStep(id)),
    runBlock,
    showTerminal,
    ...stepActions({ lesson, files, announcer, currentStep: () => place()?.step, runBlock }),
    async applyEdit(block, replace) {
      const step = place()?.step;
      await files.flush();
      if (step !== undefined) await lesson.apply(step, block, replace);
    },
    showFigure({ view, focus }) {
      showTab(view);
      bringForward('picture');
      pointAt(screen, view, focus);
    },
    async showInFile(block) {
      await showFile(block.file);
    },
    showFile,
    showTab(tab) {
      showTab(tab);
      bringForward('picture');
    },
    // What is revealed to a class is no hint taken and no answer given.
    showHints: () => Promise.resolve(),
    answer: () => Promise.resolve(),
  };

  return {
    model,
    show(id, picture) {
      const isOther = id !== stepId;
      stepId = id;
      session.setState(presented(learner.session.store.getState()), true);
      showTab(picture);
      const step = place()?.step;
      if (!isOther || step === undefined) return;
      void lesson.enter(step);
      if (step.opens !== undefined) void files.open(step.opens);
    },
    start() {
      stop();
      session.setState(presented(learner.session.store.getState()), true);
      layout.setState({ ...learner.layout.store.getState() }, true);
      const stops = [
        learner.session.store.subscribe((state) => session.setState(presented(state), true)),
        learner.layout.store.subscribe(({ theme, classClock }) => layout.setState({ theme, classClock })),
      ];
      stop = () => stops.forEach((end) => end());
    },
    end() {
      stop();
      stop = () => undefined;
      stepId = undefined;
      screen.setState({ overlay: undefined });
      void files.flush();
    },
  };
}

/** Each line is looked at once, however often the lab changes. */
function createLogHider(): (lab: LabView, identity: Identity | undefined) => LabView {
  const known = new WeakMap<LogLine, LogLine>();
  return (lab, identity) => ({
    ...lab,
    logs: lab.logs.map((line) => {
      const done = known.get(line) ?? { ...line, message: hideSecrets(line.message, identity) };
      known.set(line, done);
      return done;
    }),
  });
}
