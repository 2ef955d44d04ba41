import { StringDecoder } from 'node:string_decoder';
import { z } from 'zod';

/** One message of a build's answer (Docker Engine API, "Build an image"). */
const buildMessage = z.looseObject({
  stream: z.string().optional(),
  status: z.string().optional(),
  id: z.string().optional(),
  progress: z.string().optional(),
  error: z.string().optional(),
  aux: z.looseObject({ ID: z.string().optional() }).optional(),
});

export interface BuildOutcome {
  imageId?: string;
  error?: string;
}

/** Reads a build's answer to its end; `log` gets each line as `docker build` prints it where it has no terminal. */
export async function readBuild(answer: AsyncIterable<Buffer | string>, log: (line: string) => void): Promise<BuildOutcome> {
  const outcome: BuildOutcome = {};
  const decoder = new StringDecoder('utf8');
  let text = '';
  let line = '';
  function take(json: string): void {
    const message = buildMessage.parse(JSON.parse(json));
    if (message.aux?.ID !== undefined) outcome.imageId = message.aux.ID;
    if (message.error !== undefined) outcome.error = message.error;
    if (message.stream !== undefined) {
      const lines = (line + message.stream).split(/\r?\n/);
      line = lines.pop() ?? '';
      for (const whole of lines) log(whole);
    }
    // A pull's progress is for terminals: it is rewritten in place.
    if (message.status !== undefined && (message.progress ?? '') === '')
      log(message.id === undefined ? message.status : `${message.id}: ${message.status}`);
  }
  for await (const chunk of answer) {
    const parts = (text + (typeof chunk === 'string' ? chunk : decoder.write(chunk))).split('\n');
    text = parts.pop() ?? '';
    for (const part of parts) if (part.trim() !== '') take(part);
  }
  if (text.trim() !== '') take(text);
  if (line !== '') log(line);
  return outcome;
}
