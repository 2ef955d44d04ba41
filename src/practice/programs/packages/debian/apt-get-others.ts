import type { AptCall } from './apt-call.ts';

/** `apt-get upgrade`: the images hold the newest packages that the catalogue has. */
export async function upgrade({ print }: AptCall): Promise<number> {
  await print('Reading package lists...\nBuilding dependency tree...\nReading state information...\nCalculating upgrade...\n');
  await print(`0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n`);
  return 0;
}

/** `apt-get clean`: archives are not kept, as in Docker's Debian images. */
export async function cleanCache({ context }: AptCall): Promise<number> {
  await context.system.fileSystem.remove('/var/cache/apt/archives', { recursive: true }).catch(() => undefined);
  return 0;
}
