import type { Dockerfile, FromInstruction, Instruction, RunInstruction, Stage as WrittenStage } from '../dockerfile/instructions.ts';
import { parseDockerfile, parseTrigger } from '../dockerfile/parse.ts';
import type { Variables } from '../dockerfile/substitute.ts';
import { BuildError, EngineError } from '../engine.ts';
import type { BuildRequest, ImageConfig } from '../engine.ts';
import { imageId } from '../images/image-store.ts';
import type { ImageRecord } from '../images/image-store.ts';
import { digest } from '../images/layer.ts';
import { baseImage, hasLayers, scratchConfig } from './base-images.ts';
import { asStageImage, shortId } from './builder.ts';
import type { Builder, BuildSession, StageImage } from './builder.ts';
import { prepareCopy } from './copy-step.ts';
import { applyMetadata, commandLine } from './metadata-step.ts';
import { prepareMounts } from './run-mounts.ts';
import { createStage, expandOrFail } from './stage.ts';
import type { Stage } from './stage.ts';
import { createStageRoot } from './stage-root.ts';
import type { StageRoot } from './stage-root.ts';

/**
 * Builds one image as Docker's classic builder does, step by step, with its output. Rejects with BuildError; the line is
 * that of the instruction where it is known.
 */
export async function buildImage(builder: Builder, request: BuildRequest): Promise<ImageRecord> {
  const file = request.context.files.get(request.dockerfile);
  if (file === undefined) throw new BuildError(`Cannot locate specified Dockerfile: ${request.dockerfile}`);
  const dockerfile = parseDockerfile(file.content.toString('utf8'), request.dockerfile);
  const consumed = new Set<string>();
  const globalArguments = readGlobalArguments(dockerfile, request, consumed);
  const session: BuildSession = { builder, request, dockerfile, globalArguments, consumed, stages: [] };
  const stages = withLabels(stagesUpTo(dockerfile.stages, request.target), request.labels);
  const total = stages.reduce((sum, stage) => sum + 1 + stage.instructions.length, 0);
  let number = 0;
  const announce = (text: string): void => {
    throwIfAborted(request);
    number += 1;
    request.log(`Step ${number}/${total} : ${text}`);
  };
  for (const written of stages) {
    announce(written.from.text);
    if (written.name !== undefined && session.stages.some(({ name }) => name === written.name))
      throw new BuildError(`${written.name} stage name already used`, written.from.line);
    const { triggers, ...image } = withoutTriggers(await startImage(session, written.from));
    const stage = createStage(image, dockerfile.escape);
    const root = createStageRoot(builder);
    try {
      await runTriggers(session, stage, root, triggers, written.from.line);
      request.log(` ---> ${shortId(stage.image.id)}`);
      for (const instruction of written.instructions) {
        announce(instruction.text);
        await performStep(session, stage, root, instruction);
        request.log(` ---> ${shortId(stage.image.id)}`);
      }
    } finally {
      await root.discard();
    }
    session.stages.push({ name: written.name, image: stage.image });
  }
  return finish(session);
}

function stagesUpTo(stages: readonly WrittenStage[], target: string | undefined): readonly WrittenStage[] {
  if (target === undefined) return stages;
  const index = stages.findIndex((stage, position) => stage.name === target.toLowerCase() || String(position) === target);
  if (index < 0) throw new BuildError(`failed to reach build target ${target} in Dockerfile`);
  return stages.slice(0, index + 1);
}

/** Labels that a build is given are steps at its end. */
function withLabels(stages: readonly WrittenStage[], labels: BuildRequest['labels'] = {}): readonly WrittenStage[] {
  const last = stages.at(-1);
  const names = Object.keys(labels).sort();
  if (last === undefined || names.length === 0) return stages;
  const added = names.map((name): Instruction => {
    const value = labels[name] ?? '';
    const text = `LABEL ${name}=${value}`;
    return { keyword: 'LABEL', line: last.from.line, text, pairs: [{ name, value: quoted(value) }] };
  });
  return [...stages.slice(0, -1), { ...last, instructions: [...last.instructions, ...added] }];
}

