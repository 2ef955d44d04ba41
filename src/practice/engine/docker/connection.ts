import Docker from 'dockerode';
import { z } from 'zod';
import { EngineError } from '../engine.ts';
import type { EngineAddress } from './find-engine.ts';

export type { Docker };

/** An answer that goes on until it is ended; the client's types know less of it. */
export interface OpenAnswer extends AsyncIterable<Buffer> {
  readonly destroyed: boolean;
  destroy(): void;
}

/** A client of the engine at an address; nothing of the environment (DOCKER_HOST and others) changes where it goes. */
export function openConnection(address: EngineAddress): Docker {
  // Given even where they are undefined: the client takes what is absent from the environment.
  const nothing = { host: undefined, port: undefined, socketPath: undefined, ca: undefined, cert: undefined, key: undefined };
  const place = address.kind === 'socket' ? { socketPath: address.path } : { host: address.host, port: address.port };
  return new Docker({ ...nothing, ...place, protocol: 'http', timeout: undefined });
}

const reply = z.object({ statusCode: z.number(), json: z.unknown() });
const explanation = z.object({ message: z.string() });

/** Runs a request; what the engine refuses becomes an EngineError with the engine's own sentence. */
export async function inEngineWords<Result>(request: () => Promise<Result>): Promise<Result> {
  try {
    return await request();
  } catch (error) {
    throw toEngineError(error);
  }
}

/** As `inEngineWords`; a request that changes nothing (HTTP 304: already started, already stopped) is no error. */
export async function unlessDone(request: () => Promise<unknown>): Promise<void> {
  try {
    await request();
  } catch (error) {
    if (statusOf(error) !== 304) throw toEngineError(error);
  }
}

function toEngineError(error: unknown): unknown {
  const status = statusOf(error);
  if (status === undefined) return withoutEngine(error);
  const sentence = sentenceOf(error);
  return new EngineError(codeOf(status, sentence), sentence);
}

/** Docker's API answers a forbidden operation (an overlapping subnet, a network in use) with 403. */
function codeOf(status: number, sentence: string): EngineError['code'] {
  if (status === 404) return 'not-found';
  if (status === 403 || status === 409) return 'conflict';
  // Engines before 25 answer some wrong values with 500.
  if (status === 400 || /^invalid /i.test(sentence)) return 'invalid';
  return status === 501 ? 'not-supported' : 'failed';
}

function statusOf(error: unknown): number | undefined {
  return reply.safeParse(error).data?.statusCode;
}

function sentenceOf(error: unknown): string {
  const told = explanation.safeParse(reply.safeParse(error).data?.json).data?.message;
  // Engines before 25 say it twice of an image.
  if (told !== undefined) return told.trim().replace(/^no such image: \S+: (?=No such image: )/, '');
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^\(HTTP code \d+\) [^-]* - /, '').trim();
}

function withoutEngine(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ECONNREFUSED' && code !== 'ENOENT' && code !== 'ECONNRESET' && code !== 'EPIPE' && code !== 'EACCES') return error;
  return new EngineError('failed', `the container engine does not answer (${code}): see whether it still runs, then try again`);
}
