/** One `Key=value` of a unit file, in the order of the files (fragment first, then drop-ins). */
export interface Setting {
  section: string;
  key: string;
  /** Continuation lines joined by a blank. */
  value: string;
  /** Where it stands, for messages: `/etc/systemd/system/x.service:3`. */
  place: string;
}

export interface ParsedUnitFile {
  settings: Setting[];
  /** What systemd warns about: `PLACE: Missing '=', ignoring line.` */
  warnings: string[];
}

/** Reads the syntax of systemd.syntax(7): sections, comments, and lines that a backslash continues. */
export function parseUnitFile(text: string, path: string): ParsedUnitFile {
  const settings: Setting[] = [];
  const warnings: string[] = [];
  let section: string | undefined;
  let pending: { text: string; line: number } | undefined;
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1;
    const trimmed = raw.trim();
    // A comment between continued lines does not end them.
    if (/^[#;]/.test(trimmed)) continue;
    if (pending === undefined && trimmed === '') continue;
    const logical: { text: string; line: number } =
      pending === undefined ? { text: raw, line } : { text: `${pending.text} ${raw.trimStart()}`, line: pending.line };
    pending = undefined;
    if (raw.endsWith('\\')) {
      pending = { text: logical.text.slice(0, -1), line: logical.line };
      continue;
    }
    section = readLine(logical.text.trim(), `${path}:${logical.line}`, section, settings, warnings);
  }
  if (pending !== undefined) readLine(pending.text.trim(), `${path}:${pending.line}`, section, settings, warnings);
  return { settings, warnings };
}

/** Returns the section that holds from here on. */
function readLine(text: string, place: string, section: string | undefined, settings: Setting[], warnings: string[]): string | undefined {
  if (text === '') return section;
  if (text.startsWith('[')) {
    if (text.endsWith(']')) return text.slice(1, -1);
    warnings.push(`${place}: Invalid section header '${text}'`);
    return section;
  }
  const at = text.indexOf('=');
  if (at <= 0) {
    warnings.push(`${place}: ${at < 0 ? "Missing '='" : "Missing key name before '='"}, ignoring line.`);
    return section;
  }
  if (section === undefined) {
    warnings.push(`${place}: Assignment outside of section. Ignoring.`);
    return section;
  }
  settings.push({ section, key: text.slice(0, at).trim(), value: text.slice(at + 1).trim(), place });
  return section;
}
