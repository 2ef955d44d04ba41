import { randomBytes } from 'node:crypto';
import { practiceId } from '../../../shared/domain/environment.ts';
import {
  closedTerminal,
  comesBack,
  type ClosedTerminal,
  type TerminalSize,
  type TerminalTarget,
  type TerminalView,
} from '../../../shared/domain/terminal.ts';
import { FleetlabError, inWords } from '../../../shared/errors.ts';
import { movedBefore, placedBehind } from '../../../shared/terminal-order.ts';
import type { EventBus } from '../../event-bus.ts';
import { createClosedTabs, type ClosedTab } from './closed-tabs.ts';
import { followCommands, type BegunCommand } from '../session/follow-commands.ts';
import type { LeftOverMarker } from '../pty/left-over.ts';
import type { PastTab, PastTabs } from './past-tabs.ts';
import { createProgramEnd } from './program-end.ts';
import type { PtyCommand, SpawnPty } from '../pty/pty.ts';
import { createSession, type TerminalSession } from '../session/session.ts';
import { chooseShell, installedShells, type Shell } from '../shells/shells.ts';
import { tabCommand, type CommandedTab, type TabCommandOptions } from './tab-command.ts';

export interface TerminalsOptions extends TabCommandOptions {
  bus: EventBus;
  /** File of the shell that the learner has chosen for new terminals; the machine's own where it is none of `shells`. */
  usualShell?: () => string | undefined;
  spawn: SpawnPty;
  marker: Promise<LeftOverMarker>;
  /** Terminals of the last run, which come back with what they showed, and where they are kept for the next. */
  past?: PastTabs;
}

export interface OpenOptions {
  /** File of one of `shells`; the usual one unless told. Only on the laptop. */
  shell?: string | undefined;
  size?: TerminalSize | undefined;
}

/** All terminal tabs. Methods that name a session reject or throw FleetlabError `not-found` where it is closed. */
export interface Terminals {
  /** The usual one, which lessons run in. */
  usualShell(): Shell;
  /** Throws FleetlabError `not-found` where it is none of `shells`. */
  findShell(file: string): Shell;
  /** Those of this machine, its own first. */
  readonly shells: readonly Shell[];
  /** In the order of their tabs. */
  list(): TerminalView[];
  /** Those of the chosen environment. */
  sessions(): TerminalSession[];
  find(id: string): TerminalSession;
  open(target: TerminalTarget, options?: OpenOptions): Promise<TerminalSession>;
  /**
   * Ends what runs in it, and starts its program anew in the same tab; while its program starts, whoever asks waits for that one. What runs goes on
   * where there is no environment or no device for the new one.
   */
  restart(id: string): Promise<TerminalSession>;
  /** Those that can be reopened, the one that was closed last first. */
  closed(): ClosedTerminal[];
  /** Those of other environments than these cannot be reopened any more. */
  forgetClosed(environments: readonly string[]): void;
  /**
   * Opens one of those again, the one that was closed last unless told: at its place, with what it showed. Rejects with FleetlabError `not-found`
   * where it is none of them, and as `open` does.
   */
  reopen(id?: string): Promise<TerminalSession>;
  /** Puts its tab before another one, or behind all. */
  move(id: string, before: string | undefined): void;
  /** Resolves when what ran in it has ended; a program that starts just then is ended as soon as it is there. */
  close(id: string): Promise<void>;
  /** Hears of each command that begins in a terminal whose shell has marks. Returns the function that ends it. */
  onCommand(listener: CommandListener): () => void;
  /** Whether any window shows them. */
  setWatched(isWatched: boolean): void;
  closeAll(): Promise<void>;
}

type CommandListener = (session: TerminalSession, command: BegunCommand) => void;

const usualSize: TerminalSize = { columns: 100, rows: 24 };
const most = 20;
/** Milliseconds between two looks whether what the terminals show is to be kept: a kill loses no more. */
const saveInterval = 10_000;

