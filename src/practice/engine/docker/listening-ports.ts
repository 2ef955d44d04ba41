import { readFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { startExec } from './exec.ts';

/** State `0A` is LISTEN; addresses are hexadecimal in the machine's byte order (proc(5), /proc/net/tcp). */
const listening = '0A';

export interface ListeningPort {
  port: number;
  /** The socket's number: a process of the container has a link to it among its open files. */
  inode: string;
}

/** Sockets of /proc/net/tcp and /proc/net/tcp6 that listen on more than the loopback interface. */
export function readListeners(text: string): ListeningPort[] {
  return text.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    const [address = '', port = ''] = local.split(':');
    if (state !== listening || isLoopback(address)) return [];
    return [{ port: Number.parseInt(port, 16), inode }];
  });
}

/** 127.x.x.x in either byte order is told by the last or first byte; ::1 and ::ffff:127.x as tcp6 prints them. */
function isLoopback(address: string): boolean {
  if (address.length === 8) return address.endsWith('7F');
  if (address === '00000000000000000000000001000000') return true;
  return address.startsWith('0000000000000000FFFF0000') && address.endsWith('7F');
}

const script = `cat /proc/net/tcp /proc/net/tcp6 2>/dev/null; ls -l /proc/[0-9]*/fd 2>/dev/null`;

/**
 * TCP ports on which the processes of a running container listen, in ascending order. Where the container has no shell,
 * a machine that shares the engine's kernel is asked instead; elsewhere none are known.
 */
export async function listeningPorts(container: Docker.Container, isHostMode: boolean): Promise<number[]> {
  const text = (await askContainer(container)) ?? (isHostMode ? '' : await askThisMachine(container));
  const own = new Set([...text.matchAll(/socket:\[(\d+)\]/g)].map(([, inode]) => inode));
  const found = readListeners(text)
    // Host mode shows the sockets of the whole machine: only those count that the container's processes have open.
    .filter(({ inode }) => !isHostMode || own.has(inode))
    .map(({ port }) => port);
  return [...new Set(found)].sort((one, other) => one - other);
}

async function askContainer(container: Docker.Container): Promise<string | undefined> {
  try {
    const execution = await startExec(container, { command: ['/bin/sh', '-c', script], user: '0', stdin: new PassThrough().end() });
    execution.stderr.resume();
    let text = '';
    for await (const chunk of execution.stdout as AsyncIterable<Buffer>) text += chunk.toString();
    const { code } = await execution.exited;
    return code === 126 || code === 127 ? undefined : text;
  } catch {
    return undefined;
  }
}

async function askThisMachine(container: Docker.Container): Promise<string> {
  try {
    const { State: state } = await container.inspect();
    const files = ['tcp', 'tcp6'].map((name) => readFile(`/proc/${String(state.Pid)}/net/${name}`, 'utf8').catch(() => ''));
    return (await Promise.all(files)).join('\n');
  } catch {
    return '';
  }
}