/** A word that stands for just this text. */
function quoted(text: string): string {
  return /^[\w./:@-]*$/.test(text) ? text : `"${text.replaceAll(/[\\"$]/g, '\\$&')}"`;
}

function readGlobalArguments(dockerfile: Dockerfile, request: BuildRequest, consumed: Set<string>): Map<string, string | undefined> {
  const values = new Map<string, string | undefined>();
  for (const instruction of dockerfile.globalArguments)
    for (const { name, value } of instruction.arguments) {
      consumed.add(name);
      const byDefault =
        value === undefined ? undefined : expandOrFail(value, (other) => values.get(other), dockerfile.escape, instruction.line);
      values.set(name, request.arguments?.[name] ?? byDefault);
    }
  return values;
}

async function startImage(session: BuildSession, from: FromInstruction): Promise<StageImage> {
  const { builder, dockerfile } = session;
  const lookUp: Variables = (name) => session.globalArguments.get(name);
  const platform = from.platform === undefined ? undefined : expandOrFail(from.platform, lookUp, dockerfile.escape, from.line);
  const own = builder.architecture === 'aarch64' ? 'linux/arm64' : `linux/${builder.architecture}`;
  if (platform !== undefined && platform !== own && platform !== `${own}/v8`)
    throw new BuildError(`platform ${platform} is not supported on the practice device, which is ${own}`, from.line);
  const name = expandOrFail(from.image, lookUp, dockerfile.escape, from.line);
  if (name === 'scratch') return { id: '', config: scratchConfig, history: [] };
  const former = session.stages.find((stage) => stage.name === name.toLowerCase());
  return former?.image ?? baseImage(builder, name, from.line);
}

/** What ONBUILD kept is for the build on top only: the image that comes of it does not have it any more. */
function withoutTriggers(image: StageImage): StageImage & { triggers: string[] } {
  const { onBuild = [], ...config } = image.config;
  return { ...image, config, triggers: onBuild };
}

async function runTriggers(session: BuildSession, stage: Stage, root: StageRoot, triggers: readonly string[], line: number): Promise<void> {
  if (triggers.length === 0) return;
  session.request.log(`# Executing ${triggers.length} build trigger${triggers.length === 1 ? '' : 's'}`);
  for (const trigger of triggers) {
    throwIfAborted(session.request);
    await performStep(session, stage, root, { ...parseTrigger(trigger), line });
  }
}

async function performStep(session: BuildSession, stage: Stage, root: StageRoot, instruction: Instruction): Promise<void> {
  try {
    if (instruction.keyword === 'RUN') await runStep(session, stage, root, instruction);
    else if ('sources' in instruction) {
      const copy = await prepareCopy(session, stage, instruction);
      await cachedStep(session, stage, root, copy.facts, async () => {
        await copy.perform(await root.open(stage.image.history));
        return { config: stage.image.config, createdBy: copy.createdBy };
      });
    } else {
      const { config, createdBy } = applyMetadata(session, stage, instruction);
      const makesDirectory = instruction.keyword === 'WORKDIR';
      await cachedStep(session, stage, root, [createdBy, config], async (containerId) => {
        session.request.log(` ---> Running in ${containerId}`);
        if (makesDirectory) {
          const fileSystem = await root.open(stage.image.history);
          await fileSystem.makeDirectory(config.workingDirectory, { recursive: true });
        }
        session.request.log(`Removing intermediate container ${containerId}`);
        // One space where the step made a directory, two where it only wrote the configuration.
        return { config, createdBy: `/bin/sh -c #(nop) ${makesDirectory ? '' : ' '}${createdBy}` };
      });
    }
  } catch (error) {
    throw asBuildError(error, instruction.line);
  }
}

