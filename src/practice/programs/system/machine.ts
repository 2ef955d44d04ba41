import type { ProgramContext } from '../../process/process.ts';
import { FileSystemError } from '../../filesystem/filesystem.ts';
import { defineProgram } from '../define-program.ts';
import { coreutils, quote } from '../messages.ts';
import { UsageError } from '../options.ts';
import { formatDate } from './date-format.ts';

/** What the practice device's kernel says of its own build. */
const kernelVersion = '#1 SMP PREEMPT_DYNAMIC';

export const uname = defineProgram(
  {
    usage: 'NAME [OPTION]...',
    summary: 'Print certain system information. With no OPTION, same as -s.',
    version: coreutils,
    options: {
      all: { short: 'a', long: 'all', help: 'print all information, except omit -p and -i if unknown' },
      kernel: { short: 's', long: 'kernel-name', help: 'print the kernel name' },
      node: { short: 'n', long: 'nodename', help: 'print the network node hostname' },
      release: { short: 'r', long: 'kernel-release', help: 'print the kernel release' },
      version: { short: 'v', long: 'kernel-version', help: 'print the kernel version' },
      machine: { short: 'm', long: 'machine', help: 'print the machine hardware name' },
      processor: { short: 'p', long: 'processor', help: 'print the processor type' },
      platform: { short: 'i', long: 'hardware-platform', help: 'print the hardware platform' },
      system: { short: 'o', long: 'operating-system', help: 'print the operating system' },
    },
  },
  async ({ context, values, operands, print }) => {
    const [extra] = operands;
    if (extra !== undefined) throw new UsageError(`extra operand ${quote(extra)}`);
    const { hostname, architecture, kernelRelease } = context.system;
    const none = !Object.values(values).some(Boolean);
    const shown = [
      values.all || values.kernel || none ? 'Linux' : undefined,
      values.all || values.node ? hostname : undefined,
      values.all || values.release ? kernelRelease : undefined,
      values.all || values.version ? kernelVersion : undefined,
      values.all || values.machine ? architecture : undefined,
      values.processor ? 'unknown' : undefined,
      values.platform ? 'unknown' : undefined,
      values.all || values.system ? 'GNU/Linux' : undefined,
    ];
    await print(`${shown.filter((text) => text !== undefined).join(' ')}\n`);
    return 0;
  },
);

export const arch = defineProgram(
  { usage: 'NAME [OPTION]...', summary: 'Print machine architecture.', version: coreutils, options: {} },
  async ({ context, operands, print }) => {
    const [extra] = operands;
    if (extra !== undefined) throw new UsageError(`extra operand ${quote(extra)}`);
    await print(`${context.system.architecture}\n`);
    return 0;
  },
);

export const hostname = defineProgram(
  {
    usage: 'NAME [-s|-f|-d|-i|-I]',
    summary: 'Print the name of the host.',
    version: '3.25',
    options: {
      address: { short: 'i', long: 'ip-address', help: 'addresses for the host name' },
      addresses: { short: 'I', long: 'all-ip-addresses', help: 'all addresses for the host' },
      domain: { short: 'd', long: 'domain', help: 'DNS domain name' },
      full: { short: 'f', long: 'fqdn', help: 'long host name (FQDN)' },
      short: { short: 's', long: 'short', help: 'short host name' },
    },
  },
  async ({ context, values, operands, print, complain }) => {
    const { system } = context;
    if (operands.length > 0) {
      await complain('you must be root to change the host name');
      return 1;
    }
    const addresses = system.network
      .interfaces()
      .filter((one) => one.name !== 'lo')
      .map((one) => one.address);
    if (values.addresses) await print(`${addresses.map((address) => `${address} `).join('')}\n`);
    else if (values.address) await print(`${addresses[0] ?? '127.0.0.1'}\n`);
    else if (values.domain)
      await print(system.hostname.includes('.') ? `${system.hostname.slice(system.hostname.indexOf('.') + 1)}\n` : '\n');
    else await print(`${values.short ? (system.hostname.split('.')[0] ?? '') : system.hostname}\n`);
    return 0;
  },
);

export const nproc = defineProgram(
  {
    usage: 'NAME [OPTION]...',
    summary: 'Print the number of processing units available to the current process.',
    version: coreutils,
    options: {
      all: { long: 'all', help: 'print the number of installed processors' },
      ignore: { long: 'ignore', value: 'N', help: 'if possible, exclude N processing units' },
    },
  },
  async ({ context, values, print }) => {
    if (values.ignore !== undefined && !/^\d+$/.test(values.ignore)) throw new UsageError(`invalid number: ${quote(values.ignore)}`, false);
    const count = ((await readProc(context, 'cpuinfo')).match(/^processor\s*:/gm) ?? ['one']).length;
    await print(`${String(Math.max(1, count - Number(values.ignore ?? 0)))}\n`);
    return 0;
  },
);

