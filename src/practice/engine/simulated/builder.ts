import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { directoryFileSystem } from '../../filesystem/directory-file-system.ts';
import type { Builder, RunRequest } from '../build/builder.ts';
import type { ImageStore } from '../images/image-store.ts';
import type { LayerStore } from '../images/layer-store.ts';
import { isolatedNamespace } from '../network/isolated-namespace.ts';
import { createContainerSystem } from './container-system.ts';
import type { Machine } from './container-system.ts';
import { createOutputLines } from './output-lines.ts';
import { prepareProcess } from './start-process.ts';

/** The builder's hands: stages in directories below `scratch`, RUN in simulated processes. */
export function createBuilder(options: {
  images: ImageStore;
  layers: LayerStore;
  machine: Machine;
  scratch: string;
  newId: () => string;
}): Builder {
  const { images, layers, machine, scratch, newId } = options;
  return {
    images,
    layers,
    architecture: machine.architecture,
    now: machine.now,
    async openScratch() {
      const directory = join(scratch, newId());
      const fileSystem = await directoryFileSystem({ root: join(directory, 'root'), attributesFile: join(directory, 'attributes.json') });
      return {
        fileSystem: machine.disk.limit(fileSystem),
        async dispose() {
          await fileSystem.flush();
          await rm(directory, { recursive: true, force: true, maxRetries: 3 });
        },
      };
    },
    run: (request) => runStep(machine, request),
  };
}

async function runStep(machine: Machine, request: RunRequest): Promise<number> {
  const { fileSystem, command, environment, workingDirectory, user, hostname, output, abort } = request;
  const system = createContainerSystem({ machine, hostname, network: isolatedNamespace(), root: fileSystem });
  const prepared = await prepareProcess(system, { command, environment, workingDirectory, user }, 'start');
  const [stdout, stderr] = [createOutputLines({ line: output }), createOutputLines({ line: output })];
  const process = prepared.spawn({ stdin: Readable.from([]), stdout: stdout.stream, stderr: stderr.stream });
  const onAbort = (): void => system.processes.signalInit('SIGKILL');
  abort?.addEventListener('abort', onAbort, { once: true });
  if (abort?.aborted === true) onAbort();
  const status = await process.exited;
  abort?.removeEventListener('abort', onAbort);
  // What the command left in the background ends with it.
  await system.processes.end();
  stdout.flush();
  stderr.flush();
  return status.code;
}
