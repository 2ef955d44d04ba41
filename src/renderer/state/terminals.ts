import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FleetlabBridge, Layout, StartView } from '../../shared/contract.ts';
import type { TerminalTarget, TerminalView } from '../../shared/domain/terminal.ts';
import { inOrder } from '../../shared/terminal-order.ts';
import { toProblem } from './problem.ts';
import { createTerminalNews } from './terminal-news.ts';
import type { TerminalQuestion, TerminalsState } from './terminals-state.ts';
import { placesOf, restorePlaces } from './terminal-places.ts';

/** What is done to the screen of the terminal in front: see `terminal/use-screen-commands.ts`. */
export type ScreenCommand =
  'search' | 'clear' | 'bottom' | 'previous-prompt' | 'next-prompt' | 'select-all' | 'copy-output' | 'copy-command';

/** In the place of a terminal's id: the focus goes to what is shown where there is none. */
export const noTerminal = 'none';

export interface TerminalsModel {
  store: StoreApi<TerminalsState>;
  /** `places`: what was in front when the page was left; else what is in front now stays there. */
  load(start: Pick<StartView, 'terminals' | 'closedTerminals' | 'shells' | 'usualShell'>, places?: Layout['terminals']): void;
  /** Hears of the places each time that the learner or main has changed them. */
  onPlaces(listener: (places: NonNullable<Layout['terminals']>) => void): void;
  /** Brings it to the front; `takesFocus` where the learner was typing in another one. */
  activate(id: string, takesFocus?: boolean): void;
  /** The focus has been given. */
  focused(): void;
  /** The learner goes on elsewhere on the page: a terminal that was asked for before does not take the keys when it comes. */
  leave(): void;
  /** `takesFocus` false where nobody asked for it by hand. */
  open(target: TerminalTarget, options?: { takesFocus?: boolean; shell?: string }): Promise<void>;
  /** Opens a second one beside the one in front, or shows only the latter again. */
  toggleSplit(): Promise<void>;
  /** Puts a line at a prompt of the laptop, in an environment (that of the terminal in front unless told), for the learner to look at and send off. */
  suggest(line: string, environmentId?: string): Promise<void>;
  /** The same in this terminal. */
  suggestIn(id: string, line: string): Promise<void>;
  /** The terminal of the split that is not in use takes the keys. */
  useOtherPane(): void;
  /** The next tab, or the one before, around the end. */
  step(by: 1 | -1): void;
  /** Begins to ask for a name; `rename` ends it. */
  askForName(id: string): void;
  /** Without a name, the terminal has its own again. */
  rename(id: string, name: string): void;
  cancelRename(): void;
  /** A terminal that is not shown has printed; false where that says nothing (a prompt that is drawn). */
  noteOutput(id: string): boolean;
  noteBell(id: string): void;
  /** To the screen of the terminal in front. */
  command(command: ScreenCommand): void;
  /** Returns the function that ends it. */
  onCommand(listener: (command: ScreenCommand) => void): () => void;
  /** Asks first where something runs there, or where `hasText`: what it shows would be lost by a key that was pressed by accident. */
  askToClose(id: string, hasText?: boolean): Promise<void>;
  close(id: string): Promise<void>;
  /** Opens a closed one again, the one that was closed last unless told. */
  reopen(id?: string): Promise<void>;
  /** Puts its tab before another one, or behind all, in all windows. */
  move(id: string, before: string | undefined): Promise<void>;
  /** The shell of new terminals from now on, of all windows. */
  useShell(file: string): Promise<void>;
  /** Asks first where something runs there. */
  askToRestart(id: string): Promise<void>;
  /** Ends what runs there and starts its shell anew. */
  restart(id: string): Promise<void>;
  ask(question: TerminalQuestion | undefined): void;
  /** In the machine's browser. */
  openLink(address: string): Promise<void>;
  dismissProblem(): void;
}

/** Characters of a name. */
const mostOfName = 60;
/** Why nothing is put at a prompt. */
const refusals: ReadonlySet<string> = new Set(['terminal-busy', 'line-half-typed']);

