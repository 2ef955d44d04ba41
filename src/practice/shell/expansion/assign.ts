import { expansionError, worded } from '../messages.ts';
import { ShellError } from '../control.ts';
import type { Shell } from '../state.ts';
import { ReadOnlyError } from '../variables.ts';
import { ArithmeticError, evaluateArithmetic } from './arithmetic.ts';
import { elementValue, parameterValue, resolveIndex } from './parameters.ts';

/** Sets a variable or an element. Throws ShellError for a read-only one. */
export function assignVariable(shell: Shell, name: string, value: string, index?: string): void {
  const variable = shell.variables.find(name);
  const stored = variable?.isInteger === true ? evaluate(shell, value).toString() : value;
  try {
    if (index === undefined) shell.variables.set(name, stored);
    else setElement(shell, name, index, stored);
  } catch (error) {
    if (!(error instanceof ReadOnlyError)) throw error;
    throw readOnly(shell, name);
  }
  if (shell.options.allexport) shell.variables.declare(name).isExported = true;
}

export function readOnly(shell: Shell, name: string): ShellError {
  return expansionError(shell, worded(shell, { dash: `${name}: is read only`, bash: `${name}: readonly variable` }));
}

/** Evaluates an arithmetic expression whose parameters have been expanded. Throws ShellError. */
export function evaluate(shell: Shell, text: string): bigint {
  try {
    return evaluateArithmetic(text, {
      get(name, index) {
        const value = index === undefined ? parameterValue(shell, name) : elementValue(shell, name, index.toString());
        if (value.kind === 'unset' && shell.options.nounset) throw unsetError(shell, name);
        return value.kind === 'text' ? value.text : undefined;
      },
      set: (name, index, value) => assignVariable(shell, name, value, index?.toString()),
    });
  } catch (error) {
    if (error instanceof ArithmeticError) throw arithmeticError(shell, text, error);
    throw error;
  }
}

export function unsetError(shell: Shell, name: string): ShellError {
  const message = worded(shell, { dash: `${name}: parameter not set`, bash: `${name}: unbound variable` });
  return new ShellError(message, { status: shell.flavour !== 'bash' ? 2 : shell.input === 'command' ? 127 : 1, scope: 'script' });
}

function setElement(shell: Shell, name: string, index: string, value: string): void {
  const variable = shell.variables.declare(name);
  if (variable.isReadOnly) throw new ReadOnlyError(name);
  variable.items ??= new Map(variable.value === undefined ? [] : [['0', variable.value]]);
  variable.items.set(resolveIndex(variable, index), value);
}

function arithmeticError(shell: Shell, text: string, error: ArithmeticError): ShellError {
  const bashReasons: Record<ArithmeticError['reason'], string> = {
    'division by zero': 'division by 0',
    'operand expected': 'syntax error: operand expected',
    unexpected: 'syntax error in expression',
    recursion: 'expression recursion level exceeded',
    base: 'value too great for base',
  };
  const dashReasons: Record<ArithmeticError['reason'], string> = {
    'division by zero': 'division by zero',
    'operand expected': 'expecting primary',
    unexpected: 'expecting EOF',
    recursion: 'expression recursion level exceeded',
    base: 'expecting EOF',
  };
  return expansionError(
    shell,
    worded(shell, {
      dash: `arithmetic expression: ${dashReasons[error.reason]}: "${text}"`,
      bash: `${text.trimStart()}: ${bashReasons[error.reason]} (error token is "${error.token}")`,
      busybox: error.reason === 'division by zero' ? 'divide by zero' : 'arithmetic syntax error',
    }),
  );
}
