/** `1234_default` → `default`: the Supervisor puts the fleet's number before the compose file's name; undefined for other names. */
export function composeName(engineName: string): string | undefined {
  return /^\d+_(.+)$/.exec(engineName)?.[1];
}
