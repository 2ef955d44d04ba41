import { terminalTarget, type TerminalTarget } from '../../src/shared/domain/terminal.ts';

/** What an author writes after the language of a code fence: `#push in=service:main endless expects=1`. */
export interface FenceAttributes {
  id: string | undefined;
  values: ReadonlyMap<string, string>;
}

/** Splits a fence's meta text. `key="a b"` keeps its space; a bare word has the value ''. */
export function parseFence(meta: string | null | undefined): FenceAttributes {
  const values = new Map<string, string>();
  let id: string | undefined;
  for (const [, word = '', key = '', quoted, plain] of (meta ?? '').matchAll(/(#[^\s]+)|([^\s=]+)(?:="([^"]*)"|=([^\s]*))?/g)) {
    if (word !== '') id = word.slice(1);
    else values.set(key, quoted ?? plain ?? '');
  }
  return { id, values };
}

/** `laptop`, `host-os` or `service:<name>`; undefined when it is none of them. */
export function parseTarget(text: string): TerminalTarget | undefined {
  const [kind, service] = text.split(':', 2);
  const result = terminalTarget.safeParse(service === undefined ? { kind } : { kind, service });
  return result.success ? result.data : undefined;
}
