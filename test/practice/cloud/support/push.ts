import { gzipSync } from 'node:zlib';
import tar from 'tar-stream';
import type { BuildMessage } from '../../../../src/practice/cloud/builder/build-log.ts';
import type { StartedCloud } from './start-cloud.ts';

export type Files = Readonly<Record<string, string>>;

/** The upload of `balena push`. */
export async function archive(files: Files, headers: Partial<tar.Header> = {}): Promise<Buffer> {
  const pack = tar.pack();
  for (const [name, content] of Object.entries(files)) pack.entry({ name, ...headers }, content);
  pack.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of pack as AsyncIterable<Buffer>) chunks.push(chunk);
  return gzipSync(Buffer.concat(chunks));
}

export interface PushResult {
  messages: BuildMessage[];
  /** What the CLI would show, colours taken out. */
  text: string;
  isSuccess: boolean;
  isError: boolean;
}

export function sendPush(started: StartedCloud, upload: Buffer, query = '', signal?: AbortSignal): Promise<Response> {
  return started.request(
    `/v3/build?slug=practice/singleservice&dockerfilePath=&emulated=false&nocache=false&headless=false&isdraft=false&${query}`,
    {
      method: 'POST',
      headers: { 'content-encoding': 'gzip' },
      body: new Uint8Array(upload),
      ...(signal === undefined ? {} : { signal }),
    },
  );
}

export async function push(started: StartedCloud, files: Files, query = ''): Promise<PushResult> {
  return readPush(await sendPush(started, await archive(files), query));
}

export async function readPush(response: Response): Promise<PushResult> {
  const messages = (await response.json()) as BuildMessage[];
  const texts = messages.flatMap((message) => ('message' in message ? [message] : []));
  return {
    messages,
    text: texts.map(({ message }) => message.replace(/\u001b\[\d+m/g, '')).join('\n'),
    isSuccess: texts.some((message) => message.isSuccess === true),
    isError: texts.some((message) => message.isError === true),
  };
}
