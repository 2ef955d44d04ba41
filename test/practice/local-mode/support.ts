import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import Docker from 'dockerode';
import tar from 'tar-stream';
import { startPractice } from '../../../src/practice/practice.ts';
import type { Practice } from '../../../src/practice/practice.ts';

/** A whole practice environment on a fresh data directory, with clients for what the device answers. */
export interface StartedPractice {
  practice: Practice;
  notices: string[];
  docker: Docker;
  ports: { supervisor: number; engine: number; ssh: number };
  close(): Promise<void>;
}

export async function openPractice(): Promise<StartedPractice> {
  const directory = await mkdtemp(join(tmpdir(), 'fleetlab-local-'));
  const notices: string[] = [];
  const practice = await startPractice({ dataDirectory: directory, onNotice: (text) => notices.push(text) });
  const port = (name: string): number => Number(practice.ready.env[name]);
  const ports = {
    supervisor: port('FLEETLAB_SUPERVISOR_PORT'),
    engine: port('FLEETLAB_ENGINE_PORT'),
    ssh: port('FLEETLAB_DEVICE_SSH_PORT'),
  };
  return {
    practice,
    notices,
    docker: new Docker({ protocol: 'http', host: '127.0.0.1', port: ports.engine }),
    ports,
    async close() {
      await practice.close();
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export async function archiveOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const pack = tar.pack();
  for (const [name, content] of Object.entries(files)) pack.entry({ name, mode: 0o644 }, content);
  pack.finalize();
  return collect(pack);
}

export async function collect(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks);
}

/** What a build printed, from its lines of JSON. */
export function printed(lines: readonly Record<string, unknown>[]): string {
  return lines.map(({ stream }) => (typeof stream === 'string' ? stream : '')).join('');
}

/** Lines of JSON that a build or a pull answers. */
export async function linesOf(stream: NodeJS.ReadableStream): Promise<Record<string, unknown>[]> {
  const text = (await collect(stream)).toString();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

export async function build(docker: Docker, files: Readonly<Record<string, string>>, options: Docker.ImageBuildOptions): Promise<string> {
  const lines = await linesOf(await docker.buildImage(Readable.from([await archiveOf(files)]), options));
  const failure = lines.find((line) => 'error' in line);
  if (failure !== undefined) throw new Error(String(failure['error']));
  return (lines.find((line) => 'aux' in line)?.['aux'] as { ID: string }).ID;
}

/** Polls until `probe` gives something. */
export async function eventually<T>(what: string, probe: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const end = Date.now() + 15_000;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
