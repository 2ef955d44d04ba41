import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FleetlabBridge } from '../../shared/contract.ts';
import type { TerminalTarget, TerminalView } from '../../shared/domain/terminal.ts';
import { toProblem, type Problem } from './problem.ts';

export interface TerminalsState {
  views: readonly TerminalView[];
  activeId: string | undefined;
  /** The terminal that takes the focus as soon as it is drawn: one that the learner opened by hand. */
  focusId: string | undefined;
  problem: Problem | undefined;
  /** Raised after a lost connection, so that each session is drawn anew from main's replay. */
  generation: number;
}

export interface TerminalsModel {
  store: StoreApi<TerminalsState>;
  load(views: readonly TerminalView[]): void;
  /** Brings it to the front; `takesFocus` where the learner was typing in another one. */
  activate(id: string, takesFocus?: boolean): void;
  /** The focus has been given. */
  focused(): void;
  /** `takesFocus` false where nobody asked for it by hand. */
  open(target: TerminalTarget, takesFocus?: boolean): Promise<void>;
  close(id: string): Promise<void>;
  dismissProblem(): void;
}

/** `isTyping`: whether the learner's keys go to a shell at this moment. */
export function createTerminals(bridge: FleetlabBridge, isTyping: () => boolean): TerminalsModel {
  const store = createStore<TerminalsState>(() => ({
    views: [],
    activeId: undefined,
    focusId: undefined,
    problem: undefined,
    generation: 0,
  }));

  function take(view: TerminalView): void {
    store.setState((state) => {
      const isKnown = state.views.some((known) => known.id === view.id);
      const views = isKnown ? state.views.map((known) => (known.id === view.id ? view : known)) : [...state.views, view];
      // A terminal that has just opened is what somebody asked for: this window, a lesson's command, or another window.
      // It does not come between a learner and the shell they are typing into.
      const comesToFront = !isKnown && !isTyping();
      return { views, activeId: comesToFront ? view.id : (state.activeId ?? view.id) };
    });
  }

  function remove(id: string): void {
    store.setState((state) => {
      const position = state.views.findIndex((view) => view.id === id);
      const views = state.views.filter((view) => view.id !== id);
      const neighbour = views[Math.min(Math.max(position, 0), views.length - 1)];
      return { views, activeId: state.activeId === id ? neighbour?.id : state.activeId };
    });
  }

  async function attempt(action: () => Promise<void>): Promise<void> {
    store.setState({ problem: undefined });
    try {
      await action();
    } catch (error) {
      store.setState({ problem: toProblem(error) });
    }
  }

  bridge.on('terminal.changed', take);
  bridge.on('terminal.closed', ({ id }) => remove(id));

  return {
    store,
    load(views) {
      store.setState((state) => {
        const keepsActive = views.some((view) => view.id === state.activeId);
        return { views, activeId: keepsActive ? state.activeId : views[0]?.id, generation: state.generation + 1 };
      });
    },
    activate: (id, takesFocus = false) => store.setState({ activeId: id, ...(takesFocus ? { focusId: id } : {}) }),
    focused: () => store.setState({ focusId: undefined }),
    open: (target, takesFocus = true) =>
      attempt(async () => {
        const view = await bridge.call('terminal.open', { target });
        take(view);
        store.setState({ activeId: view.id, ...(takesFocus ? { focusId: view.id } : {}) });
      }),
    close: (id) =>
      attempt(async () => {
        await bridge.call('terminal.close', { id });
        remove(id);
      }),
    dismissProblem: () => store.setState({ problem: undefined }),
  };
}
