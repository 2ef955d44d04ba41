import type { TestBinaryExpression, TestExpression } from 'unbash';
import { binary, unary } from '../builtins/test.ts';
import type { TestSubject } from '../builtins/test.ts';
import { ShellError } from '../control.ts';
import { evaluate } from '../expansion/assign.ts';
import { unescapePattern } from '../expansion/pattern.ts';
import { expandPattern, expandText, matchesPattern } from '../expansion/word.ts';
import type { Shell } from '../state.ts';

/** What a condition of this shell is about. */
export function testSubject(shell: Shell): TestSubject {
  return {
    fileSystem: shell.context.system.fileSystem,
    workingDirectory: shell.workingDirectory,
    isTerminal: (descriptor) => shell.files.get(descriptor)?.terminal !== undefined,
    ...(shell.flavour === 'bash' ? { isSet: (name: string) => shell.variables.find(name) !== undefined } : {}),
    hasBashOperators: shell.flavour !== 'dash',
  };
}

/** `[[ ]]`: words are neither split nor used as file names; the right of `==` is a pattern, of `=~` a regular expression. */
export async function runConditional(shell: Shell, node: TestExpression): Promise<boolean> {
  switch (node.type) {
    case 'TestUnary':
      return unary(node.operator, await expandText(shell, node.operand), testSubject(shell));
    case 'TestBinary':
      return compare(shell, node);
    case 'TestLogical':
      for (const operand of node.operands) {
        const value = await runConditional(shell, operand);
        if (value !== (node.operator === '&&')) return value;
      }
      return node.operator === '&&';
    case 'TestNot':
      return (await runConditional(shell, node.operand)) !== (node.negations.length % 2 === 1);
    case 'TestGroup':
      return runConditional(shell, node.expression);
  }
}

async function compare(shell: Shell, node: TestBinaryExpression): Promise<boolean> {
  const left = await expandText(shell, node.left);
  switch (node.operator) {
    case '=':
    case '==':
      return matchesPattern(left, await expandPattern(shell, node.right));
    case '!=':
      return !matchesPattern(left, await expandPattern(shell, node.right));
    case '=~':
      return matchRegularExpression(shell, left, await expandPattern(shell, node.right));
    case '-eq':
    case '-ne':
    case '-lt':
    case '-le':
    case '-gt':
    case '-ge': {
      const right = await expandText(shell, node.right);
      return binary(evaluate(shell, left).toString(), node.operator, evaluate(shell, right).toString(), testSubject(shell));
    }
    default:
      return binary(left, node.operator, await expandText(shell, node.right), testSubject(shell));
  }
}

const characterClasses: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
};

/** POSIX extended regular expressions and JavaScript's agree but for the named classes. */
function matchRegularExpression(shell: Shell, text: string, source: string): boolean {
  const translated = source.replaceAll(/\[:(\w+):\]/g, (whole, name: string) => characterClasses[name] ?? whole);
  let expression: RegExp;
  try {
    expression = new RegExp(translated, 's');
  } catch {
    throw new ShellError(`syntax error in the regular expression ${unescapePattern(source)}`, { status: 2, scope: 'command' });
  }
  const match = expression.exec(text);
  if (match !== null) {
    const variable = shell.variables.declare('BASH_REMATCH');
    variable.items = new Map([...match].map((group: string | undefined, index) => [String(index), group ?? '']));
  }
  return match !== null;
}
