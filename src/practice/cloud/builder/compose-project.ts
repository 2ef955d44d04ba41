import { posix } from 'node:path';
import { toComposition } from '../../../shared/compose/composition.ts';
import { parseEnvironmentFile } from '../../../shared/compose/environment-file.ts';
import { parseCompose } from '../../../shared/compose/parse.ts';
import { formatProblem } from '../../../shared/compose/problems.ts';
import type { ComposeBuild, ComposeService } from '../../../shared/compose/project.ts';
import { ProjectError } from './project-error.ts';
import type { ProjectFiles } from './read-archive.ts';
import { z } from 'zod';
import type { Json } from '../database/model.ts';

/** What one service of a project is made of: a folder to build, or an image that is ready. */
export interface ServiceSource {
  name: string;
  build?: ServiceBuildSource;
  image?: string;
}

export interface ServiceBuildSource {
  /** Relative to the project's folder. */
  context: string;
  dockerfile?: string;
  arguments: Record<string, string>;
  labels?: Record<string, string>;
  target?: string;
}

export interface ComposedProject {
  services: ServiceSource[];
  /** As a release stores it. */
  composition: Json;
}

/** Reads docker-compose.yml as the CLI does. Throws ProjectError with every problem and its place. */
export function readComposeProject(name: string, text: string, files: ProjectFiles): ComposedProject {
  const { project, problems } = parseCompose(text, {
    projectName: 'project',
    environment: environmentOf(files),
    resolvePath: (path) => (isRemote(path) ? path : posix.normalize(path).replace(/(?<=.)\/$/, '')),
    readFile: (path) => files.get(path)?.content.toString('utf8'),
  });
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (project === undefined || errors.length > 0) throw new ProjectError(errors.map((problem) => formatProblem(name, problem)).join('\n'));
  return {
    services: Object.entries(project.services).map(([service, definition]) => toSource(name, service, definition)),
    composition: z.json().parse(toComposition(project)),
  };
}

function toSource(file: string, name: string, { build, image }: ComposeService): ServiceSource {
  if (build === undefined) return { name, ...(image === undefined ? {} : { image }) };
  const unsupported = ['extra_hosts', 'shm_size'].filter((key) => build[key] !== undefined);
  if (unsupported.length > 0)
    throw new ProjectError(`${file}: service "${name}": build.${unsupported.join(', build.')} is not supported on the practice builder.`);
  return { name, build: toBuild(build) };
}

function toBuild({ context, dockerfile, args = {}, target, labels }: ComposeBuild): ServiceBuildSource {
  const known = z.record(z.string(), z.string()).safeParse(labels);
  return {
    context,
    // The parser fills in the name that Docker looks for; only another one was asked for.
    ...(dockerfile === 'Dockerfile' ? {} : { dockerfile: posix.normalize(dockerfile) }),
    arguments: Object.fromEntries(Object.entries(args).flatMap(([key, value]) => (value === null ? [] : [[key, value]]))),
    ...(known.success ? { labels: known.data } : {}),
    ...(target === undefined ? {} : { target }),
  };
}

/** Variables of the project's `.env`, for `${NAME}` in the file. */
function environmentOf(files: ProjectFiles): Record<string, string> {
  const text = files.get('.env')?.content.toString('utf8');
  if (text === undefined) return {};
  const parsed = parseEnvironmentFile(text, {});
  if ('problem' in parsed) throw new ProjectError(`.env: ${parsed.problem}`);
  return parsed.values;
}

function isRemote(path: string): boolean {
  return /^([a-z][a-z0-9+.-]*:\/\/|git@|github\.com\/)/i.test(path);
}
