import type { NetworkInterface } from '../../process/network-namespace.ts';
import type { Program } from '../../process/process.ts';
import { defineProgram } from '../define-program.ts';
import { BrokenPipe, flush, ProcessEnded, write } from '../lines.ts';

/** iproute2's ip: shows addresses, links and routes; changing them is refused. */
export const ip: Program = async (context) => {
  const flags = new Set<string>();
  const words: string[] = [];
  for (const argument of context.arguments.slice(1)) {
    if (argument.startsWith('-') && words.length === 0) flags.add(argument.replace(/^-+/, ''));
    else words.push(argument);
  }
  const print = (text: string): Promise<void> => write(context.stdout, Buffer.from(text), context.ended);
  const fail = async (text: string, status: number): Promise<number> => {
    await write(context.stderr, Buffer.from(`${text}\n`), context.ended);
    return status;
  };
  try {
    if (flags.has('V') || flags.has('Version')) {
      await print('ip utility, iproute2-6.15.0\n');
      return 0;
    }
    const [object, verb = 'show', ...rest] = words;
    if (object === undefined || object === 'help' || flags.has('help')) {
      return await fail(
        'Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }\nwhere  OBJECT := { address | link | route | neighbour }\n       OPTIONS := { -4 | -6 | -br[ief] | -o[neline] | -V[ersion] }',
        object === undefined && !flags.has('help') ? 255 : 0,
      );
    }
    const isShow = ['show', 'list', 'ls', 'lst', 's', 'l', 'sh'].includes(verb);
    if (['add', 'del', 'delete', 'set', 'change', 'replace', 'flush', 'a', 'd'].includes(verb))
      return await fail('RTNETLINK answers: Operation not permitted', 2);
    if (verb === 'get' && 'route'.startsWith(object)) {
      const route = routeTo(context.system.network.interfaces(), rest[0] ?? '');
      if (route === undefined) return await fail('RTNETLINK answers: Network is unreachable', 2);
      await print(route);
      return 0;
    }
    if (!isShow) return await fail(`Command "${verb}" is unknown, try "ip ${object} help".`, 255);
    const interfaces = context.system.network.interfaces();
    const { named, type } = selection(rest);
    const chosen = interfaces.filter((one) => (named === undefined || one.name === named) && (type === undefined || kindOf(one) === type));
    if (chosen.length === 0 && named !== undefined) return await fail(`Device "${named}" does not exist.`, 1);
    const brief = flags.has('br') || flags.has('brief');
    const index = (one: NetworkInterface): number => interfaces.indexOf(one) + 1;
    if ('address'.startsWith(object)) {
      if (!flags.has('6'))
        await print(
          chosen
            .map((one) =>
              brief ? briefAddress(one) : addressText(one, index(one), flags.has('o') || flags.has('oneline'), flags.has('4')),
            )
            .join(''),
        );
    } else if ('link'.startsWith(object)) await print(chosen.map((one) => (brief ? briefLink(one) : linkText(one, index(one)))).join(''));
    else if ('route'.startsWith(object)) await print(flags.has('6') ? '' : routeText(chosen));
    else if (!'neighbour'.startsWith(object) && !'neighbor'.startsWith(object))
      return await fail(`Object "${object}" is unknown, try "ip help".`, 255);
    await flush(context.stdout, context.ended);
    return 0;
  } catch (error) {
    if (error instanceof BrokenPipe) return 141;
    if (error instanceof ProcessEnded) return 1;
    throw error;
  }
};

export const ifconfig = defineProgram(
  {
    usage: 'NAME [-a] [interface]',
    summary: 'Show the network interfaces. Changing them is refused.',
    options: { all: { short: 'a', help: 'show all interfaces' } },
  },
  async ({ context, operands, print, complain }) => {
    const [name, ...change] = operands;
    if (change.length > 0) {
      await complain('SIOCSIFADDR: Operation not permitted');
      return 1;
    }
    const interfaces = context.system.network.interfaces();
    const chosen = name === undefined ? interfaces : interfaces.filter((one) => one.name === name);
    if (chosen.length === 0) {
      await complain(`${name ?? ''}: error fetching interface information: Device not found`);
      return 1;
    }
    for (const one of chosen) {
      const isLoopback = one.name === 'lo';
      const flags = isLoopback ? 'flags=73<UP,LOOPBACK,RUNNING>  mtu 65536' : 'flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500';
      const broadcast = isLoopback ? '' : `  broadcast ${broadcastOf(one)}`;
      const second = isLoopback ? 'loop  txqueuelen 1000  (Local Loopback)' : `ether ${one.hardwareAddress}  txqueuelen 1000  (Ethernet)`;
      await print(`${one.name}: ${flags}\n        inet ${one.address}  netmask ${maskOf(one.prefix)}${broadcast}\n        ${second}\n\n`);
    }
    return 0;
  },
);

