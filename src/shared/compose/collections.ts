import type { Reader } from './reader.ts';

/** `environment`, `labels`, `args`, `sysctls`: a mapping, or a list of `NAME=value`. null where no value was given. */
export function readDictionary(reader: Reader, node: unknown, what: string): Record<string, string | null> {
  if (reader.isList(node)) {
    const found: Record<string, string | null> = {};
    for (const item of reader.items(node, what)) {
      const text = reader.text(item, `each entry of ${what}`);
      if (text === undefined) continue;
      const at = text.indexOf('=');
      found[at < 0 ? text : text.slice(0, at)] = at < 0 ? null : text.slice(at + 1);
    }
    return found;
  }
  return Object.fromEntries(
    reader
      .pairs(node, what)
      .map((entry) => [entry.key, reader.isNull(entry.value) ? null : (reader.text(entry.value, `${what}.${entry.key}`) ?? null)]),
  );
}

/** A dictionary in which an absent value is an empty text (`labels`). */
export function readTexts(reader: Reader, node: unknown, what: string): Record<string, string> {
  return Object.fromEntries(Object.entries(readDictionary(reader, node, what)).map(([key, value]) => [key, value ?? '']));
}

/** A list of texts; `single` also takes one text alone (`tmpfs`, `dns`). */
export function readList(reader: Reader, node: unknown, what: string, single = false): string[] {
  if (single && !reader.isList(node) && !reader.isMap(node)) {
    const text = reader.text(node, what);
    return text === undefined ? [] : [text];
  }
  return reader.items(node, what).flatMap((item) => reader.text(item, `each entry of ${what}`) ?? []);
}