/** `isTyping`: whether the learner's keys go to a shell at this moment. */
export function createTerminals(bridge: FleetlabBridge, isTyping: () => boolean): TerminalsModel {
  const store = createStore<TerminalsState>(() => ({
    views: [],
    closed: [],
    activeId: undefined,
    split: undefined,
    shells: [],
    usualShell: '',
    question: undefined,
    focusId: undefined,
    names: {},
    renamingId: undefined,
    news: {},
    problem: undefined,
    generation: 0,
  }));
  const news = createTerminalNews(store);
  const commandListeners = new Set<(command: ScreenCommand) => void>();
  /** Raised each time that the learner goes on elsewhere. */
  let leaves = 0;
  /** Those that are being closed here: whether the keys are still to go to what is left. */
  const closing = new Map<string, () => boolean>();
  /** Of the tabs, as main told it last; one that has just come back is in it before its view is. */
  let order: readonly string[] = [];

  function take(view: TerminalView): void {
    const before = store.getState().views.find((known) => known.id === view.id);
    store.setState((state) => {
      const isKnown = state.views.some((known) => known.id === view.id);
      const views = isKnown ? state.views.map((known) => (known.id === view.id ? view : known)) : inOrder([...state.views, view], order);
      // A terminal that has just opened is what somebody asked for: this window, a lesson's command, or another window.
      // It does not come between a learner and the shell they are typing into.
      const comesToFront = !isKnown && !isTyping();
      const name = view.formerId === undefined || isKnown ? undefined : state.names[view.formerId];
      const names = name === undefined ? state.names : { ...state.names, [view.id]: name };
      return { views, names, ...(comesToFront || state.activeId === undefined ? inFront(state, view.id) : {}) };
    });
    news.take(view, before);
  }

  /** In the half that was used last, unless the other half shows it. */
  function inFront({ split, activeId }: TerminalsState, id: string): Partial<TerminalsState> {
    if (split === undefined || split.left === id || split.right === id) return { activeId: id };
    return { activeId: id, split: activeId === split.left ? { ...split, left: id } : { ...split, right: id } };
  }

  /** Notes that something was asked for which is to take the keys; the answer tells whether it still may. */
  function asked(): () => boolean {
    const before = leaves;
    return () => leaves === before;
  }

  function remove(id: string): void {
    news.forget(id);
    // The keys were on what is gone now: they go on before the learner does.
    const takesFocus = closing.get(id)?.() === true;
    closing.delete(id);
    store.setState((state) => {
      const position = state.views.findIndex((view) => view.id === id);
      const views = state.views.filter((view) => view.id !== id);
      const neighbour = views[Math.min(Math.max(position, 0), views.length - 1)];
      const { split } = state;
      const isInSplit = split !== undefined && (split.left === id || split.right === id);
      const left = isInSplit
        ? { split: undefined, activeId: split.left === id ? split.right : split.left }
        : { activeId: state.activeId === id ? neighbour?.id : state.activeId };
      return { views, ...left, ...(takesFocus ? { focusId: left.activeId ?? noTerminal } : {}) };
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
    const mayTakeFocus = asked();
    return attempt(async () => {
      show(await bridge.call('terminal.open', { target, ...(shell === undefined ? {} : { shell }) }), takesFocus && mayTakeFocus());
    });
  }

  /** The id of one on this machine, undefined where it could not be opened. */
  async function openLaptop(mayTakeFocus: () => boolean): Promise<string | undefined> {
    let id: string | undefined;
    await attempt(async () => {
      const view = await bridge.call('terminal.open', { target: { kind: 'laptop' } });
      show(view, mayTakeFocus());
      ({ id } = view);
    });
    return id;
  }

  function show(view: TerminalView, takesFocus: boolean): void {
    take(view);
    come(view.id, takesFocus);
  }

  /** Whoever has gone on elsewhere since may be typing into another shell by now, which then stays in front. */
  function come(id: string, takesFocus: boolean): void {
    if (takesFocus || !isTyping()) bringToFront(id, takesFocus);
  }

  function bringToFront(id: string, takesFocus: boolean): void {
    store.setState((state) => ({ ...inFront(state, id), ...(takesFocus ? { focusId: id } : {}) }));
  }

  function close(id: string): Promise<void> {
    closing.set(id, asked());
    return attempt(async () => {
      try {
        await bridge.call('terminal.close', { id });
      } catch (error) {
        if (isOpen(id)) {
          closing.delete(id);
          throw error;
        }
        // Asked for twice, or in another window as well: it is closed.
      }
      if (isOpen(id)) remove(id);
      closing.delete(id);
    });
  }

  function restart(id: string): Promise<void> {
    const mayTakeFocus = asked();
    return attempt(async () => {
      try {
        take(await bridge.call('terminal.restart', { id }));
      } catch (error) {
        // The learner has closed it meanwhile.
        if (!isOpen(id)) return;
        throw error;
      }
      if (mayTakeFocus()) store.setState({ focusId: id });
    });
  }

  async function suggestIn(id: string, line: string, mayTakeFocus = asked()): Promise<void> {
    come(id, mayTakeFocus());
    await attempt(async () => {
      await bridge.call('terminal.suggest', { id, line });
    });
  }

  function isOpen(id: string): boolean {
    return store.getState().views.some((view) => view.id === id);
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
  bridge.on('closedTerminals.changed', (closed) => store.setState({ closed }));
  bridge.on('terminal.ordered', ({ ids }) => {
    order = ids;
    store.setState(({ views }) => ({ views: inOrder(views, order) }));
  });
  bridge.on('terminal.shellChosen', ({ shell }) => store.setState({ usualShell: shell }));

  let saved: string | undefined;
  return {
    store,
    load({ terminals: views, closedTerminals: closed, shells, usualShell }, places) {
      order = views.map(({ id }) => id);
      const isThere = (id: string | undefined): boolean => views.some((view) => view.id === id);
      store.setState((state) => {
        const { activeId, split, names } = restorePlaces(places ?? placesOf(state), { views, closed });
        return {
          views,
          closed,
          shells,
          usualShell,
          names,
          activeId: isThere(activeId) ? activeId : views[0]?.id,
          split,
          generation: state.generation + 1,
        };
      });
      saved = JSON.stringify(placesOf(store.getState()));
    },
    onPlaces(listener) {
      store.subscribe((state) => {
        // Before the first load, nothing is known.
        if (saved === undefined) return;
        const places = placesOf(state);
        const next = JSON.stringify(places);
        if (next === saved) return;
        saved = next;
        listener(places);
      });
    },
    activate: (id, takesFocus = false) => bringToFront(id, takesFocus),
    focused: () => store.setState({ focusId: undefined }),
    leave() {
      leaves += 1;
      // One that is not drawn yet does not take them either.
      if (store.getState().focusId !== undefined) store.setState({ focusId: undefined });
    },
    open,
    async toggleSplit() {
      const { split, activeId } = store.getState();
      if (split !== undefined) {
        store.setState({ split: undefined, focusId: activeId });
        return;
      }
      const mayTakeFocus = asked();
      const right = await openLaptop(mayTakeFocus);
      if (activeId !== undefined && right !== undefined && right === store.getState().activeId)
        // What was in front has moved on the page, and lost the focus.
        store.setState({ split: { left: activeId, right }, ...(mayTakeFocus() ? { focusId: right } : {}) });
    },
    async suggest(line, environmentId) {
      const mayTakeFocus = asked();
      const { views, activeId } = store.getState();
      const { environment: here } = views.find((view) => view.id === activeId) ?? {};
      const isFree = ({ target, state, environment }: TerminalView): boolean =>
        target.kind === 'laptop' && state === 'prompt' && environment.id === (environmentId ?? here?.id);
      const free = views.filter(isFree).sort((one, other) => Number(other.id === activeId) - Number(one.id === activeId));
      // A line may be half typed at a prompt: the next one is tried, and at last a new one.
      for (const { id } of free) {
        await suggestIn(id, line, mayTakeFocus);
        if (!refusals.has(store.getState().problem?.code ?? '')) return;
      }
      const id = await openLaptop(mayTakeFocus);
      if (id !== undefined) await suggestIn(id, line, mayTakeFocus);
    },
    suggestIn: (id, line) => suggestIn(id, line),
    useOtherPane() {
      const { split, activeId } = store.getState();
      if (split === undefined) return;
      const id = activeId === split.left ? split.right : split.left;
      store.setState({ activeId: id, focusId: id });
    },
    step(by) {
      const { views, activeId } = store.getState();
      const at = views.findIndex((view) => view.id === activeId);
      const id = views[(at + by + views.length) % views.length]?.id;
      if (id !== undefined) store.setState((state) => ({ ...inFront(state, id), focusId: id }));
    },
    askForName: (id) => store.setState((state) => ({ ...inFront(state, id), focusId: undefined, renamingId: id })),
    rename(id, name) {
      const { [id]: _former, ...others } = store.getState().names;
      const kept = name.trim().slice(0, mostOfName);
      store.setState({ names: kept === '' ? others : { ...others, [id]: kept }, renamingId: undefined });
    },
    cancelRename: () => store.setState({ renamingId: undefined }),
    noteOutput: (id) => news.output(id),
    noteBell: (id) => news.bell(id),
    command: (command) => commandListeners.forEach((listener) => listener(command)),
    onCommand(listener) {
      commandListeners.add(listener);
      return () => commandListeners.delete(listener);
    },
    async askToClose(id, hasText = false) {
      if (isRunning(id) || hasText) store.setState({ question: { kind: 'close', id, isIdle: !isRunning(id) } });
      else await close(id);
    },
    close,
    reopen(id) {
      const mayTakeFocus = asked();
      return attempt(async () => show(await bridge.call('terminal.reopen', { ...(id === undefined ? {} : { id }) }), mayTakeFocus()));
    },
    move: (id, before) =>
      attempt(async () => {
        await bridge.call('terminal.move', { id, ...(before === undefined ? {} : { before }) });
      }),
    useShell: (shell) =>
      attempt(async () => {
        await bridge.call('terminal.useShell', { shell });
      }),
    async askToRestart(id) {
      if (isRunning(id)) store.setState({ question: { kind: 'restart', id } });
      else await restart(id);
    },
    restart,
    ask: (question) => store.setState({ question }),
    openLink: (url) =>
      attempt(async () => {
        await bridge.call('app.openExternal', { url });
      }),
    dismissProblem: () => store.setState({ problem: undefined }),
  };
}
