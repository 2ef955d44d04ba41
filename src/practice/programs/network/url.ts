/** An address as it is typed for `curl` and `wget`: the scheme may be left out. */
export type TypedUrl = { kind: 'http'; url: URL } | { kind: 'unsupported'; scheme: string } | { kind: 'malformed' };

export function readUrl(text: string): TypedUrl {
  const scheme = /^([a-z][a-z\d+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http') return { kind: 'unsupported', scheme };
  if (/\s/.test(text) || text === '') return { kind: 'malformed' };
  try {
    const url = new URL(scheme === undefined ? `http://${text}` : text);
    return url.hostname === '' ? { kind: 'malformed' } : { kind: 'http', url };
  } catch (error) {
    if (error instanceof TypeError) return { kind: 'malformed' };
    throw error;
  }
}

/** The last name of a path, for a download's file; undefined where it ends in a slash. */
export function fileNameOf(url: URL): string | undefined {
  const name = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  return name === '' ? undefined : decodeURIComponent(name);
}
