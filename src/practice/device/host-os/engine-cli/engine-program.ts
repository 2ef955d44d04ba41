import type { ContainerEngine } from '../../../engine/engine.ts';
import { EngineError } from '../../../engine/engine.ts';
import type { Program } from '../../../process/process.ts';
import { BrokenPipe, flush, ProcessEnded, write } from '../../../programs/lines.ts';
import { engineVersion, info, version } from './about.ts';
import { killContainers, removeContainers, restartContainers, startContainers, stopContainers } from './change-containers.ts';
import { CommandError } from './command.ts';
import type { DeviceFacts, EngineCommand, EngineCommandContext } from './command.ts';
import { showHistory } from './history.ts';
import { inspect } from './inspect.ts';
import { listContainers } from './list-containers.ts';
import { listImages } from './list-images.ts';
import { network } from './networks.ts';
import { showPorts } from './ports.ts';
import { runInContainer } from './run-in-container.ts';
import { showLogs } from './show-logs.ts';
import { showEvents } from './show-events.ts';
import { volume } from './volumes.ts';

const commands: ReadonlyMap<string, { run: EngineCommand; summary: string }> = new Map([
  ['events', { run: showEvents, summary: 'Get real time events from the server' }],
  ['exec', { run: runInContainer, summary: 'Run a command in a running container' }],
  ['history', { run: showHistory, summary: 'Show the history of an image' }],
  ['images', { run: listImages, summary: 'List images' }],
  ['info', { run: info, summary: 'Display system-wide information' }],
  ['inspect', { run: (context: EngineCommandContext) => inspect(context), summary: 'Return low-level information on objects' }],
  ['kill', { run: killContainers, summary: 'Kill one or more running containers' }],
  ['logs', { run: showLogs, summary: 'Fetch the logs of a container' }],
  ['network', { run: network, summary: 'Manage networks' }],
  ['port', { run: showPorts, summary: 'List port mappings of a container' }],
  ['ps', { run: listContainers, summary: 'List containers' }],
  ['restart', { run: restartContainers, summary: 'Restart one or more containers' }],
  ['rm', { run: removeContainers, summary: 'Remove one or more containers' }],
  ['start', { run: startContainers, summary: 'Start one or more stopped containers' }],
  ['stop', { run: stopContainers, summary: 'Stop one or more running containers' }],
  ['version', { run: version, summary: 'Show the version information' }],
  ['volume', { run: volume, summary: 'Manage volumes' }],
]);

/** The long forms: `balena container ls`, `balena image inspect`, `balena system info`. */
const longForms: ReadonlyMap<string, EngineCommand> = new Map<string, EngineCommand>([
  ['container ls', listContainers],
  ['container ps', listContainers],
  ['container list', listContainers],
  ['container logs', showLogs],
  ['container exec', runInContainer],
  ['container inspect', (context) => inspect(context, 'container')],
  ['container stop', stopContainers],
  ['container start', startContainers],
  ['container restart', restartContainers],
  ['container kill', killContainers],
  ['container rm', removeContainers],
  ['container port', showPorts],
  ['image history', showHistory],
  ['system events', showEvents],
  ['image ls', listImages],
  ['image list', listImages],
  ['image inspect', (context) => inspect(context, 'image')],
  ['system info', info],
]);

/** What a real balenaEngine has and the practice device does not. */
const missingCommands = new Set(
  (
    'attach build builder commit config context cp create delta diff export image container import load login logout pause ' +
    'plugin pull push rename rmi run save search stats swarm system tag top trust unpause update wait'
  ).split(' '),
);

/** `balena`, `balena-engine` and `docker` of the host OS: the container engine's command line. */
export function engineProgram(options: { engine: ContainerEngine; device: DeviceFacts }): Program {
  return async (context) => {
    const [called = 'balena', ...own] = context.arguments;
    const programName = called.slice(called.lastIndexOf('/') + 1);
    const [name = '', ...rest] = own;
    const print = (text: string): Promise<void> => write(context.stdout, Buffer.from(text), context.ended);
    const printError = async (text: string): Promise<void> => {
      await flush(context.stdout, context.ended);
      await write(context.stderr, Buffer.from(text), context.ended);
    };
    const call = { process: context, programName, engine: options.engine, device: options.device, print, printError };
    try {
      if (name === '' || name === 'help' || name === '--help' || name === '-h') {
        await print(helpText(programName));
        return 0;
      }
      if (name === '--version' || name === '-v') {
        await print(`balenaEngine version ${engineVersion}\n`);
        return 0;
      }
      const longForm = longForms.get(`${name} ${rest[0] ?? ''}`);
      if (longForm !== undefined) return await longForm({ ...call, arguments: rest.slice(1) });
      const command = commands.get(name);
      if (command === undefined) throw unknownCommand(programName, name);
      return await command.run({ ...call, arguments: rest });
    } catch (error) {
      if (error instanceof BrokenPipe) return 141;
      if (error instanceof ProcessEnded) return 1;
      const [message, code] =
        error instanceof CommandError
          ? [error.message, error.exitCode]
          : error instanceof EngineError
            ? [`Error response from daemon: ${error.message}`, 1]
            : [undefined, 1];
      if (message === undefined) throw error;
      await printError(`${message}\n`);
      return code;
    }
  };
}

function unknownCommand(programName: string, name: string): CommandError {
  if (name.startsWith('-')) return new CommandError(`unknown flag: ${name}\nSee '${programName} --help'.`, 125);
  if (missingCommands.has(name)) return new CommandError(`${programName} ${name}: not supported on the practice device`);
  return new CommandError(`${programName}: '${name}' is not a ${programName} command.\nSee '${programName} --help'`);
}

function helpText(programName: string): string {
  const lines = [...commands].map(([name, { summary }]) => `  ${name.padEnd(10)}  ${summary}`);
  return `\nUsage:  ${programName} [OPTIONS] COMMAND\n\nCommands:\n${lines.join('\n')}\n`;
}
