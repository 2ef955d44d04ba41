import { z } from 'zod';
import { containerData } from '../../device/host-os/engine-cli/container-data.ts';
import type { ContainerInfo } from '../../engine/engine.ts';
import { parseSignal } from '../../process/signals.ts';
import { HttpError, route, streamed } from '../loopback-server.ts';
import type { LoopbackReply, LoopbackRequest, LoopbackRoute } from '../loopback-server.ts';
import { containerRequest, containerSpec } from './container-spec.ts';
import { containerSummary } from './container-summary.ts';
import type { EngineApiContext } from './context.ts';
import { findImage, imagesOnDevice } from './find.ts';
import { filters, flag, hasLabels, parsed } from './query.ts';

const statusFilters = ['id', 'name', 'label', 'status', 'ancestor', 'network', 'volume', 'exited'];

export function containerRoutes(context: EngineApiContext): LoopbackRoute[] {
  const { engine } = context;
  const act = (name: string, work: (id: string, url: URL) => Promise<void>): LoopbackRoute =>
    route('POST', new RegExp(`^/containers/([^/]+)/${name}$`), async ({ parameters: [reference = ''], url }) => {
      await work(reference, url);
      return { status: 204 };
    });
  return [
    route('GET', /^\/containers\/json$/, async ({ url }) => ({ status: 200, json: await list(context, url) })),
    route('POST', /^\/containers\/create$/, (request) => create(context, request)),
    route('GET', /^\/containers\/([^/]+)\/json$/, async ({ parameters: [reference = ''] }) => ({
      status: 200,
      json: await inspected(context, await engine.inspectContainer(reference)),
    })),
    route('POST', /^\/containers\/([^/]+)\/start$/, async ({ parameters: [reference = ''] }) => {
      const { state } = await engine.inspectContainer(reference);
      if (state.status === 'running') return { status: 304 };
      await engine.startContainer(reference);
      return { status: 204 };
    }),
    route('POST', /^\/containers\/([^/]+)\/stop$/, async ({ parameters: [reference = ''], url }) => {
      const { state } = await engine.inspectContainer(reference);
      if (state.status === 'exited' || state.status === 'created') return { status: 304 };
      await engine.stopContainer(reference, grace(url));
      return { status: 204 };
    }),
    act('restart', async (reference, url) => {
      const { graceSeconds } = grace(url);
      if (graceSeconds !== undefined) await engine.stopContainer(reference, { graceSeconds });
      await (graceSeconds === undefined ? engine.restartContainer(reference) : engine.startContainer(reference));
    }),
    act('kill', async (reference, url) => {
      const text = url.searchParams.get('signal') ?? 'SIGKILL';
      const signal = parseSignal(text === '' ? 'SIGKILL' : text);
      if (signal === undefined) throw new HttpError(400, `Invalid signal: ${text}`);
      const { id } = await engine.inspectContainer(reference);
      await (signal === 'SIGKILL' ? killed(context, id) : engine.killContainer(id, signal));
    }),
    act('rename', async (reference, url) => {
      if (engine.renameContainer === undefined) throw new HttpError(501, 'Renaming a container: not supported by this engine');
      await engine.renameContainer(reference, url.searchParams.get('name') ?? '');
    }),
    act('resize', async (reference) => {
      // No container has a terminal of its own: there is nothing whose size could change.
      await engine.inspectContainer(reference);
    }),
    act('(?:pause|unpause|update)', async (reference) => {
      await engine.inspectContainer(reference);
      throw new HttpError(501, 'Pausing or updating a container: not supported on the practice device');
    }),
    route('DELETE', /^\/containers\/([^/]+)$/, async ({ parameters: [reference = ''], url }) => {
      await engine.removeContainer(reference, { force: flag(url, 'force') });
      return { status: 204 };
    }),
    route('POST', /^\/containers\/([^/]+)\/wait$/, async (request) => {
      await wait(context, request);
      return streamed;
    }),
  ];
}

async function list(context: EngineApiContext, url: URL): Promise<unknown[]> {
  const wanted = filters(url, statusFilters);
  const { engine } = context;
  const [containers, networks, images] = await Promise.all([engine.containers(), engine.networks(), imagesOnDevice(context)]);
  const isAll = flag(url, 'all') || wanted.has('status') || wanted.has('exited');
  const has = (name: string, test: (value: string) => boolean): boolean => wanted.get(name)?.some(test) ?? true;
  const chosen = containers.filter((container) => {
    const { id, name, spec, state, imageId } = container;
    const isRunning = state.status === 'running' || state.status === 'restarting';
    if (!isAll && !isRunning) return false;
    const names = images.find(({ image }) => image.id === imageId)?.names ?? [];
    return (
      has('id', (part) => id.startsWith(part)) &&
      has('name', (part) => name.includes(part.replace(/^\^?\/?/, '').replace(/\$$/, ''))) &&
      has('status', (status) => status === state.status) &&
      has('exited', (code) => 'exitCode' in state && String(state.exitCode) === code) &&
      has('ancestor', (image) => imageId.includes(image) || names.some((one) => one === image || one.startsWith(`${image}:`))) &&
      has('network', (network) => spec.networkMode === network || (spec.networks ?? []).some((one) => one.network === network)) &&
      has('volume', (volume) => spec.mounts.some((mount) => mount.volume === volume)) &&
      hasLabels(spec.labels, wanted.get('label') ?? [])
    );
  });
  const limit = Number(url.searchParams.get('limit') ?? 0);
  const newest = chosen.sort((one, other) => other.createdAt - one.createdAt);
  const facts = { images, networks, now: Date.now() };
  return (limit > 0 ? newest.slice(0, limit) : newest).map((container) => containerSummary(container, facts));
}

