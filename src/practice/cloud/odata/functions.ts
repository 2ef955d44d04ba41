import { badRequest } from '../api-error.ts';
import type { Json, ScalarType } from '../database/model.ts';

interface Function {
  arguments: number;
  type: ScalarType;
  apply(...values: string[]): Json;
}

/** OData 4.01, part 2, 5.1.1.5: those on text. An argument that is null or no text makes the result null. */
const functions: Readonly<Record<string, Function>> = {
  contains: { arguments: 2, type: 'boolean', apply: (text, part) => text?.includes(part ?? '') ?? null },
  startswith: { arguments: 2, type: 'boolean', apply: (text, part) => text?.startsWith(part ?? '') ?? null },
  endswith: { arguments: 2, type: 'boolean', apply: (text, part) => text?.endsWith(part ?? '') ?? null },
  // OData 2 and 3, where the part comes first.
  substringof: { arguments: 2, type: 'boolean', apply: (part, text) => text?.includes(part ?? '') ?? null },
  tolower: { arguments: 1, type: 'text', apply: (text) => text?.toLowerCase() ?? null },
  toupper: { arguments: 1, type: 'text', apply: (text) => text?.toUpperCase() ?? null },
  trim: { arguments: 1, type: 'text', apply: (text) => text?.trim() ?? null },
  length: { arguments: 1, type: 'integer', apply: (text) => text?.length ?? null },
  concat: { arguments: 2, type: 'text', apply: (left, right) => `${left ?? ''}${right ?? ''}` },
  indexof: { arguments: 2, type: 'integer', apply: (text, part) => text?.indexOf(part ?? '') ?? null },
};

/** The type of a function's result. Throws ApiError (400) for a function that there is not, or with a wrong number of arguments. */
export function functionType(name: string, count: number): ScalarType {
  if (name === 'now' && count === 0) return 'date';
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (known === undefined) throw badRequest(`The function "${name}" is not supported by the practice cloud.`);
  if (known.arguments !== count) throw badRequest(`The function "${name}" takes ${known.arguments} arguments, not ${count}.`);
  return known.type;
}

export function applyFunction(name: string, values: readonly Json[]): Json {
  if (name === 'now') return new Date().toISOString();
  const texts = values.filter((value) => typeof value === 'string');
  return texts.length === values.length ? (functions[name]?.apply(...texts) ?? null) : null;
}
