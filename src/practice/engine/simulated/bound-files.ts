import type { FileSystem } from '../../filesystem/filesystem.ts';
import type { NetworkNamespace } from '../../process/network-namespace.ts';

/** The files that the engine puts into every container at its start, as Docker does. */
export async function writeBoundFiles(root: FileSystem, hostname: string, network: NetworkNamespace): Promise<void> {
  await root.makeDirectory('/etc', { recursive: true });
  const addresses = network.interfaces().filter((each) => each.name !== 'lo');
  const hosts = [
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'ff02::1\tip6-allnodes',
    'ff02::2\tip6-allrouters',
    ...addresses.slice(0, 1).map(({ address }) => `${address}\t${hostname}`),
  ];
  await root.writeFile('/etc/hostname', `${hostname}\n`);
  await root.writeFile('/etc/hosts', `${hosts.join('\n')}\n`);
  await root.writeFile('/etc/resolv.conf', 'nameserver 127.0.0.2\n');
}

export const boundFiles: readonly string[] = ['/etc/hostname', '/etc/hosts', '/etc/resolv.conf'];