async function create(context: EngineApiContext, { url, readJson }: LoopbackRequest): Promise<LoopbackReply> {
  const request = parsed(await readJson(), containerRequest, 'container');
  const { image } = await findImage(context, request.Image);
  const name = url.searchParams.get('name') ?? '';
  const spec = containerSpec(name === '' ? undefined : name.replace(/^\//, ''), request, image.id);
  const { id } = await context.engine.createContainer(spec);
  if (request.HostConfig?.AutoRemove === true) removeAfterEnd(context, id);
  return { status: 201, json: { Id: id, Warnings: [] } };
}

/** `docker run --rm`: the container goes when its process has ended. */
function removeAfterEnd({ engine }: EngineApiContext, id: string): void {
  const end = engine.onEvent((event) => {
    if (event.kind !== 'container' || event.container.id !== id) return;
    if (event.action === 'destroy') end();
    // Whoever waits for the end is told first.
    if (event.action === 'die') setImmediate(() => void engine.removeContainer(id).catch(() => undefined));
  });
}

async function inspected(context: EngineApiContext, container: ContainerInfo): Promise<Record<string, unknown>> {
  const found = (await imagesOnDevice(context)).find(({ image }) => image.id === container.imageId);
  const data = containerData(container, { networks: await context.engine.networks(), image: found?.image });
  const ids = context.execs.runningIn(container.id);
  const config = z.record(z.string(), z.unknown()).parse(data['Config']);
  return {
    ...data,
    ExecIDs: ids.length === 0 ? null : ids,
    Config: { ...config, Image: found?.names[0] ?? container.imageId, Tty: false, OpenStdin: false },
  };
}

/** Resolves when the process is gone, as the engine's own kill does: the next call may start the container again. */
async function killed({ engine }: EngineApiContext, id: string): Promise<void> {
  await engine.killContainer(id, 'SIGKILL');
  await engine.stopContainer(id, { graceSeconds: 0 });
}

async function wait(context: EngineApiContext, request: LoopbackRequest): Promise<void> {
  const { engine } = context;
  const { outgoing, url } = request;
  const container = await engine.inspectContainer(request.parameters[0] ?? '');
  const condition = url.searchParams.get('condition') ?? 'not-running';
  if (!['', 'not-running', 'next-exit', 'removed'].includes(condition)) throw new HttpError(400, `invalid condition: "${condition}"`);
  // The client starts the container when it has seen that it is waited for.
  outgoing.writeHead(200, { 'content-type': 'application/json' });
  outgoing.flushHeaders();
  const code = await ending(context, container, condition, outgoing);
  if (code !== undefined) outgoing.end(`${JSON.stringify({ StatusCode: code })}\n`);
}

function ending(
  { engine }: EngineApiContext,
  container: ContainerInfo,
  condition: string,
  outgoing: LoopbackRequest['outgoing'],
): Promise<number | undefined> {
  const { state } = container;
  const codeNow = 'exitCode' in state ? (state.exitCode ?? 0) : 0;
  if ((condition === '' || condition === 'not-running') && (state.status === 'exited' || state.status === 'created'))
    return Promise.resolve(codeNow);
  return new Promise((resolve) => {
    let code = codeNow;
    const done = (result: number | undefined): void => {
      end();
      resolve(result);
    };
    const end = engine.onEvent((event) => {
      if (event.kind !== 'container' || event.container.id !== container.id) return;
      if (event.action === 'die') code = event.exitCode ?? code;
      if (event.action === (condition === 'removed' ? 'destroy' : 'die') || event.action === 'destroy') done(code);
    });
    outgoing.on('close', () => done(undefined));
  });
}

function grace(url: URL): { graceSeconds?: number } {
  const text = url.searchParams.get('t');
  if (text === null || text === '') return {};
  const seconds = Number(text);
  if (!Number.isInteger(seconds)) throw new HttpError(400, `invalid value for "t": ${text}`);
  // A negative number waits without end.
  return { graceSeconds: seconds < 0 ? 24 * 60 * 60 : seconds };
}
