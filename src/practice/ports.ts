import { createServer } from 'node:net';
import { FleetlabError } from '../shared/errors.ts';

const host = '127.0.0.1';

/**
 * The port to use: the one that was asked for, which must be free; else the one used last, where it is free; else any
 * (0), and `taken` names the one that was not. Rejects with FleetlabError (`port-taken`).
 */
export async function choosePort(ports: { wanted?: number; last?: number }): Promise<{ port: number; taken?: number }> {
  const { wanted, last } = ports;
  if (wanted !== undefined && wanted !== 0) {
    if (await isFree(wanted)) return { port: wanted };
    throw new FleetlabError(
      'port-taken',
      `Port ${wanted} is used by another program.`,
      'End that program, or choose another port with --port.',
    );
  }
  if (last === undefined || wanted === 0) return { port: 0 };
  return (await isFree(last)) ? { port: last } : { port: 0, taken: last };
}

/** Several ports, each as `choosePort` chooses one. */
export async function choosePorts<Name extends string>(
  wanted: Record<Name, Parameters<typeof choosePort>[0]>,
): Promise<Record<Name, Awaited<ReturnType<typeof choosePort>>>> {
  const chosen = Object.entries<Parameters<typeof choosePort>[0]>(wanted).map(
    async ([name, ports]) => [name, await choosePort(ports)] as const,
  );
  return Object.fromEntries(await Promise.all(chosen)) as Record<Name, Awaited<ReturnType<typeof choosePort>>>;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
