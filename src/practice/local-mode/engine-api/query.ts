import { z } from 'zod';
import { HttpError } from '../loopback-server.ts';

/** Booleans as Go's API reads them. */
export function flag(url: URL, name: string): boolean {
  const text = url.searchParams.get(name);
  return text !== null && text !== '' && !['0', 'false', 'no', 'none'].includes(text.toLowerCase().trim());
}

/** A parameter that is JSON; `{}` where it is not given. Throws HttpError. */
export function jsonParameter<Value>(url: URL, name: string, schema: z.ZodType<Value>): Value {
  const text = url.searchParams.get(name);
  let value: unknown;
  try {
    value = text === null || text === '' ? {} : JSON.parse(text);
  } catch {
    throw new HttpError(400, `${name}: not JSON`);
  }
  return parsed(value, schema, name);
}

/** Throws HttpError with the place that is wrong. */
export function parsed<Value>(value: unknown, schema: z.ZodType<Value>, name: string): Value {
  const result = schema.safeParse(value);
  if (!result.success) throw new HttpError(400, `${name}: ${z.prettifyError(result.error)}`);
  return result.data;
}

const filterValues = z.union([z.array(z.string()), z.record(z.string(), z.boolean()).transform((values) => Object.keys(values))]);

/** `filters`: values by name, in the older form of a list or the newer of a map. */
export function filters(url: URL, known: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const given = jsonParameter(url, 'filters', z.record(z.string(), filterValues));
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new HttpError(400, `invalid filter '${unknown}'`);
  return new Map(Object.entries(given));
}

/** `label=a` or `label=a=b`, all of them. */
export function hasLabels(labels: Readonly<Record<string, string>>, wanted: readonly string[]): boolean {
  return wanted.every((text) => {
    const [, name = '', , value] = /^([^=]*)(=([^]*))?$/.exec(text) ?? [];
    return value === undefined ? name in labels : labels[name] === value;
  });
}