async function runStep(session: BuildSession, stage: Stage, root: StageRoot, instruction: RunInstruction): Promise<void> {
  const { builder, request } = session;
  const { config } = stage.image;
  const command = commandLine(instruction.command, config.shell);
  const given = [...stage.arguments].filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !(entry[0] in config.environment),
  );
  const shownArguments = given.map(([name, value]) => `${name}=${value}`).sort();
  const proxies = Object.entries(request.arguments ?? {}).filter(([name]) => isProxyVariable(name));
  const mounts = await prepareMounts(session, stage, instruction);
  const createdBy = [...(given.length > 0 ? [`|${given.length}`, ...shownArguments] : []), ...command].join(' ');
  await cachedStep(
    session,
    stage,
    root,
    ['RUN', command, shownArguments, ...(instruction.mounts.length === 0 ? [] : [mounts.facts])],
    async (containerId) => {
      request.log(` ---> Running in ${containerId}`);
      const code = await builder.run({
        fileSystem: await mounts.over(await root.open(stage.image.history)),
        command,
        environment: new Map([...proxies, ...given, ...Object.entries(config.environment)]),
        workingDirectory: config.workingDirectory,
        user: config.user,
        hostname: containerId,
        output: (line) => request.log(line),
        abort: request.abort,
      });
      throwIfAborted(request);
      if (code !== 0) throw new BuildError(`The command '${command.join(' ')}' returned a non-zero code: ${code}`, instruction.line);
      request.log(`Removing intermediate container ${containerId}`);
      return { config, createdBy };
    },
  );
}

/** Arguments that need no ARG, and that no image or cache remembers (Dockerfile reference, "Predefined ARGs"). */
function isProxyVariable(name: string): boolean {
  return /^(?:(?:http|https|ftp|no|all)_proxy|(?:HTTP|HTTPS|FTP|NO|ALL)_PROXY)$/.test(name);
}

/** Takes the step's result from the cache, or does `work` and keeps what came of it. */
async function cachedStep(
  session: BuildSession,
  stage: Stage,
  root: StageRoot,
  facts: unknown,
  work: (containerId: string) => Promise<{ config: ImageConfig; createdBy: string }>,
): Promise<void> {
  const { builder, request } = session;
  const key = digest(JSON.stringify([stage.image.id, builder.architecture, facts]));
  const cached = request.noCache === true || stage.isCacheBusted ? undefined : builder.images.cached(key);
  if (cached !== undefined && (await hasLayers(builder.layers, cached))) {
    request.log(' ---> Using cache');
    await root.discard();
    stage.image = asStageImage(cached);
    return;
  }
  stage.isCacheBusted = true;
  const { config, createdBy } = await work(digest(`${key} ${builder.now()}`).slice(7, 19));
  const layer = await root.commit();
  if (layer !== undefined) await builder.layers.add(layer);
  const step = { createdBy, size: layer?.size ?? 0, isEmpty: layer === undefined, ...(layer === undefined ? {} : { layer: layer.id }) };
  const content = { architecture: builder.architecture, config, history: [...stage.image.history, step] };
  const record = { id: imageId(content), createdAt: builder.now(), ...content };
  builder.images.cache(key, record);
  stage.image = asStageImage(record);
}

function finish(session: BuildSession): ImageRecord {
  const { builder, request, stages } = session;
  const last = stages.at(-1)?.image;
  if (last === undefined || last.history.length === 0)
    throw new BuildError('No image was generated. Is your Dockerfile empty?', session.dockerfile.stages.at(-1)?.from.line);
  const unused = Object.keys(request.arguments ?? {}).filter((name) => !session.consumed.has(name) && !isProxyVariable(name));
  if (unused.length > 0) request.log(`[Warning] One or more build-args [${unused.join(' ')}] were not consumed`);
  const content = { architecture: builder.architecture, config: last.config, history: last.history };
  const image = builder.images.add({ id: imageId(content), createdAt: builder.now(), ...content });
  request.log(`Successfully built ${shortId(image.id)}`);
  if (request.tag !== undefined) {
    builder.images.tag(image.id, request.tag);
    request.log(`Successfully tagged ${request.tag.includes(':') ? request.tag : `${request.tag}:latest`}`);
  }
  return image;
}

function throwIfAborted(request: BuildRequest): void {
  if (request.abort?.aborted === true) throw new BuildError('The build was cancelled.');
}

function asBuildError(error: unknown, line: number): unknown {
  if (error instanceof BuildError && error.line !== undefined) return error;
  if (error instanceof BuildError || error instanceof EngineError) return new BuildError(error.message, line);
  return error;
}
