import { describe, expect, it } from 'vitest';
import { outputText } from '../../../../src/main/terminal/output/output-text.ts';
import { followCommands, type BegunCommand } from '../../../../src/main/terminal/session/follow-commands.ts';
import type { SessionEvent } from '../../../../src/main/terminal/session/session.ts';

interface Told {
  line: string | undefined;
  exitCode: number | undefined;
}

/** Those that have ended. */
function told(...events: (SessionEvent | string)[]): Promise<Told[]> {
  const commands: BegunCommand[] = [];
  let listener: (event: SessionEvent) => void = () => undefined;
  const size = () => ({ columns: 40, rows: 10 });
  followCommands({ subscribe: (one) => ((listener = one), () => undefined), size }, (command) => commands.push(command));
  for (const event of events) listener(typeof event === 'string' ? outputText(event) : event);
  return Promise.all(commands.map(async ({ line, exitCode }) => ({ line: await line, exitCode: await exitCode })));
}
const begin: SessionEvent = { kind: 'prompt-start' };
const prompt: SessionEvent = { kind: 'prompt-end' };
const start: SessionEvent = { kind: 'command-start' };
const end = (exitCode?: number): SessionEvent => ({ kind: 'command-end', exitCode });

describe('a command in a terminal', () => {
  it('is told with its line as it begins, and with its exit code when it ends', async () => {
    expect(await told(begin, '$ ', prompt, 'cur', 'l http://10.42.0.7', '\r\n', start, 'Hello\r\n', end(0))).toEqual([
      { line: 'curl http://10.42.0.7', exitCode: 0 },
    ]);
  });

  it.each([
    ['corrections and colours', ['\x1b[?2004h\x1b[32mcurx\x1b[39m\b\x1b[Kl a', '\x1b[?2004l\r\n'], 'curl a'],
    ['moves in it', ['url a\x1b[5D\x1b[1@c\x1b[5C', '\r\n'], 'curl a'],
    ['another one of the history', ['ls -l', '\b\b\b\b\b\x1b[Kcurl a', '\r\n'], 'curl a'],
    ['the line being drawn anew', ['\x1b[7mcurl a\x1b[27m', '\r\x1b[2Ccurl a', '\r\n'], 'curl a'],
    [
      'the screen’s width',
      ['curl http://10.42.0.7/a/long/path/tha', 't/goes/on', '\r\n'],
      'curl http://10.42.0.7/a/long/path/that/goes/on',
    ],
    ['a second prompt at the edge', ['curl a', '\x1b[26C12:00\x1b[31D', '\r\n'], 'curl a'],
    ['blanks of the learner’s own before the edge', [`curl a   ${'z'.repeat(27)}`, '\r\n'], `curl a   ${'z'.repeat(27)}`],
    ['its end not being shown yet', ['curl a'], 'curl a'],
  ])('is told as it stood after %s', async (_name, typed, line) => {
    expect(await told(begin, '$ ', prompt, ...typed, start, end(6))).toEqual([{ line, exitCode: 6 }]);
  });

  it('is told without its line where that cannot be known, or is more than one', async () => {
    expect(await told(begin, prompt, 'curl\x1b[12;4H a\r\n', start, end(7))).toEqual([{ line: undefined, exitCode: 7 }]);
    expect(await told(begin, '$ ', prompt, 'for one in a\r\n', '> do true; done\r\n', start, end(0))).toEqual([
      { line: undefined, exitCode: 0 },
    ]);
    const rightPrompt = '\x1b[25C12:00:00\r\n';
    expect(await told(begin, '$ ', prompt, 'echo "', rightPrompt, 'b"\r\n', start, end(0))).toEqual([{ line: undefined, exitCode: 0 }]);
  });

  it('is none where a prompt alone was drawn again, or where what stood there is longer than a line', async () => {
    expect(await told(begin, '$ ', prompt, '\r\n', begin, '$ ', prompt, end(0))).toEqual([]);
    expect(await told(begin, prompt, 'x'.repeat(25_000), start, end(0), 'later', end(0))).toEqual([]);
  });

  it('is told once, without an exit code where its shell ended', async () => {
    expect(await told(begin, prompt, 'a\r\n', start, end(1), end(1))).toEqual([{ line: 'a', exitCode: 1 }]);
    expect(await told(begin, prompt, 'a\r\n', start, { kind: 'ended', exitCode: 137 })).toEqual([{ line: 'a', exitCode: undefined }]);
  });
});
