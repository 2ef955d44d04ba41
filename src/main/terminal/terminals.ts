import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import type { TerminalSize, TerminalTarget, TerminalView } from '../../shared/domain/terminal.ts';
import { FleetlabError } from '../../shared/errors.ts';
import type { RunningEnvironment } from '../balena/environment.ts';
import type { Toolchain } from '../balena/toolchain.ts';
import type { EventBus } from '../event-bus.ts';
import type { Machine } from '../paths.ts';
import { endProcesses, listProcesses, treeOf } from '../processes.ts';
import type { LeftOverMarker } from './left-over.ts';
import type { PtyCommand, SpawnPty } from './pty.ts';
import { createSession, type TerminalSession } from './session.ts';
import { chooseShell, shellCommand, type Shell } from './shells.ts';
import { terminalVariables } from './terminal-variables.ts';

export interface TerminalsOptions {
  bus: EventBus;
  /** Rejects with FleetlabError while there is no environment. */
  environment: () => Promise<RunningEnvironment>;
  /** The device whose services a session opens; undefined while there is none. */
  device: () => string | undefined;
  toolchain: Toolchain;
  machine: Machine;
  /** Fleetlab's own folder. */
  root: string;
  /** Where laptop sessions begin. */
  folder: () => string;
  spawn: SpawnPty;
  marker: Promise<LeftOverMarker>;
}

/** All terminal tabs. Methods that name a session reject or throw FleetlabError `not-found` where it is closed. */
export interface Terminals {
  readonly shell: Shell;
  list(): TerminalView[];
  sessions(): TerminalSession[];
  find(id: string): TerminalSession;
  open(target: TerminalTarget, size?: TerminalSize): Promise<TerminalSession>;
  close(id: string): Promise<void>;
  /** Whether any window shows them. */
  setWatched(isWatched: boolean): void;
  closeAll(): Promise<void>;
}

const usualSize: TerminalSize = { columns: 100, rows: 24 };
const most = 20;

export function createTerminals(options: TerminalsOptions): Terminals {
  const { bus, machine } = options;
  const shell = chooseShell(machine);
  const sessions = new Map<string, TerminalSession>();
  let isWatched = true;
  let isClosing = false;

  function find(id: string): TerminalSession {
    const session = sessions.get(id);
    if (session === undefined) throw new FleetlabError('not-found', 'This terminal is closed.', 'Open a new one.');
    return session;
  }

  async function open(target: TerminalTarget, size = usualSize): Promise<TerminalSession> {
    if (sessions.size >= most)
      throw new FleetlabError('too-many-terminals', `${most} terminals are open, which is the most.`, 'Close one that is not needed.');
    const environment = await options.environment();
    const secret = randomBytes(16).toString('hex');
    const command = target.kind === 'laptop' ? await laptopCommand(environment, size, secret) : deviceCommand(environment, target, size);
    const pty = await start(command);
    const id = `terminal-${randomBytes(6).toString('hex')}`;
    const session = createSession({
      id,
      target,
      title: target.kind === 'laptop' ? shell.name : target.kind === 'service' ? target.service : 'host OS',
      shell: target.kind === 'laptop' ? shell.kind : 'other',
      secret,
      pty,
      size,
      ...(target.kind === 'laptop' ? { folder: command.folder } : {}),
      onOutput: (data) => {
        if (sessions.has(id)) bus.emit('terminal.output', { id, data });
      },
      onChange: (view) => {
        if (sessions.has(id)) bus.emit('terminal.changed', view);
      },
    });
    session.setWatched(isWatched);
    sessions.set(id, session);
    bus.emit('terminal.changed', session.view());
    const marker = await options.marker;
    await marker.add(pty.pid);
    session.subscribe((event) => {
      if (event.kind === 'ended') marker.remove(pty.pid);
    });
    // The app was closed while the program started.
    if (isClosing) await end(session);
    return session;
  }

  async function start(command: PtyCommand) {
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

  async function laptopCommand(environment: RunningEnvironment, size: TerminalSize, secret: string): Promise<PtyCommand> {
    const marked = shellCommand(shell, machine, options.root, secret);
    const variables = terminalVariables(machine, options.toolchain.launcherFolder, environment.variables);
    return {
      file: marked.file,
      arguments: marked.arguments,
      variables: { ...variables, ...marked.variables },
      folder: await existingFolder(options.folder()),
      size,
    };
  }

  function deviceCommand(environment: RunningEnvironment, target: TerminalTarget, size: TerminalSize): PtyCommand {
    const uuid = options.device();
    if (uuid === undefined)
      throw new FleetlabError('no-device', 'No device belongs to a fleet of yours yet.', 'Join the device to a fleet first.');
    return {
      file: options.toolchain.node,
      arguments: [options.toolchain.launcher, 'device', 'ssh', uuid, ...(target.kind === 'service' ? [target.service] : [])],
      variables: terminalVariables(machine, options.toolchain.launcherFolder, environment.variables),
      folder: homedir(),
      size,
    };
  }

  async function end(session: TerminalSession): Promise<void> {
    const { pty } = session;
    const victims = session.view().state === 'ended' ? [] : treeOf(await listProcesses(), pty.pid);
    pty.kill();
    await endProcesses(victims);
    (await options.marker).remove(pty.pid);
  }

  return {
    shell,
    list: () => [...sessions.values()].map((session) => session.view()),
    sessions: () => [...sessions.values()],
    find,
    open,
    async close(id) {
      const session = find(id);
      sessions.delete(id);
      bus.emit('terminal.closed', { id });
      await end(session);
    },
    setWatched(watched) {
      isWatched = watched;
      for (const session of sessions.values()) session.setWatched(watched);
    },
    async closeAll() {
      isClosing = true;
      const all = [...sessions.values()];
      sessions.clear();
      await Promise.all(all.map(end));
      await (await options.marker).flush();
    },
  };
}

/** The workspace may have been deleted while the app runs; a shell still needs a folder to start in. */
async function existingFolder(folder: string): Promise<string> {
  const isThere = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isThere ? folder : homedir();
}
