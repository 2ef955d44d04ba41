import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ContainerEngine } from '../../engine/engine.ts';
import { hasAccess } from '../api/permissions.ts';
import { route } from '../api/route.ts';
import type { ApiRequest, Reply, Route } from '../api/route.ts';
import type { Database, Row } from '../database/model.ts';
import { randomIdentifier } from '../database/resources/fleets.ts';
import { createBuildLog } from './build-log.ts';
import type { BuildMessage } from './build-log.ts';
import { ProjectError } from './project-error.ts';
import { readProject } from './project.ts';
import type { Project } from './project.ts';
import { readArchive } from './read-archive.ts';
import { finishRelease, runBuild, startRelease } from './run-build.ts';
import { text } from '../database/values.ts';

export interface BuilderOptions {
  database: Database;
  engine: ContainerEngine;
}

export interface Builder {
  /** `POST /v3/build`: what `balena push FLEET` sends. */
  routes: Route[];
  /** Cancels every build; resolves when they have ended. */
  stop(): Promise<void>;
}

/** Builds that run now, each with what ends it. */
type RunningBuilds = Map<AbortController, Promise<void>>;

export function createBuilder(options: BuilderOptions): Builder {
  const running: RunningBuilds = new Map();
  const routes = [
    route('POST', /^\/v3\/build$/, (request) => build(request, options, running)),
    route('POST', /^\/v3\/buildFromUrl$/, () => ({
      status: 501,
      text: 'Building from a URL is not supported by the practice builder: it works offline.',
    })),
  ];
  return {
    routes,
    async stop() {
      for (const abort of running.keys()) abort.abort();
      await Promise.all(running.values());
    },
  };
}

async function build(request: ApiRequest, options: BuilderOptions, running: RunningBuilds): Promise<Reply> {
  const { incoming, outgoing, url } = request;
  const isHeadless = url.searchParams.get('headless') === 'true';
  const found = findFleet(request, options.database);
  if ('refusal' in found) {
    // The client sends its body whatever the answer is; only then does it read.
    await drain(incoming);
    return refuse(outgoing, isHeadless, found.status, found.refusal);
  }
  const commit = randomIdentifier();
  let project: Project;
  try {
    project = readProject(await readArchive(incoming), projectOptions(url, found.fleet, commit, options.database));
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error;
    await drain(incoming);
    return refuse(outgoing, isHeadless, 400, error.message);
  }
  start(request, { fleet: found.fleet, project, commit, isHeadless }, options, running);
  return 'streamed';
}

interface Push {
  fleet: Row;
  project: Project;
  commit: string;
  isHeadless: boolean;
}

function start(request: ApiRequest, { fleet, project, commit, isHeadless }: Push, options: BuilderOptions, running: RunningBuilds): void {
  const { url, outgoing, caller, incoming } = request;
  const { database, engine } = options;
  const isDraft = url.searchParams.get('isdraft') === 'true';
  const release = startRelease({ fleet, userId: caller.user?.id ?? 0, project, commit, isDraft }, database);
  const abort = new AbortController();
  // A release that is cancelled or deleted through the API ends its build.
  const stopListening = database.onChange((changes) => {
    if (
      changes.some(
        ({ resource, row, kind }) =>
          resource === 'release' && row.id === release.id && (kind === 'remove' || row['status'] === 'cancelled'),
      )
    )
      abort.abort();
  });
  const send = isHeadless ? () => undefined : messageStream(outgoing);
  if (isHeadless)
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ started: true, releaseId: release.id }));
  else outgoing.on('close', () => abort.abort());
  const log = createBuildLog(
    project.builds.map(({ service }) => service),
    send,
  );
  log.send({ type: 'metadata', resource: 'buildLogId', value: release.id });
  const job = {
    release,
    fleet,
    project,
    username: text(caller.user?.['username']),
    dashboard: `http://${incoming.headers.host ?? '127.0.0.1'}/apps/${fleet.id}/devices`,
    noCache: url.searchParams.get('nocache') === 'true',
    abort: abort.signal,
  };
  const ending = runBuild(job, log, { database, engine })
    .catch((error: unknown) => {
      finishRelease(release, 'failed', database);
      log.error(error instanceof Error ? error.message : String(error));
    })
    .finally(() => {
      stopListening();
      running.delete(abort);
      if (!isHeadless) outgoing.end(']');
    });
  running.set(abort, ending);
}

/** Writes the JSON array that the CLI reads element by element. */
function messageStream(outgoing: ServerResponse): (message: BuildMessage) => void {
  outgoing.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  outgoing.on('error', () => undefined);
  let separator = '[';
  return (message) => {
    if (outgoing.destroyed) return;
    outgoing.write(`${separator}${JSON.stringify(message)}`);
    separator = ',\n';
  };
}

/**
 * The CLI shows only the status line of an HTTP error, not its body; so a refusal goes where it is read: into the log
 * of a build, or the answer of a detached one.
 */
function refuse(outgoing: ServerResponse, isHeadless: boolean, status: number, message: string): Reply {
  if (isHeadless) return { status: 200, json: { started: false, error: status === 400 ? 'BadRequest' : 'Unauthorized', message } };
  const log = createBuildLog([], messageStream(outgoing));
  log.error(message);
  outgoing.end(']');
  return 'streamed';
}

function findFleet(request: ApiRequest, database: Database): { fleet: Row } | { status: number; refusal: string } {
  const { searchParams } = request.url;
  const slug = searchParams.get('slug') ?? [searchParams.get('owner'), searchParams.get('app')].join('/');
  const fleet = database.findBy('application', { slug: slug.toLowerCase() });
  if (fleet === undefined) return { status: 404, refusal: `The fleet ${slug} does not exist.` };
  if (!hasAccess(request.caller, fleet, database))
    return { status: 403, refusal: `You may not push to ${slug}: it belongs to another organization.` };
  return { fleet };
}

function projectOptions(url: URL, fleet: Row, commit: string, database: Database): Parameters<typeof readProject>[1] {
  const type = database.find('device_type', fleet['is_for__device_type']);
  const architecture = database.find('cpu_architecture', type?.['is_of__cpu_architecture']);
  const dockerfile = url.searchParams.get('dockerfilePath') ?? '';
  return {
    ...(dockerfile === '' ? {} : { dockerfile: dockerfile.replaceAll('\\', '/').replace(/^\.\//, '') }),
    variables: {
      architecture: text(architecture?.['slug']),
      machineName: text(type?.['slug']),
      appName: text(fleet['app_name']),
      release: commit,
    },
  };
}

async function drain(incoming: IncomingMessage): Promise<void> {
  if (incoming.readableEnded || incoming.destroyed) return;
  incoming.resume();
  await new Promise((resolve) => incoming.once('end', resolve).once('close', resolve).once('error', resolve));
}
