import type { ContainerEngine, ImageInfo } from '../../engine/engine.ts';
import type { Database, Json, Row } from '../database/model.ts';
import { formatDuration, summaryTable } from './build-log.ts';
import type { BuildLog } from './build-log.ts';
import type { Project, ServiceBuild } from './project.ts';
import { registryTag } from './registry.ts';
import { unicorn } from './unicorn.ts';
import { text } from '../database/values.ts';

export interface BuildJob {
  release: Row;
  fleet: Row;
  project: Project;
  username: string;
  /** Page of the fleet. */
  dashboard: string;
  noCache: boolean;
  abort: AbortSignal;
}

export interface NewRelease {
  fleet: Row;
  userId: number;
  project: Project;
  commit: string;
  isDraft: boolean;
}

const builderName = 'practice01';

/** Services of one push that are built side by side; the others wait for their turn. */
const buildsAtOnce = 4;

type Outcome = { build: ServiceBuild; image: ImageInfo; milliseconds: number } | { build: ServiceBuild; reason: string };

/** Makes the release's row, still `running`, with a service and an image for each build. */
export function startRelease(push: NewRelease, database: Database): Row {
  const { fleet, userId, project, commit, isDraft } = push;
  return database.change(() => {
    const release = database.insert('release', {
      belongs_to__application: fleet.id,
      is_created_by__user: userId,
      commit,
      composition: project.composition,
      status: 'running',
      is_final: !isDraft,
    });
    for (const build of project.builds) {
      const known = { application: fleet.id, service_name: build.service };
      const service = database.findBy('service', known) ?? database.insert('service', known);
      const image = database.insert('image', {
        is_a_build_of__service: service.id,
        dockerfile: build.dockerfileText,
        project_type: build.projectType,
      });
      database.insert('release_image', { image: image.id, is_part_of__release: release.id });
    }
    return release;
  });
}

/**
 * Builds every service of the release and writes the log of the real builder. The release ends as `success`, `failed`
 * or, when `abort` fires, `cancelled`. Never rejects.
 */
export async function runBuild(
  job: BuildJob,
  log: BuildLog,
  { database, engine }: { database: Database; engine: ContainerEngine },
): Promise<void> {
  const { release, fleet, project } = job;
  const startedAt = Date.now();
  log.info(`Starting build for ${text(fleet['app_name'])}, user ${job.username}`);
  log.info(`Dashboard link: ${job.dashboard}`);
  log.info(`Building on ${builderName}`);
  if (!job.noCache) {
    log.info('Pulling previous images for caching purposes...');
    log.success('Successfully pulled cache images');
  }
  const outcomes = await inParallel(project.builds, buildsAtOnce, async (build): Promise<Outcome> => {
    if (job.abort.aborted) return { build, reason: 'The build was cancelled.' };
    const began = Date.now();
    try {
      const image = await buildService(build, job, log, engine);
      return { build, image, milliseconds: Date.now() - began };
    } catch (error) {
      return { build, reason: error instanceof Error ? error.message : String(error) };
    }
  });
  const built = outcomes.filter((outcome) => 'image' in outcome);
  const failures = outcomes.flatMap((outcome) => ('reason' in outcome ? [{ service: outcome.build.service, reason: outcome.reason }] : []));
  try {
    if (job.abort.aborted) return finishRelease(release, 'cancelled', database);
    if (failures.length > 0) return reportFailures(job, failures, log, database);
    await upload(job, built, log, engine, database);
  } catch (error) {
    log.error(error instanceof Error ? error.message : String(error));
    finishRelease(release, 'failed', database);
    return;
  }
  finishRelease(release, 'success', database);
  log.info(`Built on ${builderName}`);
  log.success('Release successfully created!');
  log.info(`Release: ${text(release['commit'])} (id: ${release.id})`);
  const rows = built.map(({ build, image, milliseconds }) => ({ service: build.service, size: image.size, milliseconds }));
  for (const line of summaryTable(rows)) log.info(line);
  log.info(`Build finished in ${formatDuration(Date.now() - startedAt)}`);
  log.send({ message: unicorn, isSuccess: true });
}

/** Sets a release and its images to how they ended; one that has ended otherwise meanwhile stays so. */
export function finishRelease(release: Row, status: 'success' | 'failed' | 'cancelled', database: Database): void {
  if (database.find('release', release.id)?.['status'] !== 'running') return;
  const now = new Date().toISOString();
  database.change(() => {
    for (const image of imagesOf(release, database))
      if (image['status'] === 'running')
        database.update('image', image.id, { status: status === 'success' ? 'success' : 'failed', end_timestamp: now });
    database.update('release', release.id, { status, end_timestamp: now });
  });
}

async function buildService(build: ServiceBuild, job: BuildJob, log: BuildLog, engine: ContainerEngine): Promise<ImageInfo> {
  if (build.pulls !== undefined) log.service(build.service, `Pulling image ${build.pulls}`);
  const image = await engine.build({
    context: build.context,
    dockerfile: build.dockerfile,
    arguments: build.arguments,
    ...(build.labels === undefined ? {} : { labels: build.labels }),
    ...(build.target === undefined ? {} : { target: build.target }),
    noCache: job.noCache,
    log: (line) => {
      if (build.pulls === undefined) log.service(build.service, line);
    },
    abort: job.abort,
  });
  if (build.pulls !== undefined) log.service(build.service, `Successfully pulled ${build.pulls}`);
  return image;
}

/** The results in the order of the items, of which `limit` are worked on at a time. */
async function inParallel<Item, Result>(items: readonly Item[], limit: number, work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}

function reportFailures(job: BuildJob, failures: readonly { service: string; reason: string }[], log: BuildLog, database: Database): void {
  log.error('Some services failed to build:');
  for (const { service, reason } of failures) {
    log.error(`  Service: ${service}`);
    log.error(`    Error: ${reason}`);
    const image = imagesOf(job.release, database).find(
      (one) => database.find('service', one['is_a_build_of__service'])?.['service_name'] === service,
    );
    if (image !== undefined)
      database.update('image', image.id, { status: 'failed', error_message: reason, end_timestamp: new Date().toISOString() });
  }
  finishRelease(job.release, 'failed', database);
  log.info(`Built on ${builderName}`);
  log.error('Not deploying release.');
}

async function upload(
  job: BuildJob,
  built: readonly { build: ServiceBuild; image: ImageInfo }[],
  log: BuildLog,
  engine: ContainerEngine,
  database: Database,
): Promise<void> {
  log.info('Uploading images');
  for (const [index, { build, image }] of built.entries()) {
    log.progress((100 * index) / built.length);
    const row = imagesOf(job.release, database).find(
      (one) => database.find('service', one['is_a_build_of__service'])?.['service_name'] === build.service,
    );
    if (row === undefined) throw new Error('The release was deleted while it was built.');
    await engine.tagImage(image.id, registryTag(text(row['is_stored_at__image_location'])));
    const values: Record<string, Json> = { content_hash: image.id, image_size: image.size, push_timestamp: new Date().toISOString() };
    database.update('image', row.id, values);
  }
  log.progress(100);
  log.progress(undefined);
  log.success('Successfully uploaded images');
}

function imagesOf(release: Row, database: Database): Row[] {
  return database
    .filterBy('release_image', { is_part_of__release: release.id })
    .flatMap((part) => database.find('image', part['image']) ?? []);
}
