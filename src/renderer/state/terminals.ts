import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FleetlabBridge } from '../../shared/contract.ts';
import type { TerminalTarget, TerminalView } from '../../shared/domain/terminal.ts';
import { toProblem, type Problem } from './problem.ts';

export interface TerminalsState {
  views: readonly TerminalView[];
  /** The one in front; where two are shown, the one that was used last. */
  activeId: string | undefined;
  /** Two terminals side by side. */
  split: Split | undefined;
  /** Shells of this machine, the learner's own first. */
  shells: readonly { file: string; name: string }[];
  /** What a terminal waits for the learner to say. */
  question: TerminalQuestion | undefined;
  /** The terminal that takes the focus as soon as it is drawn: one that the learner opened by hand. */
  focusId: string | undefined;
  problem: Problem | undefined;
  /** Raised after a lost connection, so that each session is drawn anew from main's replay. */
  generation: number;
}

export interface Split {
  left: string;
  right: string;
}

export type TerminalQuestion =
  /** Several lines, or one with its line end, are about to be pasted. */
  | { kind: 'paste'; text: string; paste: (text: string) => void }
  | { kind: 'link'; address: string }
  /** Something runs there. */
  | { kind: 'close' | 'restart'; id: string };

export interface TerminalsModel {
  store: StoreApi<TerminalsState>;
  load(views: readonly TerminalView[], shells: TerminalsState['shells']): void;
  /** Brings it to the front; `takesFocus` where the learner was typing in another one. */
  activate(id: string, takesFocus?: boolean): void;
  /** The focus has been given. */
  focused(): void;
  /** `takesFocus` false where nobody asked for it by hand. */
  open(target: TerminalTarget, options?: { takesFocus?: boolean; shell?: string }): Promise<void>;
  /** Opens a second one beside the one in front, or shows only the latter again. */
  toggleSplit(): Promise<void>;
  /** Puts a line at a prompt of the laptop, in an environment (that of the terminal in front unless told), for the learner to look at and send off. */
  suggest(line: string, environmentId?: string): Promise<void>;
  /** Asks first where something runs there. */
  askToClose(id: string): Promise<void>;
  close(id: string): Promise<void>;
  /** Asks first where something runs there. */
  askToRestart(id: string): Promise<void>;
  /** Ends what runs there and starts its shell anew. */
  restart(id: string): Promise<void>;
  ask(question: TerminalQuestion | undefined): void;
  dismissProblem(): void;
}

/** `isTyping`: whether the learner's keys go to a shell at this moment. */
export function createTerminals(bridge: FleetlabBridge, isTyping: () => boolean): TerminalsModel {
  const store = createStore<TerminalsState>(() => ({
    views: [],
    activeId: undefined,
    split: undefined,
    shells: [],
    question: undefined,
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
      return { views, ...(comesToFront || state.activeId === undefined ? inFront(state, view.id) : {}) };
    });
  }

  /** In the half that was used last, unless the other half shows it. */
  function inFront({ split, activeId }: TerminalsState, id: string): Partial<TerminalsState> {
    if (split === undefined || split.left === id || split.right === id) return { activeId: id };
    return { activeId: id, split: activeId === split.left ? { ...split, left: id } : { ...split, right: id } };
  }

  function remove(id: string): void {
    store.setState((state) => {
      const position = state.views.findIndex((view) => view.id === id);
      const views = state.views.filter((view) => view.id !== id);
      const neighbour = views[Math.min(Math.max(position, 0), views.length - 1)];
      const { split } = state;
      if (split !== undefined && (split.left === id || split.right === id))
        return { views, split: undefined, activeId: split.left === id ? split.right : split.left };
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

  function open(target: TerminalTarget, { takesFocus = true, shell }: { takesFocus?: boolean; shell?: string } = {}): Promise<void> {
    return attempt(async () => {
      const view = await bridge.call('terminal.open', { target, ...(shell === undefined ? {} : { shell }) });
      take(view);
      store.setState((state) => ({ ...inFront(state, view.id), ...(takesFocus ? { focusId: view.id } : {}) }));
    });
  }

  function close(id: string): Promise<void> {
    return attempt(async () => {
      await bridge.call('terminal.close', { id });
      remove(id);
      // The keys were on what is gone now.
      store.setState(({ activeId }) => ({ focusId: activeId }));
    });
  }

  function restart(id: string): Promise<void> {
    return attempt(async () => {
      try {
        take(await bridge.call('terminal.restart', { id }));
      } catch (error) {
        // The learner has closed it meanwhile.
        if (!store.getState().views.some((view) => view.id === id)) return;
        throw error;
      }
      store.setState({ focusId: id });
    });
  }

  function isRunning(id: string): boolean {
    return store.getState().views.find((view) => view.id === id)?.state === 'running';
  }

  // Whoever was asked has answered: what was refused for the device's key says nothing any more.
  bridge.on('hostKey.asked', ({ question }) => {
    if (question === undefined && store.getState().problem?.code.startsWith('host-key-') === true) store.setState({ problem: undefined });
  });
  bridge.on('terminal.changed', take);
  bridge.on('terminal.closed', ({ id }) => remove(id));

  return {
    store,
    load(views, shells) {
      const isThere = (id: string | undefined): boolean => views.some((view) => view.id === id);
      store.setState(({ activeId, split, generation }) => ({
        views,
        shells,
        activeId: isThere(activeId) ? activeId : views[0]?.id,
        split: split !== undefined && isThere(split.left) && isThere(split.right) ? split : undefined,
        generation: generation + 1,
      }));
    },
    activate: (id, takesFocus = false) => store.setState((state) => ({ ...inFront(state, id), ...(takesFocus ? { focusId: id } : {}) })),
    focused: () => store.setState({ focusId: undefined }),
    open,
    async toggleSplit() {
      const { split, activeId } = store.getState();
      if (split !== undefined) {
        store.setState({ split: undefined, focusId: activeId });
        return;
      }
      await open({ kind: 'laptop' });
      const right = store.getState().activeId;
      if (activeId !== undefined && right !== undefined && right !== activeId)
        // What was in front has moved on the page, and lost the focus.
        store.setState({ split: { left: activeId, right }, focusId: right });
    },
    async suggest(line, environmentId) {
      const { views, activeId } = store.getState();
      const { environment: here } = views.find((view) => view.id === activeId) ?? {};
      const isFree = ({ target, state, environment }: TerminalView): boolean =>
        target.kind === 'laptop' && state === 'prompt' && environment.id === (environmentId ?? here?.id);
      const free = views.find((view) => view.id === activeId && isFree(view)) ?? views.find(isFree);
      if (free === undefined) await open({ kind: 'laptop' });
      const id = free?.id ?? store.getState().activeId;
      if (id === undefined || store.getState().problem !== undefined) return;
      store.setState((state) => ({ ...inFront(state, id), focusId: id }));
      await attempt(async () => {
        await bridge.call('terminal.input', { id, data: line });
      });
    },
    async askToClose(id) {
      if (isRunning(id)) store.setState({ question: { kind: 'close', id } });
      else await close(id);
    },
    close,
    async askToRestart(id) {
      if (isRunning(id)) store.setState({ question: { kind: 'restart', id } });
      else await restart(id);
    },
    restart,
    ask: (question) => store.setState({ question }),
    dismissProblem: () => store.setState({ problem: undefined }),
  };
}
