/** Times and sizes in the words of Docker's command line (docker/go-units). */

/** How long, as `docker ps` says it: `About a minute`, `3 hours`. Milliseconds. */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.floor(seconds / 60);
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.floor(seconds / 3600 + 0.5);
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.floor(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.floor(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.floor(hours / 24 / 30)} months`;
  return `${Math.floor(seconds / 3600 / 24 / 365)} years`;
}

/** Bytes in decimal units with three figures: `289MB`, `2.75MB`, `0B`. */
export function humanSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${Number(value.toPrecision(3))}${units[unit] ?? ''}`;
}

/** The first 12 digits of an id, without `sha256:`. */
export function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}

/** A verb of `balena volume` and its like that there is not, with those that there are. */
export function unknownVerb(programName: string, noun: string, verb: string, known: string): string {
  const usage = `Usage:  ${programName} ${noun} COMMAND (${known})`;
  return verb === '' ? usage : `${programName} ${noun} ${verb}: not supported on the practice device\n${usage}`;
}

/** Go's zero time where there is none, else RFC 3339 with nine decimals as Docker writes it. */
export function dockerTime(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return '0001-01-01T00:00:00Z';
  return new Date(milliseconds).toISOString().replace('Z', '000000Z');
}
