import { parse } from 'yaml';
import { z } from 'zod';
import type { BuildContext } from '../../engine/engine.ts';
import type { Json } from '../database/model.ts';
import { readComposeProject } from './compose-project.ts';
import type { ServiceBuildSource, ServiceSource } from './compose-project.ts';
import { makeSingleServiceComposition } from './composition.ts';
import { ProjectError } from './project-error.ts';
import type { ProjectFiles } from './read-archive.ts';
import { fillTemplate } from './template.ts';
import type { TemplateVariables } from './template.ts';

/** One image to build. */
export interface ServiceBuild {
  service: string;
  context: BuildContext;
  dockerfile: string;
  /** The Dockerfile's text, variables filled. */
  dockerfileText: string;
  /** `Dockerfile`, `Dockerfile.template`, … as the API's `project_type`. */
  projectType: string;
  arguments: Record<string, string>;
  labels?: Record<string, string>;
  target?: string;
  /** A ready image, which is pulled and not built. */
  pulls?: string;
}

export interface Project {
  composition: Json;
  builds: ServiceBuild[];
}

export interface ProjectOptions {
  /** `--dockerfile` of the push; only for projects without a compose file. */
  dockerfile?: string;
  variables: Omit<TemplateVariables, 'serviceName'>;
}

/** Finds out what a pushed project consists of. Throws ProjectError. */
export function readProject(files: ProjectFiles, options: ProjectOptions): Project {
  const settings = readBalenaFolder(files);
  const own = new Map([...files].filter(([path]) => !/^\.(balena|resin)\//.test(path)));
  const composeName = ['docker-compose.yml', 'docker-compose.yaml'].find((name) => own.has(name));
  const composeFile = composeName === undefined ? undefined : own.get(composeName);
  if (composeName === undefined || composeFile === undefined || options.dockerfile !== undefined) {
    const build = readService({ name: 'main', build: { context: '.', arguments: {}, ...dockerfileOf(options) } }, own, options);
    return { composition: makeSingleServiceComposition(), builds: [{ ...build, arguments: settings('main') }] };
  }
  const { services, composition } = readComposeProject(composeName, composeFile.content.toString('utf8'), own);
  const builds = services.map((service) => {
    const build = readService(service, own, options);
    return { ...build, arguments: { ...settings(service.name), ...build.arguments } };
  });
  return { composition, builds };
}

function dockerfileOf({ dockerfile }: ProjectOptions): { dockerfile?: string } {
  return dockerfile === undefined ? {} : { dockerfile };
}

function readService(service: ServiceSource, files: ProjectFiles, options: ProjectOptions): ServiceBuild {
  const { name, build, image } = service;
  const variables = { ...options.variables, serviceName: name };
  if (build === undefined) {
    // The builder pulls a ready image through the same road as a base image.
    const text = `FROM ${image ?? ''}\n`;
    const dockerfile = { content: Buffer.from(text), mode: 0o644 };
    return {
      service: name,
      context: { files: new Map([['Dockerfile', dockerfile]]) },
      dockerfile: 'Dockerfile',
      dockerfileText: text,
      projectType: 'External',
      arguments: {},
      pulls: image ?? '',
    };
  }
  const context = contextOf(build.context, name, files);
  const found = findDockerfile(context, build.dockerfile, variables);
  if (found === undefined) throw new ProjectError(missingDockerfile(name, build, files));
  const source = context.get(found)?.content.toString('utf8') ?? '';
  const isTemplate = found !== 'Dockerfile' && found !== build.dockerfile;
  const text = isTemplate || found.endsWith('.template') ? fillTemplate(source, variables) : source;
  // The builder adds the filled file under a name that Docker looks for.
  const dockerfile = text === source ? found : found.replace(/\.[^./]+$/, '');
  const all = new Map(context).set(dockerfile, { content: Buffer.from(text), mode: 0o644 });
  return {
    service: name,
    context: { files: all },
    dockerfile,
    dockerfileText: text,
    projectType: projectType(found),
    arguments: build.arguments,
    ...(build.labels === undefined ? {} : { labels: build.labels }),
    ...(build.target === undefined ? {} : { target: build.target }),
  };
}

function contextOf(path: string, service: string, files: ProjectFiles): ProjectFiles {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (path.startsWith('/') || parts.includes('..'))
    throw new ProjectError(`Service "${service}" is built from "${path}", which is outside of the project.`);
  if (parts.length === 0) return files;
  const prefix = `${parts.join('/')}/`;
  const context = new Map([...files].filter(([name]) => name.startsWith(prefix)).map(([name, file]) => [name.slice(prefix.length), file]));
  if (context.size === 0) throw new ProjectError(`Service "${service}" is built from "${path}", but the project has no such folder.`);
  return context;
}

/** In the real builder's order: for the device type, for the architecture, the template, the plain one. */
function findDockerfile(
  context: ProjectFiles,
  wanted: string | undefined,
  { machineName, architecture }: TemplateVariables,
): string | undefined {
  const base = wanted ?? 'Dockerfile';
  const names = [`${base}.${machineName}`, `${base}.${architecture}`, `${base}.template`, base];
  return (wanted === undefined ? names : [base, ...names]).find((name) => context.has(name));
}

function missingDockerfile(service: string, build: ServiceBuildSource, files: ProjectFiles): string {
  if (build.dockerfile !== undefined)
    return `Service "${service}" needs the Dockerfile "${build.dockerfile}", which the project does not have.`;
  const hint =
    service === 'main' && files.has('package.json') ? ' Projects with a package.json alone are not supported on the practice builder.' : '';
  return `Could not find a Dockerfile or Dockerfile.template for service "${service}".${hint}`;
}

function projectType(dockerfile: string): string {
  if (dockerfile.endsWith('.template')) return 'Dockerfile.template';
  return dockerfile.includes('Dockerfile.') ? 'Architecture-specific Dockerfile' : 'Standard Dockerfile';
}

const variableList = z.union([z.record(z.string(), z.union([z.string(), z.number()])), z.array(z.string())]);
const balenaFile = z.object({
  'build-variables': z.object({ global: variableList.optional(), services: z.record(z.string(), variableList).optional() }).optional(),
  'build-secrets': z.unknown().optional(),
});

/**
 * The `.balena` folder goes to the builder and never into an image. Its build variables are arguments of each service's
 * build; registry secrets are of no use, as the practice registry asks for none.
 */
function readBalenaFolder(files: ProjectFiles): (service: string) => Record<string, string> {
  const path = [...files.keys()].find((name) => /^\.(balena|resin)\/(balena|resin)\.(yml|yaml|json)$/.test(name));
  const file = path === undefined ? undefined : files.get(path);
  if (path === undefined || file === undefined) return () => ({});
  const parsed = balenaFile.safeParse(parseYaml(path, file.content.toString('utf8')));
  if (!parsed.success) throw new ProjectError(`${path} is not valid: ${parsed.error.issues[0]?.message ?? ''}`);
  if (parsed.data['build-secrets'] !== undefined)
    throw new ProjectError(`${path}: build-secrets are not supported on the practice builder.`);
  const variables = parsed.data['build-variables'];
  return (service) => ({ ...toArguments(variables?.global), ...toArguments(variables?.services?.[service]) });
}

function parseYaml(path: string, text: string): unknown {
  try {
    return parse(text) ?? {};
  } catch (error) {
    throw new ProjectError(`${path} cannot be read: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}`);
  }
}

function toArguments(list: z.infer<typeof variableList> | undefined): Record<string, string> {
  if (list === undefined) return {};
  if (!Array.isArray(list)) return Object.fromEntries(Object.entries(list).map(([name, value]) => [name, String(value)]));
  return Object.fromEntries(list.map((line) => [line.replace(/=.*$/s, ''), line.slice(line.indexOf('=') + 1)]));
}
