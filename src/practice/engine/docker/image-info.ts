import type Docker from 'dockerode';
import { z } from 'zod';
import { parseSignal } from '../../process/signals.ts';
import type { Healthcheck, ImageConfig, ImageInfo, LayerInfo } from '../engine.ts';
import { isOwnTag, withoutOwnLabels } from './own-objects.ts';
import type { Ownership } from './own-objects.ts';

const nanoseconds = 1_000_000;
const strings = z.array(z.string()).nullish();
const names = z.record(z.string(), z.unknown()).nullish();

/** What is read of an image's configuration; empty parts are null or absent, by engine. */
const config = z.looseObject({
  Env: strings,
  Entrypoint: z.union([z.string(), z.array(z.string())]).nullish(),
  Cmd: strings,
  WorkingDir: z.string().nullish(),
  User: z.string().nullish(),
  ExposedPorts: names,
  Labels: z.record(z.string(), z.string()).nullish(),
  Volumes: names,
  StopSignal: z.string().nullish(),
  Shell: strings,
  OnBuild: strings,
  Healthcheck: z
    .looseObject({
      Test: strings,
      Interval: z.number().nullish(),
      Timeout: z.number().nullish(),
      StartPeriod: z.number().nullish(),
      Retries: z.number().nullish(),
    })
    .nullish(),
});

const history = z.array(z.looseObject({ CreatedBy: z.string(), Size: z.number() }));

export function imageInfo(told: Docker.ImageInspectInfo, layers: unknown, ownership: Ownership): ImageInfo {
  return {
    id: told.Id,
    tags: ((told.RepoTags as string[] | null) ?? []).filter((tag) => !isOwnTag(ownership, tag)),
    createdAt: Date.parse(told.Created),
    size: told.Size,
    architecture: told.Architecture === 'arm64' ? 'aarch64' : told.Architecture,
    config: imageConfig(told.Config),
    layers: history.parse(layers).map(layerInfo).reverse(),
  };
}

function imageConfig(told: unknown): ImageConfig {
  const read = config.parse(told ?? {});
  const entrypoint = typeof read.Entrypoint === 'string' ? [read.Entrypoint] : read.Entrypoint;
  const healthcheck = read.Healthcheck?.Test === undefined ? undefined : healthcheckOf(read.Healthcheck);
  return {
    environment: Object.fromEntries((read.Env ?? []).map(splitVariable)),
    ...(isGiven(entrypoint) ? { entrypoint } : {}),
    ...(isGiven(read.Cmd) ? { command: read.Cmd } : {}),
    workingDirectory: read.WorkingDir ?? '',
    user: read.User ?? '',
    exposedPorts: Object.keys(read.ExposedPorts ?? {}),
    labels: withoutOwnLabels(read.Labels),
    volumes: Object.keys(read.Volumes ?? {}),
    stopSignal: parseSignal(read.StopSignal ?? '') ?? 'SIGTERM',
    shell: isGiven(read.Shell) ? read.Shell : ['/bin/sh', '-c'],
    ...(healthcheck === undefined ? {} : { healthcheck }),
    ...(isGiven(read.OnBuild) ? { onBuild: read.OnBuild } : {}),
  };
}

function isGiven(list: string[] | null | undefined): list is string[] {
  return list !== null && list !== undefined && list.length > 0;
}

function splitVariable(text: string): [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function healthcheckOf(told: NonNullable<z.infer<typeof config>['Healthcheck']>): Healthcheck {
  const { Interval: interval, Timeout: timeout, StartPeriod: startPeriod, Retries: retries } = told;
  // 0 stands for "as the engine does by itself".
  return {
    test: told.Test ?? [],
    ...(interval ? { interval: interval / nanoseconds } : {}),
    ...(timeout ? { timeout: timeout / nanoseconds } : {}),
    ...(startPeriod ? { startPeriod: startPeriod / nanoseconds } : {}),
    ...(retries ? { retries } : {}),
  };
}

const bringsFiles: ReadonlySet<string> = new Set(['ADD', 'COPY', 'WORKDIR']);

/** `#(nop)` marks the steps that ran nothing; of these ADD, COPY and WORKDIR can bring files. */
function layerInfo({ CreatedBy: createdBy, Size: size }: { CreatedBy: string; Size: number }): LayerInfo {
  const step = /#\(nop\)\s+(\w+)/.exec(createdBy)?.[1];
  return { createdBy, size, isEmpty: size === 0 && step !== undefined && !bringsFiles.has(step) };
}
