/** What an SSH client asks the gateway for. */
export type GatewayCommand =
  | { kind: 'host'; uuid: string; command?: string }
  | { kind: 'container'; uuid: string; container: string; command?: string }
  /** A client that knows nothing of a gateway: the host OS of the one device there is. */
  | { kind: 'plain'; command?: string };

/**
 * Reads the gateway's command line: `host <uuid> [shell line]`, `enter <uuid> <container> [shell line]`. The shell line
 * is passed on as it is: it is the device's shell that reads its quotes and `$(…)`.
 */
export function parseCommand(line: string | undefined): GatewayCommand {
  const text = line?.trim() ?? '';
  const match = /^(host|enter)\s+([0-9a-f]{7,62})(?:\s+([^]*))?$/.exec(text);
  if (match === null) return { kind: 'plain', ...rest(text) };
  const [, verb, uuid = '', more = ''] = match;
  if (verb === 'host') return { kind: 'host', uuid, ...rest(more) };
  const [, container = '', command = ''] = /^(\S*)\s*([^]*)$/.exec(more) ?? [];
  return { kind: 'container', uuid, container, ...rest(command) };
}

function rest(text: string): { command?: string } {
  return text === '' ? {} : { command: text };
}
