import { spawn } from 'node:child_process';
import { FleetlabError } from '../../../shared/errors.ts';
import type { EnvironmentService } from '../../environments/environment.ts';
import type { Toolchain } from '../../environments/toolchain.ts';
import type { CommandResult, Lab } from '../../device/lab/lab.ts';
import { thisMachine } from '../../paths.ts';
import type { CommandOutcome, CommandRunner, LessonCommand } from './command-runner.ts';
import { terminalVariables } from '../shells/terminal-variables.ts';

/** As in the app's terminal, at most so many characters of output are kept. */
const mostOutput = 20_000;

/** What `resources/shell-integration/powershell` makes so that lessons' commands mean what they mean in other shells. */
const likeOtherShells = 'Remove-Item Alias:curl -Force -ErrorAction SilentlyContinue; $PRACTICE_TOKEN = $env:PRACTICE_TOKEN';

/**
 * Runs a lesson's commands in a shell without a terminal, with the variables and the `balena` command of the app's terminals.
 * Those that name no folder run in the workspace. Commands in a service and on the host OS go over SSH; endless ones are refused.
 */
export function createPlainRunner(toolchain: Toolchain, environment: EnvironmentService, lab: Lab, workspace: string): CommandRunner {
  return {
    async run(command, options) {
      options.signal?.throwIfAborted();
      const { variables } = await environment.ready();
      options.onStarted?.('plain shell');
      const start = performance.now();
      const ended = await perform(
        { folder: workspace, ...command },
        terminalVariables(thisMachine(), toolchain.launcherFolder, variables),
        lab,
        options.signal,
      );
      return { ...ended, milliseconds: performance.now() - start };
    },
  };
}

type Ended = Pick<CommandOutcome, 'exitCode' | 'output'>;

async function perform(
  command: LessonCommand,
  variables: Record<string, string>,
  lab: Lab,
  signal: AbortSignal | undefined,
): Promise<Ended> {
  if (command.endless) throw new FleetlabError('not-supported', `"${command.text}" never ends, so it cannot be part of a solve.`);
  const options = signal === undefined ? {} : { signal };
  if (command.target.kind === 'service') return endedOf(await lab.runInService(command.target.service, command.text, options));
  if (command.target.kind === 'host-os') return endedOf(await lab.runOnHost(command.text, options));
  return runInShell(command, variables, signal);
}

function endedOf({ exitCode, stdout, stderr }: CommandResult): Ended {
  return { exitCode, output: (stdout + stderr).slice(-mostOutput) };
}

function runInShell(command: LessonCommand, variables: Record<string, string>, signal: AbortSignal | undefined): Promise<Ended> {
  const [shell, ...args] =
    process.platform === 'win32'
      ? ['powershell.exe', '-NoProfile', '-Command', `${likeOtherShells}\n${command.text}`]
      : ['/bin/sh', '-c', command.text];
  return new Promise((resolve, reject) => {
    const child = spawn(shell, args, {
      env: variables,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      ...(command.folder === undefined ? {} : { cwd: command.folder }),
      ...(signal === undefined ? {} : { signal }),
    });
    let output = '';
    const take = (text: string) => {
      output = (output + text).slice(-mostOutput);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode: exitCode ?? 1, output }));
  });
}
