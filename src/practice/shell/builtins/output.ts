import { ShellError } from '../control.ts';
import { assignVariable } from '../expansion/assign.ts';
import { featuresOf } from '../flavour.ts';
import { complain, worded } from '../messages.ts';
import type { Shell } from '../state.ts';
import { writeBytes } from '../execution/descriptors.ts';
import { testSubject } from '../execution/conditional.ts';
import type { BuiltinMap } from './builtin.ts';
import { builtinError } from './builtin.ts';
import { formatEcho } from './echo.ts';
import { formatPrintf } from './printf.ts';
import { evaluateTest, stripBracket, TestError } from './test.ts';

/** Commands that print or compare, and the two that do nothing. */
export const outputBuiltins: BuiltinMap = {
  ':': () => Promise.resolve(0),
  true: () => Promise.resolve(0),
  false: () => Promise.resolve(1),
  echo: (shell, words) => print(shell, 'echo', formatEcho(words.slice(1), { alwaysEscapes: featuresOf(shell.flavour).echoEscapes })),
  printf,
  test: runTest,
  '[': runTest,
};

/** Writes a command's output; where that fails, it says so as the shell does. */
export async function print(shell: Shell, command: string, data: Buffer | string): Promise<number> {
  const outcome = await writeBytes(shell, 1, typeof data === 'string' ? Buffer.from(data) : data);
  if (outcome === 'written') return 0;
  const reason = outcome === 'closed' ? 'Bad file descriptor' : outcome === 'broken' ? 'Broken pipe' : 'No space left on device';
  await complain(
    shell,
    worded(shell, { dash: `${command}: I/O error`, bash: `write error: ${reason}`, busybox: `write error: ${reason}` }),
    command,
  );
  return 1;
}

async function printf(shell: Shell, words: readonly string[]): Promise<number> {
  let rest = words.slice(1);
  let variable: string | undefined;
  if (rest[0] === '-v' && shell.flavour === 'bash') {
    variable = rest[1] ?? '';
    rest = rest.slice(2);
  }
  if (rest[0] === '--') rest = rest.slice(1);
  const [format, ...values] = rest;
  if (format === undefined)
    throw builtinError(
      shell,
      'printf',
      { dash: 'usage: printf format [arg ...]', bash: 'usage: printf [-v var] format [arguments]' },
      { status: 2, isBare: shell.flavour === 'bash' },
    );
  const result = formatPrintf(format, values, {
    notANumber: (word) =>
      worded(shell, { dash: `${word}: expected numeric value`, bash: `${word}: invalid number`, busybox: `invalid number '${word}'` }),
    isDash: shell.flavour === 'dash',
  });
  for (const problem of result.problems) await complain(shell, problem, 'printf');
  if (variable === undefined) return (await print(shell, 'printf', result.output)) || result.status;
  assignVariable(shell, variable, result.output.toString());
  return result.status;
}

async function runTest(shell: Shell, words: readonly string[]): Promise<number> {
  const [name = 'test', ...rest] = words;
  try {
    return (await evaluateTest(stripBracket(name, rest), testSubject(shell))) ? 0 : 1;
  } catch (error) {
    if (error instanceof TestError) throw new ShellError(testWording(shell, error, rest), { status: 2, scope: 'command', command: name });
    throw error;
  }
}

function testWording(shell: Shell, { problem, word }: TestError, words: readonly string[]): string {
  const [first = '', second = ''] = words;
  // dash names the word in front of the one it cannot use.
  const stumbled = /^-[a-z]$/.test(first) ? word : first;
  switch (problem) {
    case 'bracket':
      return worded(shell, { dash: 'missing ]', bash: "missing `]'", busybox: 'missing ]' });
    case 'number':
      return worded(shell, {
        dash: `Illegal number: ${word}`,
        bash: `${word}: integer expression expected`,
        busybox: `bad number: '${word}'`,
      });
    case 'unary':
      return worded(shell, {
        dash: /^-[a-z]{2}$/.test(second) ? `${second}: argument expected` : `${word}: unexpected operator`,
        bash: `${word}: unary operator expected`,
        busybox: `${word}: unknown operand`,
      });
    case 'operator':
      return worded(shell, {
        dash: `${stumbled}: unexpected operator`,
        bash: `${word}: binary operator expected`,
        busybox: `${word}: unknown operand`,
      });
    case 'argument':
      return worded(shell, { dash: 'argument expected', bash: 'argument expected', busybox: 'argument expected' });
    case 'too-many':
      return worded(shell, { dash: `${word}: unexpected operator`, bash: 'too many arguments', busybox: `${word}: unknown operand` });
  }
}