export const uptime = defineProgram(
  {
    usage: 'NAME [options]',
    summary: 'Tell how long the system has been running.',
    version: 'from procps-ng 4.0.4',
    options: {
      pretty: { short: 'p', long: 'pretty', help: 'show uptime in pretty format' },
      since: { short: 's', long: 'since', help: 'system up since' },
    },
  },
  async ({ context, values, print }) => {
    await print(`${await uptimeText(context, values)}\n`);
    return 0;
  },
);

/** The line of `uptime`, which is also the first of `top`. */
export async function uptimeText(context: ProgramContext, values: { pretty?: boolean; since?: boolean } = {}): Promise<string> {
  const now = context.system.now();
  const seconds = Math.floor(await uptimeSeconds(context));
  if (values.since === true) return formatDate('%F %T', now - seconds * 1000);
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  if (values.pretty === true) {
    const parts = [part(days, 'day'), part(hours, 'hour'), part(minutes, 'minute')].filter((text) => text !== '');
    return `up ${parts.length === 0 ? '0 minutes' : parts.join(', ')}`;
  }
  const clock = hours > 0 ? `${String(hours)}:${String(minutes).padStart(2, '0')}` : `${String(minutes)} min`;
  const load = (await readProc(context, 'loadavg')).split(' ').slice(0, 3);
  const users = context.terminal === undefined ? 0 : 1;
  return ` ${formatDate('%T', now)} up ${days > 0 ? `${part(days, 'day')}, ` : ''}${clock.padStart(days > 0 ? 5 : 0)},  ${String(users)} user${users === 1 ? '' : 's'},  load average: ${(load.length === 3 ? load : ['0.00', '0.00', '0.00']).join(', ')}`;
}

export const free = defineProgram(
  {
    usage: 'NAME [options]',
    summary: 'Display amount of free and used memory in the system.',
    version: 'from procps-ng 4.0.4',
    options: {
      bytes: { short: 'b', long: 'bytes', help: 'show output in bytes' },
      kibi: { short: 'k', long: 'kibi', help: 'show output in kibibytes' },
      mebi: { short: 'm', long: 'mebi', help: 'show output in mebibytes' },
      gibi: { short: 'g', long: 'gibi', help: 'show output in gibibytes' },
      human: { short: 'h', long: 'human', help: 'show human-readable output' },
    },
  },
  async ({ context, values, print, complain }) => {
    const text = await readProc(context, 'meminfo');
    if (text === '') {
      await complain('/proc must be mounted');
      return 1;
    }
    const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(text)?.[1] ?? 0);
    const shown = (value: number): string => {
      if (values.human) return humanMemory(value * 1024);
      return String(Math.floor((value * 1024) / (values.bytes ? 1 : values.mebi ? 1_048_576 : values.gibi ? 1_073_741_824 : 1024)));
    };
    const row = (label: string, numbers: readonly number[]): string =>
      `${label.padEnd(8)}${numbers.map((value) => shown(value).padStart(11)).join(' ')}\n`;
    const [total, unused, available] = [kilobytes('MemTotal'), kilobytes('MemFree'), kilobytes('MemAvailable')];
    const cached = kilobytes('Cached') + kilobytes('Buffers');
    await print(
      `${' '.repeat(8)}${['total', 'used', 'free', 'shared', 'buff/cache', 'available'].map((title) => title.padStart(11)).join(' ')}\n`,
    );
    await print(row('Mem:', [total, total - available, unused, kilobytes('Shmem'), cached, available]));
    const swap = kilobytes('SwapTotal');
    await print(row('Swap:', [swap, swap - kilobytes('SwapFree'), kilobytes('SwapFree')]));
    return 0;
  },
);

/** A file of /proc; empty where it is not there. */
export async function readProc(context: ProgramContext, name: string): Promise<string> {
  try {
    return (await context.system.fileSystem.readFile(`/proc/${name}`)).toString('utf8');
  } catch (error) {
    if (error instanceof FileSystemError) return '';
    throw error;
  }
}

/** Without /proc, the time since the first process started. */
async function uptimeSeconds(context: ProgramContext): Promise<number> {
  const text = await readProc(context, 'uptime');
  if (text !== '') return Number(text.split(' ')[0]);
  const first = context.system.processes.find(1) ?? context.process;
  return Math.max(0, (context.system.now() - first.startedAt) / 1000);
}

function part(count: number, unit: string): string {
  return count === 0 ? '' : `${String(count)} ${unit}${count === 1 ? '' : 's'}`;
}

function humanMemory(bytes: number): string {
  const units = ['B', 'Ki', 'Mi', 'Gi', 'Ti'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit > 0 && value < 10 ? value.toFixed(1) : String(Math.floor(value))}${units[unit] ?? ''}`;
}
