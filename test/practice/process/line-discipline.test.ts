import { expect, test } from 'vitest';
import { createTerminal } from '../../../src/practice/process/line-discipline.ts';
import type { Program } from '../../../src/practice/process/process.ts';
import { createSystem, start, textUntil, waitForever } from './fixtures.ts';

const cat: Program = async (context) => {
  for await (const chunk of context.stdin) context.stdout.write(chunk as Buffer);
  return 0;
};

test('a typed line is echoed, can be corrected, and reaches the program when it is whole', async () => {
  const system = await createSystem();
  start(system, waitForever);
  const { keyboard, screen, stdin, stdout, terminal } = createTerminal({ columns: 80, rows: 24 });
  start(system, cat, { stdin, stdout, terminal });
  keyboard.write('helpé\x7f\x7flo\r');
  const text = await textUntil(screen, (sofar) => sofar.endsWith('hello\r\n'));
  expect(text).toBe('helpé\b \b\b \blo\r\nhello\r\n');
});

test('Ctrl-C ends the foreground, Ctrl-D the input of one reader only', async () => {
  const system = await createSystem();
  start(system, waitForever);
  const { keyboard, screen, stdin, stdout, terminal } = createTerminal({ columns: 80, rows: 24 });
  const first = start(system, waitForever, { stdin, stdout, terminal }).process;
  keyboard.write('\x03');
  expect((await first.exited).code).toBe(130);
  expect(await textUntil(screen, (text) => text !== '')).toBe('^C');
  for (let round = 0; round < 2; round += 1) {
    const reader = start(system, cat, { stdin, stdout, terminal }).process;
    keyboard.write('a\r\x04');
    expect((await reader.exited).code).toBe(0);
  }
});

test('in raw mode each key goes through as it is', async () => {
  const { keyboard, stdin, terminal } = createTerminal({ columns: 80, rows: 24 });
  terminal.mode = 'raw';
  keyboard.write('\x03a\r');
  expect(await textUntil(stdin, (text) => text.length === 3)).toBe('\x03a\r');
});

test('a hangup ends reads and the foreground; a resize is told', async () => {
  const system = await createSystem();
  start(system, waitForever);
  const { stdin, stdout, terminal, resize, hangUp, screen } = createTerminal({ columns: 80, rows: 24 });
  const { process } = start(system, waitForever, { stdin, stdout, terminal });
  let told = '';
  terminal.onResize(() => (told = `${String(terminal.columns)}x${String(terminal.rows)}`));
  resize(100, 30);
  expect(told).toBe('100x30');
  hangUp();
  expect((await process.exited).code).toBe(129);
  expect(await textUntil(screen, () => false)).toBe('');
});