function addressText(one: NetworkInterface, index: number, oneLine: boolean, withoutLink: boolean): string {
  const isLoopback = one.name === 'lo';
  const inet = `inet ${one.address}/${String(one.prefix)}${isLoopback ? '' : ` brd ${broadcastOf(one)}`} scope ${isLoopback ? 'host' : 'global'} ${one.name}`;
  if (oneLine) return `${String(index)}: ${one.name}    ${inet}\\       valid_lft forever preferred_lft forever\n`;
  const link = linkText(one, index).split('\n');
  const head = withoutLink
    ? `${(link[0] ?? '').replace(/ mode DEFAULT/, '')}\n`
    : `${(link[0] ?? '').replace(/ mode DEFAULT/, '')}\n${link[1] ?? ''}\n`;
  return `${head}    ${inet}\n       valid_lft forever preferred_lft forever\n`;
}

function linkText(one: NetworkInterface, index: number): string {
  const isLoopback = one.name === 'lo';
  const flags = isLoopback
    ? '<LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN'
    : '<BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP';
  const kind = isLoopback ? 'loopback' : 'ether';
  return `${String(index)}: ${one.name}: ${flags} mode DEFAULT group default qlen 1000\n    link/${kind} ${one.hardwareAddress} brd ${isLoopback ? '00:00:00:00:00:00' : 'ff:ff:ff:ff:ff:ff'}\n`;
}

function briefAddress(one: NetworkInterface): string {
  return `${one.name.padEnd(16)} ${(one.name === 'lo' ? 'UNKNOWN' : 'UP').padEnd(14)} ${one.address}/${String(one.prefix)} \n`;
}

function briefLink(one: NetworkInterface): string {
  const flags = one.name === 'lo' ? '<LOOPBACK,UP,LOWER_UP>' : '<BROADCAST,MULTICAST,UP,LOWER_UP>';
  return `${one.name.padEnd(16)} ${(one.name === 'lo' ? 'UNKNOWN' : 'UP').padEnd(14)} ${one.hardwareAddress} ${flags} \n`;
}

function routeText(interfaces: readonly NetworkInterface[]): string {
  const others = interfaces.filter((one) => one.name !== 'lo');
  const standard = others.find((one) => one.gateway !== undefined);
  return [
    ...(standard?.gateway === undefined ? [] : [`default via ${standard.gateway} dev ${standard.name} \n`]),
    ...others.map((one) => `${networkOf(one)}/${String(one.prefix)} dev ${one.name} proto kernel scope link src ${one.address} \n`),
  ].join('');
}

/** Undefined where no route leads there. */
function routeTo(interfaces: readonly NetworkInterface[], address: string): string | undefined {
  const own = interfaces.find((one) => one.address === address);
  if (own !== undefined) return `local ${address} dev lo src ${address} uid 0 \n    cache <local> \n`;
  const direct = interfaces.find((one) => toNumber(address) >>> (32 - one.prefix) === toNumber(one.address) >>> (32 - one.prefix));
  const used = direct ?? interfaces.find((one) => one.gateway !== undefined);
  if (used === undefined) return undefined;
  const via = direct === undefined && used.gateway !== undefined ? ` via ${used.gateway}` : '';
  return `${address}${via} dev ${used.name} src ${used.address} uid 0 \n    cache \n`;
}

/** `dev NAME`, `NAME`, `type KIND`; `up` fits every interface here. */
function selection(rest: readonly string[]): { named: string | undefined; type: string | undefined } {
  const at = rest.indexOf('type');
  const words = at < 0 ? rest : [...rest.slice(0, at), ...rest.slice(at + 2)];
  return { named: words.find((word) => word !== 'dev' && word !== 'up'), type: at < 0 ? undefined : (rest[at + 1] ?? '') };
}

/** What iproute2 calls the kind of a virtual interface. */
function kindOf({ name }: NetworkInterface): string | undefined {
  return name === 'balena0' || name.startsWith('br-') ? 'bridge' : undefined;
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => String((value >>> shift) & 255)).join('.');
}

function maskNumber(prefix: number): number {
  return prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0;
}

function maskOf(prefix: number): string {
  return toAddress(maskNumber(prefix));
}

function networkOf(one: NetworkInterface): string {
  return toAddress((toNumber(one.address) & maskNumber(one.prefix)) >>> 0);
}

function broadcastOf(one: NetworkInterface): string {
  return toAddress((toNumber(one.address) | ~maskNumber(one.prefix)) >>> 0);
}
