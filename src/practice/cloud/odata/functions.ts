import { badRequest } from '../api-error.ts';
import type { Json, ScalarType } from '../database/model.ts';

type TextFunction =
  | { type: ScalarType; arguments: 1; apply(text: string): Json }
  | { type: ScalarType; arguments: 2; apply(left: string, right: string): Json };

/** OData 4.01, part 2, 5.1.1.5: those on text. An argument that is null or no text makes the result null. */
const functions: ReadonlyMap<string, TextFunction> = new Map<string, TextFunction>([
  ['contains', { arguments: 2, type: 'boolean', apply: (text, part) => text.includes(part) }],
  ['startswith', { arguments: 2, type: 'boolean', apply: (text, part) => text.startsWith(part) }],
  ['endswith', { arguments: 2, type: 'boolean', apply: (text, part) => text.endsWith(part) }],
  // OData 2 and 3, where the part comes first.
  ['substringof', { arguments: 2, type: 'boolean', apply: (part, text) => text.includes(part) }],
  ['concat', { arguments: 2, type: 'text', apply: (left, right) => left + right }],
  ['indexof', { arguments: 2, type: 'integer', apply: (text, part) => text.indexOf(part) }],
  ['tolower', { arguments: 1, type: 'text', apply: (text) => text.toLowerCase() }],
  ['toupper', { arguments: 1, type: 'text', apply: (text) => text.toUpperCase() }],
  ['trim', { arguments: 1, type: 'text', apply: (text) => text.trim() }],
  ['length', { arguments: 1, type: 'integer', apply: (text) => text.length }],
]);

/** The type of a function's result. Throws ApiError (400) for a function that there is not, or with a wrong number of arguments. */
export function functionType(name: string, count: number): ScalarType {
  if (name === 'now' && count === 0) return 'date';
  const known = functions.get(name);
  if (known === undefined) throw badRequest(`The function "${name}" is not supported by the practice cloud.`);
  if (known.arguments !== count) throw badRequest(`The function "${name}" takes ${known.arguments} arguments, not ${count}.`);
  return known.type;
}

export function applyFunction(name: string, values: readonly Json[]): Json {
  if (name === 'now') return new Date().toISOString();
  const known = functions.get(name);
  const [left, right] = values;
  if (known === undefined || typeof left !== 'string') return null;
  if (known.arguments === 1) return known.apply(left);
  return typeof right === 'string' ? known.apply(left, right) : null;
}
