import type { ListeningSocket } from '../../process/network-namespace.ts';
import type { ProgramContext } from '../../process/process.ts';
import { defineProgram } from '../define-program.ts';
import { commandName } from '../processes/process-selection.ts';

const options = {
  all: { short: 'a', long: 'all', help: 'display all sockets (listening ones are all that the practice device knows)' },
  listening: { short: 'l', long: 'listening', help: 'display listening sockets' },
  numeric: { short: 'n', long: 'numeric', help: "don't resolve service names (always so here)" },
  processes: { short: 'p', long: 'processes', help: 'show process using socket' },
  tcp: { short: 't', long: 'tcp', help: 'display only TCP sockets' },
  udp: { short: 'u', long: 'udp', help: 'display only UDP sockets (there are none)' },
  ipv4: { short: '4', long: 'ipv4', help: 'display only IP version 4 sockets' },
} as const;

export const ss = defineProgram(
  {
    usage: 'NAME [ OPTIONS ]',
    summary: 'Show the listening TCP sockets.',
    version: 'utility, iproute2-6.15.0',
    options,
    unsupported: 'emioNrsxwdK06',
    usageStatus: 255,
  },
  async ({ context, values, print }) => {
    const shown = values.listening || values.all ? sockets(context, values.udp && !values.tcp) : [];
    const withNet = values.tcp !== values.udp ? '' : 'Netid ';
    await print(
      `${withNet}${'State'.padEnd(7)}${'Recv-Q'.padEnd(7)}${'Send-Q'.padEnd(7)}${'Local Address:Port'.padStart(20)} ${'Peer Address:Port'.padStart(20)}${values.processes ? 'Process' : ''}\n`,
    );
    for (const socket of shown) {
      const owner = values.processes ? ownerOf(context, socket) : undefined;
      const user = owner === undefined ? '' : `users:(("${owner.name}",pid=${String(owner.pid)},fd=3))`;
      await print(
        `${withNet === '' ? '' : 'tcp   '}${'LISTEN'.padEnd(7)}${'0'.padEnd(7)}${'511'.padEnd(7)}${`${socket.address}:${String(socket.port)}`.padStart(20)} ${'0.0.0.0:*'.padStart(20)}${user}\n`,
      );
    }
    return 0;
  },
);

export const netstat = defineProgram(
  {
    usage: 'NAME [-tlnap]',
    summary: 'Show the listening TCP sockets.',
    options: { ...options, programs: { long: 'programs', help: 'display PID/Program name for sockets' } },
    unsupported: 'rigscMvNWeoCFAx',
  },
  async ({ context, values, print }) => {
    const shown = values.listening || values.all ? sockets(context, values.udp && !values.tcp) : [];
    const withProgram = values.processes || values.programs;
    await print(
      `Active Internet connections (${values.listening ? 'only servers' : values.all ? 'servers and established' : 'w/o servers'})\n`,
    );
    await print(
      `Proto Recv-Q Send-Q Local Address           Foreign Address         State      ${withProgram ? ' PID/Program name    ' : ''}\n`,
    );
    for (const socket of shown) {
      const owner = withProgram ? ownerOf(context, socket) : undefined;
      const program = withProgram ? ` ${(owner === undefined ? '-' : `${String(owner.pid)}/${owner.name}`).padEnd(20)}` : '';
      await print(
        `tcp        0      0 ${`${socket.address}:${String(socket.port)}`.padEnd(23)} ${'0.0.0.0:*'.padEnd(23)} ${'LISTEN'.padEnd(11)}${program}\n`,
      );
    }
    return 0;
  },
);

function sockets(context: ProgramContext, onlyUdp: boolean): readonly ListeningSocket[] {
  return onlyUdp ? [] : (context.system.network.listeners?.() ?? []);
}

function ownerOf(context: ProgramContext, socket: ListeningSocket): { pid: number; name: string } | undefined {
  const process = socket.pid === undefined ? undefined : context.system.processes.find(socket.pid);
  return process === undefined ? undefined : { pid: process.pid, name: commandName(process) };
}
