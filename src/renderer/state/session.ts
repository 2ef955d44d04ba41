import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FleetlabBridge, StartView } from '../../shared/contract.ts';
import type { Progress } from '../../shared/course/progress.ts';
import { toProblem, type Problem } from './problem.ts';

/** What main knows and the screen shows; every field comes from main and is replaced, never edited. Other stores keep the rest of the start. */
export type Facts = Readonly<Omit<StartView, 'layout' | 'terminals' | 'shells' | 'runs' | 'notices'>>;

/** How many the screen keeps; main keeps as many. */
const mostContainerEvents = 500;
const mostConnections = 50;

export interface Notice {
  id: number;
  message: string;
  about?: string | undefined;
}

export interface SessionState {
  phase: 'loading' | 'ready' | 'failed';
  problem: Problem | undefined;
  connection: 'connected' | 'lost';
  facts: Facts | undefined;
  notices: readonly Notice[];
}

export interface Session {
  store: StoreApi<SessionState>;
  /** Asks main for everything; rejects never, a failure is the state's `problem`. */
  load(): Promise<void>;
  begin(): Promise<void>;
  /** The answer to a call that changes progress; an event that came meanwhile is newer, and stays. */
  takeProgress(answer: () => Promise<Progress>): Promise<void>;
  notify(message: string): void;
  dismiss(id: number): void;
}

/** `onStart` hears every answer of `app.start`: at the first one and after each lost connection. */
export function createSession(bridge: FleetlabBridge, onStart: (start: StartView) => void): Session {
  const store = createStore<SessionState>(() => ({
    phase: 'loading',
    problem: undefined,
    connection: 'connected',
    facts: undefined,
    notices: [],
  }));
  let noticeId = 0;

  function change(facts: Partial<Facts>): void {
    const known = store.getState().facts;
    if (known !== undefined) store.setState({ facts: { ...known, ...facts } });
  }

  function notify(message: string, about?: string): void {
    if (store.getState().notices.some((notice) => notice.message === message)) return;
    noticeId += 1;
    store.setState((state) => ({ notices: [...state.notices, { id: noticeId, message, about }] }));
  }

  async function load(): Promise<void> {
    try {
      const start = await bridge.call('app.start', undefined);
      onStart(start);
      store.setState({ phase: 'ready', problem: undefined, facts: factsOf(start) });
      for (const message of start.notices) notify(message);
    } catch (error) {
      const problem = toProblem(error);
      // While the connection is lost, the screen keeps what it has and the next connection loads again.
      if (problem.code !== 'connection-lost') store.setState({ phase: 'failed', problem });
    }
  }

  bridge.on('environment.changed', (environment) => change({ environment }));
  bridge.on('environments.changed', (environments) => change({ environments }));
  bridge.on('hostKey.asked', ({ question }) => change({ hostKeyQuestion: question }));
  bridge.on('lab.changed', (lab) => change({ lab }));
  bridge.on('engine.changed', (engine) => change({ engine }));
  bridge.on('container.event', (event) => {
    const { containerEvents = [] } = store.getState().facts ?? {};
    change({ containerEvents: [...containerEvents, event].slice(-mostContainerEvents) });
  });
  bridge.on('connection.seen', (connection) => {
    const { connections = [] } = store.getState().facts ?? {};
    change({ connections: [...connections, connection].slice(-mostConnections) });
  });
  bridge.on('engine.forgotten', () => change({ containerEvents: [], connections: [] }));
  bridge.on('plan.changed', (plan) => change({ plan }));
  bridge.on('workspace.changed', (workspace) => change({ workspace }));
  bridge.on('course.changed', (course) => change({ course }));
  bridge.on('course.opened', () => void load());
  bridge.on('progress.changed', (progress) => change({ progress }));
  bridge.on('app.notice', ({ message, about }) => notify(message, about));
  bridge.on('app.mended', ({ about }) =>
    store.setState((state) => ({ notices: state.notices.filter((notice) => notice.about !== about) })),
  );
  bridge.onConnection((connection) => {
    store.setState({ connection });
    if (connection === 'connected') void load();
  });

  return {
    store,
    load,
    notify,
    async takeProgress(answer) {
      const before = store.getState().facts?.progress;
      const progress = await answer();
      if (store.getState().facts?.progress === before) change({ progress });
    },
    dismiss: (id) => store.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) })),
    async begin() {
      await bridge.call('app.begin', undefined);
      change({ isFirstStart: false });
    },
  };
}

function factsOf({ layout, terminals, shells, runs, notices, ...facts }: StartView): Facts {
  return facts;
}
