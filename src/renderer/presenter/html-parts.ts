/** Elements that have no end tag (HTML, section 13.1.2). */
const voidElements = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']);

/**
 * The top elements of HTML that the course's compiler made (well-formed, no comments, no scripts), one by one and in order; text between
 * them is a part of its own, white space is dropped.
 */
export function topElements(html: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const match of html.matchAll(/<(\/?)([a-z][a-z0-9]*)(?:"[^"]*"|'[^']*'|[^'">])*?(\/?)>/gi)) {
    const [tag, slash, name = '', selfEnd] = match;
    const isEnd = slash === '/';
    const standsAlone = selfEnd === '/' || voidElements.has(name.toLowerCase());
    if (!isEnd && depth === 0) {
      push(html.slice(start, match.index));
      start = match.index;
    }
    if (!standsAlone) depth = Math.max(0, depth + (isEnd ? -1 : 1));
    if (depth === 0) {
      push(html.slice(start, match.index + tag.length));
      start = match.index + tag.length;
    }
  }
  push(html.slice(start));
  return parts;

  function push(part: string): void {
    if (part.trim() !== '') parts.push(part.trim());
  }
}

/** The text of HTML as it is read aloud, on one line. */
export function plainText(html: string): string {
  return textOf(html).replace(/\s+/g, ' ').trim();
}

/** The text of HTML, lines of preformatted text kept. */
export function textOf(html: string): string {
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' };
  return html
    .replace(/<\/(?:p|li|pre|div|blockquote|h\d|tr)>|<br\s*\/?>/gi, '\n')
    .replace(/<(?:"[^"]*"|'[^']*'|[^'">])*>/g, '')
    .replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex: string | undefined, decimal: string | undefined, name = '') => {
      if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
      if (decimal !== undefined) return String.fromCodePoint(parseInt(decimal, 10));
      return entities[String(name)] ?? whole;
    });
}
