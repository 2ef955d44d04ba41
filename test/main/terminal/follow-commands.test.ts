import { describe, expect, it } from 'vitest';
import { outputText } from '../../../src/main/terminal/output-text.ts';
import { followCommands, type EndedCommand } from '../../../src/main/terminal/follow-commands.ts';
import type { SessionEvent } from '../../../src/main/terminal/session.ts';

function told(...events: (SessionEvent | string)[]): EndedCommand[] {
  const commands: EndedCommand[] = [];
  let listener: (event: SessionEvent) => void = () => undefined;
  followCommands({ subscribe: (one) => ((listener = one), () => undefined) }, (command) => commands.push(command));
  for (const event of events) listener(typeof event === 'string' ? outputText(event) : event);
  return commands;
}
const prompt: SessionEvent = { kind: 'prompt-end' };
const start: SessionEvent = { kind: 'command-start' };
const end = (exitCode?: number): SessionEvent => ({ kind: 'command-end', exitCode });

describe('a command in a terminal', () => {
  it('is told with its line and its exit code when it ends', () => {
    expect(told('$ ', prompt, 'cur', 'l http://10.42.0.7', '\r\n', start, 'Hello', end(0))).toEqual([
      { text: 'curl http://10.42.0.7', exitCode: 0 },
    ]);
  });
  it('is told as it stood after corrections and colours', () => {
    expect(told(prompt, '\x1b[?2004h\x1b[32mcurx\x1b[39m\b\x1b[Kl a', '\x1b[?2004l\r\n', start, end(6))).toEqual([
      { text: 'curl a', exitCode: 6 },
    ]);
  });
  it('is not told where its line cannot be known, nor without an exit code, nor an empty line', () => {
    expect(told(prompt, 'curl\x1b[12;4H a', start, end(7))).toEqual([]);
    expect(told(prompt, 'curl a', start, end())).toEqual([]);
    expect(told(prompt, '\r\n', prompt, start, end(0))).toEqual([]);
    expect(told(prompt, 'x'.repeat(5000), start, end(0), 'later', end(0))).toEqual([]);
  });
  it('is told once', () => expect(told(prompt, 'a', start, end(1), end(1))).toHaveLength(1));
});
