import { NameError } from '../../process/network-namespace.ts';
import type { ProgramContext } from '../../process/process.ts';
import { FileSystemError } from '../../filesystem/filesystem.ts';
import { defineProgram } from '../define-program.ts';
import { UsageError } from '../options.ts';

export const getent = defineProgram(
  {
    usage: 'NAME [OPTION...] database [key ...]',
    summary: 'Get entries from administrative databases: hosts, ahosts, ahostsv4, passwd, group, services.',
    version: '(Debian GLIBC 2.41-12) 2.41',
    options: {},
  },
  async ({ context, operands, print, complain }) => {
    const [database, ...keys] = operands;
    if (database === undefined) throw new UsageError('wrong number of arguments');
    if (database === 'hosts' || database === 'ahosts' || database === 'ahostsv4') return hosts(context, database, keys, print);
    const files: Record<string, string> = { passwd: '/etc/passwd', group: '/etc/group', services: '/etc/services' };
    const path = files[database];
    if (path === undefined) {
      await complain(`Unknown database: ${database}`);
      return 1;
    }
    const lines = (await readText(context, path)).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const idColumn = database === 'services' ? undefined : 2;
    const found = keys.length === 0 ? lines : keys.map((key) => lines.find((line) => matches(line, key, idColumn)));
    for (const line of found) if (line !== undefined) await print(`${line}\n`);
    return found.includes(undefined) ? 2 : 0;
  },
);

function matches(line: string, key: string, idColumn: number | undefined): boolean {
  const fields = idColumn === undefined ? line.split(/\s+/) : line.split(':');
  return fields[0] === key || (idColumn !== undefined && fields[idColumn] === key);
}

async function hosts(
  context: ProgramContext,
  database: string,
  keys: readonly string[],
  print: (text: string) => Promise<void>,
): Promise<number> {
  if (keys.length === 0) {
    for (const line of (await readText(context, '/etc/hosts')).split('\n')) {
      const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
      if (address !== undefined && address !== '' && names.length > 0) await print(`${address.padEnd(15)} ${names.join(' ')}\n`);
    }
    return 0;
  }
  let status = 0;
  for (const key of keys) {
    try {
      // `hosts` asks for an IPv6 address first (getent.c); the only ones here are those of /etc/hosts.
      const line = database === 'hosts' ? await versionSixLine(context, key) : undefined;
      if (line !== undefined) {
        await print(line);
        continue;
      }
      const addresses = await context.system.network.resolve(key);
      for (const [index, address] of addresses.entries()) {
        if (database === 'hosts') await print(`${address.padEnd(15)} ${key}\n`);
        else
          for (const type of ['STREAM', 'DGRAM', 'RAW'])
            await print(`${address.padEnd(15)} ${type.padEnd(6)} ${index === 0 && type === 'STREAM' ? key : ''}`.trimEnd() + '\n');
      }
    } catch (error) {
      if (!(error instanceof NameError)) throw error;
      status = 2;
    }
  }
  return status;
}

async function versionSixLine(context: ProgramContext, name: string): Promise<string | undefined> {
  for (const line of (await readText(context, '/etc/hosts')).split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (address.includes(':') && names.includes(name)) return `${address.padEnd(15)} ${names.join(' ')}\n`;
  }
  return undefined;
}

export const nslookup = defineProgram(
  { usage: 'NAME HOST', summary: 'Ask the resolver for the addresses of a name.', options: {} },
  async ({ context, operands, print }) => {
    const [name] = operands;
    if (name === undefined) throw new UsageError('an interactive session is not supported on the practice device', false);
    const server = /^nameserver\s+(\S+)/m.exec(await readText(context, '/etc/resolv.conf'))?.[1] ?? '127.0.0.11';
    await print(`Server:\t\t${server}\nAddress:\t${server}#53\n\n`);
    try {
      const addresses = await context.system.network.resolve(name);
      await print('Non-authoritative answer:\n');
      for (const address of addresses) await print(`Name:\t${name}\nAddress: ${address}\n`);
      await print('\n');
      return 0;
    } catch (error) {
      if (!(error instanceof NameError)) throw error;
      await print(`** server can't find ${name}: ${error.code === 'EAI_AGAIN' ? 'SERVFAIL' : 'NXDOMAIN'}\n\n`);
      return 1;
    }
  },
);

async function readText(context: ProgramContext, path: string): Promise<string> {
  try {
    return (await context.system.fileSystem.readFile(path)).toString('utf8');
  } catch (error) {
    if (error instanceof FileSystemError) return '';
    throw error;
  }
}
