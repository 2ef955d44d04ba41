/** A uuid or commit as the CLI prints it: its first seven digits. */
export function shorten(digits: string): string {
  return digits.slice(0, 7);
}

/** A line without the long tails of its image digests: `sha256:1f0c9c3a5be7…`. */
export function shortenDigests(line: string): string {
  return line.replace(/\bsha256:([0-9a-f]{12})[0-9a-f]{52}\b/g, 'sha256:$1…');
}
