import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRegistry } from '../../../../src/practice/process/program-registry.ts';
import { programs } from '../../../../src/practice/programs/programs.ts';
import { shellPrograms } from '../../../../src/practice/shell/shell.ts';
import { run, spec, testEngine } from '../../engine/test-engine.ts';
import type { TestEngine } from '../../engine/test-engine.ts';

let lab: TestEngine;

beforeEach(async () => {
  lab = await testEngine({ programs: createRegistry([shellPrograms, programs]) });
});
afterEach(() => lab.close());

async function shell(image: string): Promise<(command: string) => Promise<{ code: number; stdout: string; stderr: string }>> {
  await lab.engine.createContainer(spec(image, { name: 'look', entrypoint: ['sleep', 'infinity'] }));
  await lab.engine.startContainer('look');
  return async (command) => run(lab.engine, 'look', ['sh', '-c', command]);
}

const hello = '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n';

describe('apk', () => {
  it('installs in a build and in a container, with what is needed', async () => {
    const { image, log } = await lab.build('FROM alpine\nRUN apk add --no-cache bash curl\n');
    expect(log.join('\n')).toMatch(
      /fetch https.*\n.*fetch https.*community[^]*\(1\/\d+\) Installing [^]*Installing curl \(8\.14\.1-r2\)\nExecuting busybox[^]*OK: \d+ MiB in \d+ packages/,
    );
    expect(image.size - 8_300_000).toBeGreaterThan(2_000_000);
    const inside = await shell(image.id);
    expect((await inside('bash -c "echo $((6 * 7))"')).stdout).toBe('42\n');
    expect((await inside('apk info -e curl')).stdout).toBe('curl\n');
    const unknown = await inside('apk add --no-cache nothing-such');
    expect(unknown).toMatchObject({ code: 1 });
    expect(unknown.stderr).toBe(
      'ERROR: unable to select packages:\n  nothing-such (no such package):\n    required by: world[nothing-such]\n',
    );
    expect((await inside('apk del curl')).stdout).toContain('Purging curl (8.14.1-r2)');
    expect((await inside('curl --version')).code).toBe(127);
    expect((await inside('apk info -W /bin/bash')).stdout).toContain('bash-5.2.37-r0');
  });

  it('needs an index unless it fetches one, and keeps that in the layer', async () => {
    const inside = await shell((await lab.build('FROM alpine\nRUN true\n')).image.id);
    expect((await inside('apk add jq')).code).toBe(1);
    await inside('apk update');
    expect((await inside('apk add jq')).code).toBe(0);
    const kept = await lab.build('FROM alpine\nRUN apk update\n');
    expect(kept.image.size).toBeGreaterThan(8_300_000 + 2_000_000);
  });

  it('takes a virtual package away with all that it brought, and keeps what it made', async () => {
    const { image } = await lab.build(
      'FROM alpine\nCOPY hello.c /\nRUN apk add --no-cache --virtual .build-deps gcc musl-dev && gcc -static -o /hello /hello.c && apk del .build-deps\nCMD ["/hello"]\n',
      { 'hello.c': hello },
    );
    expect(image.size).toBeLessThan(8_300_000 + 300_000);
    const inside = await shell(image.id);
    expect(await inside('/hello')).toMatchObject({ code: 0, stdout: 'hello\n' });
    expect((await inside('gcc --version')).code).toBe(127);
  });

  it('has a compiler whose programs need musl’s loader', async () => {
    const dockerfile =
      'FROM alpine AS build\nRUN apk add --no-cache build-base\nCOPY hello.c /\nRUN gcc -o /hello /hello.c\nFROM IMAGE\nCOPY --from=build /hello /hello\nRUN /hello > /said\n';
    const own = await lab.build(dockerfile.replace('IMAGE', 'alpine'), { 'hello.c': hello });
    expect(own.image.size).toBeLessThan(8_400_000);
    const failure = await lab.buildFailure(dockerfile.replace('IMAGE', 'debian:trixie-slim'), { 'hello.c': hello });
    expect(failure.error).toMatchObject({ message: expect.stringContaining('returned a non-zero code: 127') as string });
  });
});
