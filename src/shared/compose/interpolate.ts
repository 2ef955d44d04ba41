/**
 * Fills `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:?words}`, `${NAME?words}`, `${NAME:+other}`
 * and `${NAME+other}`; `$$` is a dollar sign (Compose Specification, "Interpolation"). An unset name without
 * default is empty, and `onUnset` is told.
 */
export function interpolate(
  text: string,
  environment: Readonly<Record<string, string>>,
  onUnset: (name: string) => void = () => undefined,
): { text: string } | { problem: string } {
  let result = '';
  let at = 0;
  while (at < text.length) {
    const dollar = text.indexOf('$', at);
    if (dollar < 0) break;
    result += text.slice(at, dollar);
    const rest = text.slice(dollar);
    const plain = /^\$([A-Za-z_][A-Za-z0-9_]*)/.exec(rest);
    if (rest.startsWith('$$')) {
      result += '$';
      at = dollar + 2;
    } else if (plain !== null) {
      result += valueOf(plain[1] ?? '', environment, onUnset);
      at = dollar + plain[0].length;
    } else if (rest.startsWith('${')) {
      const end = closingBrace(text, dollar + 2);
      if (end < 0) return { problem: `invalid interpolation format: "${text}" has no closing brace. Write $$ for a dollar sign` };
      const filled = fill(text.slice(dollar + 2, end), environment, onUnset);
      if ('problem' in filled) return filled;
      result += filled.text;
      at = end + 1;
    } else {
      return { problem: `invalid interpolation format: "${text}". Write $$ for a dollar sign` };
    }
  }
  return { text: result + text.slice(at) };
}

function valueOf(name: string, environment: Readonly<Record<string, string>>, onUnset: (name: string) => void): string {
  const value = environment[name];
  if (value === undefined) onUnset(name);
  return value ?? '';
}

function fill(
  expression: string,
  environment: Readonly<Record<string, string>>,
  onUnset: (name: string) => void,
): { text: string } | { problem: string } {
  const match = /^([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-?+])([\s\S]*))?$/.exec(expression);
  if (match === null) return { problem: `invalid interpolation format: "\${${expression}}"` };
  const [, name = '', operator = '', word = ''] = match;
  const value = environment[name];
  const isSet = operator.startsWith(':') ? value !== undefined && value !== '' : value !== undefined;
  switch (operator.at(-1)) {
    case '-':
      return isSet ? { text: value ?? '' } : interpolate(word, environment, onUnset);
    case '+':
      return isSet ? interpolate(word, environment, onUnset) : { text: '' };
    case '?':
      return isSet ? { text: value ?? '' } : { problem: `required variable ${name} is missing a value: ${word}` };
    default:
      return { text: valueOf(name, environment, onUnset) };
  }
}

function closingBrace(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text.startsWith('${', at)) depth += 1;
    else if (text[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}
