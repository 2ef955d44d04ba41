/** Where a process listens for TCP connections. */
export interface ListeningSocket {
  /** `0.0.0.0` for every interface. */
  address: string;
  port: number;
  inode: number;
}

/** What the part `sockets` of the engine's answer says. */
export interface SeenSockets {
  /** By container id: all of its network namespace. Only of those that are not in host mode. */
  ofNamespace: ReadonlyMap<string, ListeningSocket[]>;
  /** By container id: of containers in host mode. */
  ofHostMode: ReadonlyMap<string, ListeningSocket[]>;
  /** All of the host's network namespace. */
  host: ListeningSocket[];
}

/** The engine's resolver listens in each container on a bridge; it is no process of the container. */
const resolverAddress = '127.0.0.11';

export function parseSockets(text: string): SeenSockets {
  const ofNamespace = new Map<string, ListeningSocket[]>();
  const open = new Map<string, Set<number>>();
  let host: ListeningSocket[] = [];
  for (const [heading, lines] of sections(text)) {
    const [kind, id = ''] = heading.split(' ');
    if (kind === 'host') {
      if (lines.includes('process')) open.set(id, new Set(lines.flatMap(inodeOf)));
    } else if (id === '1') host = tableOf(lines);
    // Without its headings the table could not be read, which is not the same as nothing listening.
    else if (lines.some((line) => /^\s*sl\s/.test(line))) ofNamespace.set(id, tableOf(lines));
  }
  const ofHostMode = new Map([...open].map(([id, inodes]) => [id, host.filter(({ inode }) => inodes.has(inode))]));
  return { ofNamespace, ofHostMode, host };
}

function sections(text: string): [heading: string, lines: string[]][] {
  const found: [string, string[]][] = [];
  for (const line of text.split('\n')) {
    if (/^(net|host) [0-9a-f]+$/.test(line.trim())) found.push([line.trim(), []]);
    else found.at(-1)?.[1].push(line);
  }
  return found;
}

/** `… -> socket:[1234]` */
function inodeOf(line: string): number[] {
  const match = /socket:\[(\d+)\]/.exec(line);
  return match === null ? [] : [Number(match[1])];
}

/** Lines of /proc/net/tcp and tcp6 (proc(5)) in the state LISTEN; a port of both families is one. */
function tableOf(lines: readonly string[]): ListeningSocket[] {
  const found = new Map<string, ListeningSocket>();
  for (const line of lines) {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    const match = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(local);
    if (match === null || state !== '0A') continue;
    const address = addressOf(match[1] ?? '');
    if (address === undefined || address === resolverAddress) continue;
    const port = Number.parseInt(match[2] ?? '', 16);
    const key = `${address}:${String(port)}`;
    if (!found.has(key)) found.set(key, { address, port, inode: Number(inode) });
  }
  return [...found.values()];
}

/** 32-bit words in the machine's byte order, which is little-endian on all that balenaOS runs on. Undefined for what IPv4 does not reach. */
function addressOf(digits: string): string | undefined {
  if (digits.length === 8) return dotted(digits);
  if (/^0+$/.test(digits)) return '0.0.0.0';
  // ::ffff:a.b.c.d
  if (/^0{16}FFFF0000/.test(digits)) return dotted(digits.slice(24));
  return undefined;
}

function dotted(word: string): string {
  return [...word.matchAll(/../g)]
    .reverse()
    .map(([part]) => String(Number.parseInt(part, 16)))
    .join('.');
}
