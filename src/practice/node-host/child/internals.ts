/**
 * Node's own layer above libuv, as far as the practice device stands in for it. Everything of `fs`, `net`, `dns`,
 * `child_process` and module loading that is JavaScript in Node stays Node's; only what it calls below is answered by practice.
 * The shapes are those of the Node release that package.json pins.
 */

export type Callable = (this: unknown, ...values: unknown[]) => unknown;
export type Binding = Record<string, unknown>;

export interface Internals {
  binding(name: string): Binding;
  /** An internal module by its name. */
  module(name: string): Record<string, unknown>;
}

/** What `libuv` calls an error, with its number. */
export interface SystemErrors {
  number(name: string): number;
  text(name: string): string;
}

export function systemErrors(internals: Internals): SystemErrors {
  const uv = internals.binding('uv') as Record<string, number> & { getErrorMap(): Map<number, [string, string]> };
  const texts = new Map([...uv.getErrorMap().values()]);
  return {
    number: (name) => uv[`UV_${name}`] ?? uv['UV_EIO'] ?? -5,
    text: (name) => texts.get(name) ?? 'unknown error',
  };
}

/** Puts functions and classes in a binding's place. */
export function replace(binding: Binding, members: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(binding, name, { value, writable: true, enumerable: true, configurable: true });
  }
}
