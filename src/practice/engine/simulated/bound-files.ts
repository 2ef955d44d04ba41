import type { FileSystem } from '../../filesystem/filesystem.ts';
import type { Attachment } from '../network/virtual-network.ts';

const localHosts: readonly string[] = [
  '127.0.0.1\tlocalhost',
  '::1\tlocalhost ip6-localhost ip6-loopback',
  'fe00::0\tip6-localnet',
  'ff00::0\tip6-mcastprefix',
  'ff02::1\tip6-allnodes',
  'ff02::2\tip6-allrouters',
];

/** The files that the engine puts into every container at its start, as Docker does. */
export async function writeBoundFiles(
  root: FileSystem,
  hostname: string,
  { hosts, resolvConf }: Pick<Attachment, 'hosts' | 'resolvConf'>,
): Promise<void> {
  await root.makeDirectory('/etc', { recursive: true });
  const lines = [...localHosts, ...hosts.map(({ address, names }) => `${address}\t${names.join(' ')}`)];
  await root.writeFile('/etc/hostname', `${hostname}\n`);
  await root.writeFile('/etc/hosts', `${lines.join('\n')}\n`);
  await root.writeFile('/etc/resolv.conf', resolvConf);
}

export const boundFiles: readonly string[] = ['/etc/hostname', '/etc/hosts', '/etc/resolv.conf'];
