import { createHash } from 'node:crypto';
import { BuildError, EngineError } from '../../../../src/practice/engine/engine.ts';
import type { BuildRequest, ContainerEngine, ImageInfo } from '../../../../src/practice/engine/engine.ts';

export interface FakeEngine extends ContainerEngine {
  requests: BuildRequest[];
  /** Builds wait for this when it is set. */
  gate: Promise<unknown> | undefined;
}

/** An engine that only builds: each line of the Dockerfile is a step; `RUN fail` fails, every image has 128 MiB. */
export function createFakeEngine(): FakeEngine {
  const images = new Map<string, ImageInfo>();
  const unused = (): never => {
    throw new EngineError('not-supported', 'The fake engine only builds.');
  };
  const find = (reference: string): ImageInfo => {
    const image = [...images.values()].find((one) => one.id === reference || one.tags.includes(reference));
    if (image === undefined) throw new EngineError('not-found', `No such image: ${reference}`);
    return image;
  };
  const engine: FakeEngine = {
    requests: [],
    gate: undefined,
    async build(request) {
      engine.requests.push(request);
      const lines = (request.context.files.get(request.dockerfile)?.content.toString() ?? '').split('\n').filter((line) => line !== '');
      for (const [index, line] of lines.entries()) {
        request.log(`Step ${index + 1}/${lines.length} : ${line}`);
        await Promise.race([engine.gate, new Promise((resolve) => request.abort?.addEventListener('abort', resolve))]);
        if (request.abort?.aborted === true) throw new BuildError('Build cancelled');
        if (line === 'RUN fail') throw new BuildError("The command '/bin/sh -c fail' returned a non-zero code: 127");
      }
      const id = `sha256:${createHash('sha256').update(lines.join('\n')).digest('hex')}`;
      request.log(`Successfully built ${id.slice(7, 19)}`);
      const config = {
        environment: {},
        workingDirectory: '/',
        user: '',
        exposedPorts: [],
        labels: {},
        volumes: [],
        stopSignal: 'SIGTERM',
        shell: ['/bin/sh', '-c'],
      } as const;
      const image: ImageInfo = {
        id,
        tags: [],
        createdAt: Date.now(),
        size: 128 * 1024 * 1024,
        architecture: 'amd64',
        config: { ...config, exposedPorts: [], volumes: [], shell: [...config.shell] },
        layers: [],
      };
      images.set(id, images.get(id) ?? image);
      return find(id);
    },
    images: () => Promise.resolve([...images.values()]),
    inspectImage: async (reference) => Promise.resolve(find(reference)),
    tagImage: async (reference, tag) => {
      find(reference).tags.push(tag);
      return Promise.resolve();
    },
    removeImage: async (reference) => {
      const image = find(reference);
      image.tags = image.tags.filter((tag) => tag !== reference);
      if (image.tags.length === 0) images.delete(image.id);
      return Promise.resolve();
    },
    volumes: () => Promise.resolve([]),
    createVolume: unused,
    removeVolume: unused,
    networks: () => Promise.resolve([]),
    createNetwork: unused,
    removeNetwork: unused,
    topology: unused,
    containers: () => Promise.resolve([]),
    inspectContainer: unused,
    createContainer: unused,
    startContainer: unused,
    stopContainer: unused,
    killContainer: unused,
    restartContainer: unused,
    removeContainer: unused,
    containerLog: unused,
    exec: unused,
    onEvent: () => () => undefined,
    close: () => Promise.resolve(),
  };
  return engine;
}
