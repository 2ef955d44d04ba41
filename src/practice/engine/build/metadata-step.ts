import { formatDuration } from '../../../shared/compose/duration.ts';
import { normalizePath } from '../../filesystem/filesystem.ts';
import { parseSignal } from '../../process/signals.ts';
import type { CommandForm, MetadataInstruction } from '../dockerfile/instructions.ts';
import { splitWords } from '../dockerfile/words.ts';
import { BuildError } from '../engine.ts';
import type { Healthcheck, ImageConfig } from '../engine.ts';
import type { BuildSession } from './builder.ts';
import type { Stage } from './stage.ts';

/**
 * The configuration after a step that makes no files (WORKDIR's directory is the caller's), and the step as
 * `docker history` shows it. Throws BuildError.
 */
export function applyMetadata(
  session: BuildSession,
  stage: Stage,
  instruction: MetadataInstruction,
): { config: ImageConfig; createdBy: string } {
  const { line } = instruction;
  const { config } = stage.image;
  const expand = (word: string): string => stage.expand(word, line);
  switch (instruction.keyword) {
    case 'ARG': {
      const shown = instruction.arguments.map((argument) => {
        const value = argumentValue(session, argument.name, argument.value === undefined ? undefined : expand(argument.value));
        stage.arguments.set(argument.name, value);
        return value === undefined ? argument.name : `${argument.name}=${value}`;
      });
      return { config, createdBy: `ARG ${shown.join(' ')}` };
    }
    case 'ENV': {
      const pairs = expandedPairs(instruction.pairs, expand);
      const environment = { ...config.environment, ...Object.fromEntries(pairs) };
      return { config: { ...config, environment }, createdBy: `ENV ${shownPairs(pairs)}` };
    }
    case 'LABEL': {
      const pairs = expandedPairs(instruction.pairs, expand);
      return { config: { ...config, labels: { ...config.labels, ...Object.fromEntries(pairs) } }, createdBy: `LABEL ${shownPairs(pairs)}` };
    }
    case 'WORKDIR': {
      const workingDirectory = normalizePath(expand(instruction.word), config.workingDirectory);
      return { config: { ...config, workingDirectory }, createdBy: `WORKDIR ${workingDirectory}` };
    }
    case 'USER': {
      const user = expand(instruction.word);
      return { config: { ...config, user }, createdBy: `USER ${user}` };
    }
    case 'STOPSIGNAL': {
      const word = expand(instruction.word);
      const stopSignal = parseSignal(word);
      if (stopSignal === undefined) throw new BuildError(`Invalid signal: ${word}`, line);
      return { config: { ...config, stopSignal }, createdBy: `STOPSIGNAL ${word}` };
    }
    case 'MAINTAINER':
      session.request.log('[Warning] MAINTAINER is deprecated: use a LABEL instead');
      return { config, createdBy: `MAINTAINER ${instruction.word}` };
    case 'EXPOSE': {
      const words = instruction.words.flatMap((word) => splitWords(expand(word), ''));
      const ports = words.map((port) => readPort(port, line));
      const exposedPorts = [...new Set([...config.exposedPorts, ...ports])].sort();
      return { config: { ...config, exposedPorts }, createdBy: `EXPOSE ${words.sort().join(' ')}` };
    }
    case 'VOLUME': {
      const paths = instruction.words.map((word) => normalizePath(expand(word)));
      const volumes = [...new Set([...config.volumes, ...paths])];
      return { config: { ...config, volumes }, createdBy: `VOLUME [${paths.join(' ')}]` };
    }
    case 'SHELL':
      return { config: { ...config, shell: instruction.arguments }, createdBy: `SHELL [${instruction.arguments.join(' ')}]` };
    case 'HEALTHCHECK': {
      const { healthcheck } = instruction;
      return { config: { ...config, healthcheck }, createdBy: `HEALTHCHECK ${shownHealthcheck(healthcheck)}` };
    }
    case 'ONBUILD': {
      const onBuild = [...(config.onBuild ?? []), instruction.trigger];
      return { config: { ...config, onBuild }, createdBy: `ONBUILD ${instruction.trigger}` };
    }
    case 'CMD': {
      const command = commandLine(instruction.command, config.shell);
      stage.hasCommand = true;
      return { config: { ...config, command }, createdBy: `CMD ${shownList(command)}` };
    }
    case 'ENTRYPOINT': {
      const entrypoint = commandLine(instruction.command, config.shell);
      const changed: ImageConfig = { ...config, entrypoint };
      if (entrypoint.length === 0) delete changed.entrypoint;
      if (!stage.hasCommand) delete changed.command;
      return { config: changed, createdBy: `ENTRYPOINT ${shownList(entrypoint)}` };
    }
  }
}

/**
 * What an ARG of a stage is worth: the build's argument, else its default, else the value of the ARG of that name before the
 * first FROM.
 */
function argumentValue(session: BuildSession, name: string, byDefault: string | undefined): string | undefined {
  session.consumed.add(name);
  const given = session.request.arguments;
  if (given !== undefined && Object.hasOwn(given, name)) return given[name];
  return byDefault ?? session.globalArguments.get(name);
}

export function commandLine(command: CommandForm, shell: readonly string[]): string[] {
  return command.form === 'exec' ? command.arguments : [...shell, command.script];
}

/** Go's `%q` of a list: `["a" "b"]`. */
export function shownList(list: readonly string[]): string {
  return `[${list.map((word) => JSON.stringify(word)).join(' ')}]`;
}

/** Go's `%+v` of the setting, as Docker shows it: `&{["CMD-SHELL" "exit 0"] "30s" "0s" "0s" '\\x03'}`. */
function shownHealthcheck({ test, interval = 0, timeout = 0, startPeriod = 0, retries = 0 }: Healthcheck): string {
  const times = [interval, timeout, startPeriod].map((time) => JSON.stringify(formatDuration(time)));
  return `&{${shownList(test)} ${times.join(' ')} '\\x${retries.toString(16).padStart(2, '0')}'}`;
}

function expandedPairs(pairs: readonly { name: string; value: string }[], expand: (word: string) => string): [string, string][] {
  // All values of one instruction see the environment before it.
  return pairs.map(({ name, value }) => [expand(name), expand(value)]);
}

function shownPairs(pairs: readonly [string, string][]): string {
  return pairs.map(([name, value]) => `${name}=${value}`).join(' ');
}

function readPort(text: string, line: number): string {
  const match = /^(\d+)(?:-(\d+))?(?:\/(tcp|udp|sctp))?$/i.exec(text);
  const [first, last] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  if (match === null || first > 65535 || last > 65535 || last < first) throw new BuildError(`Invalid containerPort: ${text}`, line);
  return `${text.split('/')[0] ?? ''}/${(match[3] ?? 'tcp').toLowerCase()}`;
}
