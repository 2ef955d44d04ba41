import type { Json } from './model.ts';

/** A property that the model says is a text; empty where it is null. */
export function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** A property that holds a JSON object; empty where it is anything else. */
export function objectOf(value: Json | undefined): Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !isList(value) ? value : {};
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
