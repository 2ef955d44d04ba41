import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { Json } from '../database/model.ts';
import { splitWords } from './split-words.ts';
import { ProjectError } from './project-error.ts';

/** What one service of a compose file is built from. */
export interface ComposeService {
  name: string;
  build?: { context: string; dockerfile?: string; arguments: Record<string, string>; target?: string };
  image?: string;
}

export interface ComposeProject {
  services: ComposeService[];
  /** As a release stores it. */
  composition: Json;
}

const textMap = z.union([z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])), z.array(z.string())]);
const buildShape = z.union([
  z.string().transform((context) => ({ context, args: undefined, dockerfile: undefined, target: undefined })),
  z.object({
    context: z.string().default('.'),
    dockerfile: z.string().optional(),
    args: textMap.optional(),
    target: z.string().optional(),
  }),
]);
const serviceShape = z
  .object({
    build: buildShape.optional(),
    image: z.string().optional(),
    command: z.union([z.string(), z.array(z.string()), z.null()]).optional(),
    entrypoint: z.union([z.string(), z.array(z.string()), z.null()]).optional(),
    environment: textMap.optional(),
    labels: textMap.optional(),
  })
  .loose();
const fileShape = z
  .object({
    version: z.union([z.string(), z.number()]).optional(),
    services: z.record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/), serviceShape.nullable()),
    volumes: z.record(z.string(), z.json()).nullish(),
    networks: z.record(z.string(), z.json()).nullish(),
  })
  .loose();

/** Reads docker-compose.yml. Throws ProjectError with the line, or the key, that is wrong. */
export function readComposeFile(text: string, name = 'docker-compose.yml'): ComposeProject {
  const document = parseDocument(text, { merge: true });
  const problem = document.errors[0];
  if (problem !== undefined) throw new ProjectError(`${name} cannot be read: ${problem.message.split('\n')[0] ?? ''}`);
  const parsed = fileShape.safeParse(document.toJS());
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ProjectError(
      `${name} is not valid: ${issue === undefined ? 'it has no services' : `${issue.path.join('.')}: ${issue.message}`}`,
    );
  }
  const { version, services, volumes, networks } = parsed.data;
  const entries = Object.entries(services);
  if (entries.length === 0) throw new ProjectError(`${name} has no services.`);
  const normal: Record<string, Json> = {};
  const list = entries.map(([service, definition]) => {
    if (definition?.build === undefined && definition?.image === undefined)
      throw new ProjectError(`${name} is not valid: service "${service}" needs either "build" or "image".`);
    const result = composeService(service, definition);
    normal[service] = normalize(definition, result);
    return result;
  });
  return {
    services: list,
    composition: { version: String(version ?? '2.4'), networks: networks ?? {}, volumes: volumes ?? {}, services: normal },
  };
}

type Definition = z.infer<typeof serviceShape>;

function composeService(name: string, { build, image }: Definition): ComposeService {
  return {
    name,
    ...(image === undefined ? {} : { image }),
    ...(build === undefined
      ? {}
      : {
          build: {
            context: build.context,
            arguments: toMap(build.args),
            ...(build.dockerfile === undefined ? {} : { dockerfile: build.dockerfile }),
            ...(build.target === undefined ? {} : { target: build.target }),
          },
        }),
  };
}

/** The forms that the compose parser writes for those keys: lists of words, and maps of texts. */
function normalize(definition: Definition, { build }: ComposeService): Json {
  const { command, entrypoint, environment, labels } = definition;
  const rewritten = new Set(['build', 'command', 'entrypoint', 'environment', 'labels']);
  const others = Object.entries(definition).filter(([name, value]) => !rewritten.has(name) && value !== undefined);
  return z.record(z.string(), z.json()).parse({
    ...Object.fromEntries(others),
    ...(build === undefined ? {} : { build: { context: build.context, args: build.arguments, ...targetOf(build) } }),
    ...(command === undefined ? {} : { command: words(command) }),
    ...(entrypoint === undefined ? {} : { entrypoint: words(entrypoint) }),
    ...(environment === undefined ? {} : { environment: toMap(environment) }),
    ...(labels === undefined ? {} : { labels: toMap(labels) }),
  });
}

function targetOf({ dockerfile, target }: NonNullable<ComposeService['build']>): Record<string, string> {
  return { ...(dockerfile === undefined ? {} : { dockerfile }), ...(target === undefined ? {} : { target }) };
}

function words(value: string | string[] | null): string[] | null {
  return typeof value === 'string' ? splitWords(value) : value;
}

function toMap(value: z.infer<typeof textMap> | undefined): Record<string, string> {
  if (value === undefined) return {};
  const entries = Array.isArray(value)
    ? value.map((line): [string, string] => [line.replace(/=.*$/s, ''), line.includes('=') ? line.slice(line.indexOf('=') + 1) : ''])
    : Object.entries(value).map(([key, item]): [string, string] => [key, item === null ? '' : String(item)]);
  return Object.fromEntries(entries);
}
