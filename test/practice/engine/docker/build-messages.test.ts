import { describe, expect, it } from 'vitest';
import { readBuild } from '../../../../src/practice/engine/docker/build-messages.ts';

async function read(...chunks: string[]) {
  const log: string[] = [];
  const outcome = await readBuild(
    (async function* () {
      yield* chunks.map((chunk) => Buffer.from(chunk));
      await Promise.resolve();
    })(),
    (line) => log.push(line),
  );
  return { log, outcome };
}

describe('the answer of a build', () => {
  it('is lines, wherever messages and chunks are cut', async () => {
    const text =
      '{"stream":"Step 1/1 : FROM debian"}\r\n{"stream":"\\n"}\r\n{"stream":" ---\\u003e 1\\n"}\r\n{"aux":{"ID":"sha256:1"}}\r\n';
    const expected = { log: ['Step 1/1 : FROM debian', ' ---> 1'], outcome: { imageId: 'sha256:1' } };
    expect(await read(text)).toEqual(expected);
    expect(await read(...Array.from(text))).toEqual(expected);
  });

  it('tells the error that ended it', async () => {
    const { outcome } = await read('{"stream":"a\\n"}\n{"errorDetail":{"code":3,"message":"no"},"error":"no"}\n');
    expect(outcome).toEqual({ error: 'no' });
  });

  it('leaves out the progress of a pull, which terminals rewrite in place', async () => {
    const { log } = await read(
      '{"status":"Pulling from library/debian","id":"latest"}\n',
      '{"status":"Downloading","progressDetail":{"current":1},"progress":"[=>   ]","id":"abc"}\n',
      '{"status":"Pull complete","progressDetail":{},"id":"abc"}\n',
      '{"status":"Status: Downloaded"}\n',
    );
    expect(log).toEqual(['latest: Pulling from library/debian', 'abc: Pull complete', 'Status: Downloaded']);
  });
});