interface Tab extends CommandedTab {
  before: Beginning['before'];
  /** While its program starts. */
  starting?: Promise<void> | undefined;
  isClosed: boolean;
}

/** What a new tab has besides what it is for. */
interface Beginning {
  size?: TerminalSize | undefined;
  folder?: string | undefined;
  serial?: number | undefined;
  formerId?: string;
  past?: Pick<PastTab, 'text' | 'prompts'>;
  pastRemark?: string;
  /** Of a tab that is opened again: those that were before it. */
  before?: readonly string[];
}

export function createTerminals(options: TerminalsOptions): Terminals {
  const { bus, machine, past } = options;
  const machineShell = chooseShell(machine);
  const shells = installedShells(machine, machineShell);
  const tabs = new Map<string, Tab>();
  // Programs that come into being at this moment; what a program waits for before that is none of them, and may take long.
  const launches = new Set<Promise<void>>();
  const programs = createProgramEnd(options.marker);
  const commandListeners = new Set<CommandListener>();
  const closed = createClosedTabs((views) => bus.emit('closedTerminals.changed', views));
  let lastSerial = 0;
  /** How many tabs are about to be there. */
  let opening = 0;
  let isWatched = true;
  let isClosing = false;
  let kept = '';
  let saved: Promise<void> = Promise.resolve();
  const saving = setInterval(() => void keep(), saveInterval).unref();

  function usualShell(): Shell {
    const chosen = options.usualShell?.();
    return shells.find(({ file }) => file === chosen) ?? machineShell;
  }

  function findShell(file: string): Shell {
    const shell = shells.find((candidate) => candidate.file === file);
    if (shell === undefined) throw new FleetlabError('not-found', 'This machine has no such shell.', 'Choose another one.');
    return shell;
  }

  function find(id: string): Tab {
    const tab = tabs.get(id);
    if (tab === undefined) throw closedError();
    return tab;
  }

  function add(
    target: TerminalTarget,
    own: Shell,
    environment: TerminalView['environment'],
    { size = usualSize, folder, serial = lastSerial + 1, before, ...more }: Beginning,
  ): Tab {
    const id = `terminal-${randomBytes(6).toString('hex')}`;
    const secret = randomBytes(16).toString('hex');
    lastSerial = Math.max(lastSerial, serial);
    const session = createSession({
      id,
      target,
      environment,
      title: titleOf(target, own.name === machineShell.name ? undefined : own.name),
      ...(target.kind === 'laptop' ? { shell: own.kind, shellFile: own.file } : { shell: 'other' }),
      secret,
      serial,
      size,
      ...(folder === undefined ? {} : { folder }),
      ...more,
      onOutput: (bytes) => {
        if (tabs.has(id)) bus.emit('terminal.output', { id, bytes });
      },
      onChange: (view) => {
        if (tabs.has(id)) bus.emit('terminal.changed', view);
      },
    });
    session.setWatched(isWatched);
    followCommands(session, (command) => {
      for (const listener of commandListeners) listener(session, command);
    });
    return { session, shell: own, secret, before, isClosed: false };
  }

  /**
   * Ends what runs in the tab and starts its program, once for all who ask meanwhile. Rejects with FleetlabError where there is no environment
   * or no device, which ends nothing, where there is no terminal, and `not-found` where the tab was closed meanwhile.
   */
  function run(tab: Tab): Promise<void> {
    tab.starting ??= startProgram(tab).finally(() => (tab.starting = undefined));
    return tab.starting;
  }

  function isGone(tab: Tab): boolean {
    return tab.isClosed || isClosing;
  }

  async function startProgram(tab: Tab): Promise<void> {
    // Before anything is ended: what runs goes on where no other program can take its place.
    const command = await tabCommand(options, tab);
    const marker = await options.marker;
    if (isGone(tab)) throw closedError();
    await programs.end(tab.session);
    if (isGone(tab)) throw closedError();
    const launch = launchProgram(tab, command, marker);
    launches.add(launch);
    await launch.finally(() => launches.delete(launch));
  }

  async function launchProgram(tab: Tab, command: PtyCommand, marker: LeftOverMarker): Promise<void> {
    const { session } = tab;
    const pty = await spawn(command);
    session.start(pty);
    await marker.add(pty.pid);
    programs.follow(pty, marker);
    if (isGone(tab)) {
      // Whoever closed it may have found no program to end.
      await programs.end(session);
      throw closedError();
    }
    const isNew = !tabs.has(session.id);
    // A new tab is shown once it has its program: one that cannot be started leaves no tab.
    tabs.set(session.id, tab);
    if (isNew && tab.before !== undefined) arrange(placedBehind([...tabs.keys()], session.id, tab.before));
    // A window may have come or gone meanwhile.
    session.setWatched(isWatched);
  }

  /** Starts the program of a new tab, and shows it with that. Rejects with FleetlabError `too-many-terminals`, and as `run` does. */
  async function show(prepare: () => Tab | Promise<Tab>): Promise<TerminalSession> {
    if (tabs.size + opening >= most)
      throw new FleetlabError('too-many-terminals', `${most} terminals are open, which is the most.`, 'Close one that is not needed.');
    opening += 1;
    try {
      const tab = await prepare();
      await run(tab);
      if (!tab.isClosed) bus.emit('terminal.changed', tab.session.view());
      return tab.session;
    } finally {
      opening -= 1;
    }
  }

  function open(target: TerminalTarget, { shell: file, size }: OpenOptions = {}): Promise<TerminalSession> {
    return show(async () => {
      const own = file === undefined ? usualShell() : findShell(file);
      const { id, kind, name } = await options.environment();
      return add(target, own, { id, kind, name }, { size });
    });
  }

  async function reopen(id?: string): Promise<TerminalSession> {
    let former: ClosedTab | undefined;
    try {
      const session = await show(() => {
        former = closed.take(id);
        const { view, past, before } = former;
        const pastRemark = view.target.kind === 'laptop' ? 'closed and reopened' : 'closed and connected again';
        return comeBack(view.target, findShell(past.shell), past, { formerId: view.id, pastRemark, before });
      });
      if (former !== undefined) closed.cameBack(former.view.id, session.id);
      return session;
    } catch (error) {
      // It may go better another time.
      if (former !== undefined && !isEnvironmentGone(error)) closed.putBack(former);
      throw error;
    }
  }

  /** A tab with what it showed, for which a program is to be started. */
  function comeBack(
    target: TerminalTarget,
    own: Shell,
    past: PastTab,
    more: Pick<Beginning, 'formerId' | 'pastRemark' | 'before'> = {},
  ): Tab {
    const { environment = practice, size, folder, serial, text, prompts } = past;
    return add(target, own, environment, { ...more, past: { text, prompts }, size, folder, serial });
  }

  /** The tabs are there at once, with what they showed; their shells follow when the environment is ready. */
  function restore(former: readonly PastTab[]): void {
    for (const past of former.slice(0, most)) {
      const own = shells.find((candidate) => candidate.file === past.shell);
      if (own === undefined) continue;
      const tab = comeBack({ kind: 'laptop' }, own, past);
      tabs.set(tab.session.id, tab);
      run(tab).catch((error: unknown) => {
        if (!isGone(tab)) giveUp(tab, error);
      });
    }
  }

  /** What the tab showed is lost only with its environment: what fails today may go another time. */
  function giveUp({ session }: Tab, error: unknown): void {
    if (!isEnvironmentGone(error)) {
      session.fail(inWords(error));
      return;
    }
    tabs.delete(session.id);
    bus.emit('terminal.closed', { id: session.id });
    session.close();
  }

  function arrange(ids: readonly string[]): void {
    for (const id of ids) {
      const tab = tabs.get(id);
      if (tab === undefined) continue;
      tabs.delete(id);
      tabs.set(id, tab);
    }
    bus.emit('terminal.ordered', { ids: [...tabs.keys()] });
  }

  async function keep(): Promise<void> {
    const laptops = [...tabs.values()].filter(({ session }) => comesBack(session.view()));
    // What they show may be megabytes, and is read only where something is another one.
    const now = JSON.stringify(laptops.map((tab) => [tab.session.id, tab.session.turn(), placeOf(tab)]));
    if (now !== kept) saved = past?.save(laptops.map(pastOf)) ?? Promise.resolve();
    kept = now;
    await saved;
  }

  async function spawn(command: PtyCommand) {
    try {
      return await options.spawn(command);
    } catch (error) {
      if (error instanceof FleetlabError) throw error;
      throw new FleetlabError(
        'no-terminal',
        `${command.file} could not be started: ${error instanceof Error ? error.message : String(error)}`,
        undefined,
        {
          cause: error,
        },
      );
    }
  }

  restore(past?.tabs ?? []);
  return {
    usualShell,
    findShell,
    shells,
    list: () => [...tabs.values()].map(({ session }) => session.view()),
    sessions: () =>
      [...tabs.values()].map(({ session }) => session).filter((session) => session.view().environment.id === options.chosenEnvironment()),
    find: (id) => find(id).session,
    open,
    closed: () => closed.list(),
    forgetClosed: (environments) => closed.keepOnly(environments),
    reopen,
    move(id, before) {
      find(id);
      arrange(movedBefore([...tabs.keys()], id, before));
      // What screens keep of the tabs goes by their order.
      void keep();
    },
    async restart(id) {
      const tab = find(id);
      await run(tab);
      return tab.session;
    },
    async close(id) {
      const tab = find(id);
      const all = [...tabs.keys()];
      closed.add({ view: closedTerminal.parse(tab.session.view()), past: pastOf(tab), before: all.slice(0, all.indexOf(id)) });
      tab.isClosed = true;
      tabs.delete(id);
      bus.emit('terminal.closed', { id });
      tab.session.close();
      await programs.end(tab.session);
    },
    onCommand(listener) {
      commandListeners.add(listener);
      return () => commandListeners.delete(listener);
    },
    setWatched(watched) {
      isWatched = watched;
      for (const { session } of tabs.values()) session.setWatched(watched);
    },
    async closeAll() {
      isClosing = true;
      clearInterval(saving);
      const kept = keep();
      const all = [...tabs.values()];
      tabs.clear();
      await Promise.all([kept, ...all.map(({ session }) => programs.end(session))]);
      await Promise.allSettled(launches);
      await (await options.marker).flush();
    },
  };
}

function closedError(): FleetlabError {
  return new FleetlabError('not-found', 'This terminal is closed.', 'Open a new one.');
}

/** For good: it was taken off the list. */
function isEnvironmentGone(error: unknown): boolean {
  return error instanceof FleetlabError && error.code === 'not-found';
}

/** Tabs of earlier versions. */
const practice = { id: practiceId, kind: 'practice', name: 'practice device' } as const;

function pastOf(tab: Tab): PastTab {
  return { ...placeOf(tab), ...tab.session.past() };
}

/** The same without its text. */
function placeOf({ session, shell: { file } }: Tab): Omit<PastTab, 'text' | 'prompts'> {
  const { cwd, environment, serial } = session.view();
  return { environment, shell: file, serial, size: session.size(), ...(cwd === undefined ? {} : { folder: cwd }) };
}

/** What the tab is for; which shell it is only where that is not the machine's own. */
function titleOf(target: TerminalTarget, shellName: string | undefined): string {
  switch (target.kind) {
    case 'laptop':
      return shellName === undefined ? 'laptop' : `laptop, ${shellName}`;
    case 'service':
      return `service ${target.service}`;
    case 'host-os':
      return 'host OS';
  }
}
