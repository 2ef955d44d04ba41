import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import type { TerminalSize, TerminalTarget } from '../../../shared/domain/terminal.ts';
import { FleetlabError } from '../../../shared/errors.ts';
import type { RunningEnvironment } from '../../environments/environment.ts';
import type { Toolchain } from '../../environments/toolchain.ts';
import type { Machine } from '../../paths.ts';
import type { PtyCommand } from '../pty/pty.ts';
import type { TerminalSession } from '../session/session.ts';
import { shellCommand, type Shell } from '../shells/shells.ts';
import type { SshTerminal } from '../shells/ssh-terminal.ts';
import { terminalVariables } from '../shells/terminal-variables.ts';

export interface TabCommandOptions {
  /** The chosen one, or the one of this id. Rejects with FleetlabError while it does not answer. */
  environment: (id?: string) => Promise<RunningEnvironment>;
  /** The id of the one that is chosen. */
  chosenEnvironment: () => string;
  /** The device whose services a session opens; undefined while there is none. */
  device: () => string | undefined;
  /** How the system's `ssh` reaches the device, where its host key is checked; undefined where the CLI's own way is the only one. */
  ssh?: (target: Exclude<TerminalTarget, { kind: 'laptop' }>) => Promise<SshTerminal | undefined>;
  toolchain: Toolchain;
  machine: Machine;
  /** Fleetlab's own folder. */
  root: string;
  /** Where laptop sessions begin. */
  folder: () => string;
}

/** What a tab's program is told by. */
export interface CommandedTab {
  session: TerminalSession;
  /** Of a laptop's terminal. */
  shell: Shell;
  /** Put into each mark of its shell. */
  secret: string;
}

/** The program of a tab, as its environment is now. Rejects with FleetlabError where that does not answer, or where there is no device. */
export async function tabCommand(options: TabCommandOptions, { session, shell, secret }: CommandedTab): Promise<PtyCommand> {
  const environment = await options.environment(session.view().environment.id);
  const { target } = session;
  return target.kind === 'laptop'
    ? laptopCommand(options, environment, shell, session.view().cwd ?? options.folder(), session.size(), secret)
    : deviceCommand(options, environment, target, session.size());
}

async function laptopCommand(
  { machine, root, toolchain }: TabCommandOptions,
  environment: RunningEnvironment,
  shell: Shell,
  folder: string,
  size: TerminalSize,
  secret: string,
): Promise<PtyCommand> {
  const marked = shellCommand(shell, machine, root, secret);
  const variables = terminalVariables(machine, toolchain.launcherFolder, environment.variables);
  return {
    file: marked.file,
    arguments: marked.arguments,
    variables: { ...variables, ...marked.variables },
    folder: await existingFolder(folder),
    size,
  };
}

async function deviceCommand(
  { machine, toolchain, ...options }: TabCommandOptions,
  environment: RunningEnvironment,
  target: Exclude<TerminalTarget, { kind: 'laptop' }>,
  size: TerminalSize,
): Promise<PtyCommand> {
  if (environment.id !== options.chosenEnvironment())
    throw new FleetlabError('not-supported', `This terminal belongs to ${environment.name}.`, 'Choose that environment first.');
  const ssh = await options.ssh?.(target);
  if (ssh !== undefined) {
    const variables = terminalVariables(machine, toolchain.launcherFolder, {});
    return { ...ssh, variables, folder: homedir(), size };
  }
  const uuid = options.device();
  if (uuid === undefined)
    throw new FleetlabError('no-device', 'No device belongs to a fleet of yours yet.', 'Join the device to a fleet first.');
  return {
    file: toolchain.node,
    arguments: [toolchain.launcher, 'device', 'ssh', uuid, ...(target.kind === 'service' ? [target.service] : [])],
    variables: terminalVariables(machine, toolchain.launcherFolder, {
      ...environment.variables,
      // Where the gateway is not known to Fleetlab, the CLI may know it.
      ...(environment.kind === 'practice' ? {} : { FLEETLAB_UNCHECKED_SSH: '1' }),
    }),
    folder: homedir(),
    size,
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
