import { createHash } from 'node:crypto';
import { z } from 'zod';
import { FleetlabError } from '../../shared/errors.ts';
import { openStateFile } from '../../storage/state-file.ts';

const pinned = z.object({ keys: z.record(z.string(), z.string()) });

/** Which SSH host key each address had when it was first met. */
export interface HostKeys {
  /** Trusts on first use. Throws FleetlabError `host-key-changed` where the address had another key before. */
  check(address: string, key: Buffer): void;
  /** A sentence about a damaged file, where there was one. */
  readonly notice: string | undefined;
  flush(): Promise<void>;
}

export async function openHostKeys(path: string): Promise<HostKeys> {
  const file = await openStateFile<z.infer<typeof pinned>>({ path, version: 1, schema: pinned, initial: () => ({ keys: {} }) });
  return {
    check(address, key) {
      const fingerprint = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
      const known = Object.hasOwn(file.value.keys, address) ? file.value.keys[address] : undefined;
      if (known === undefined) file.save({ keys: { ...file.value.keys, [address]: fingerprint } });
      else if (known !== fingerprint)
        throw new FleetlabError(
          'host-key-changed',
          `The device at ${address} shows another host key (${fingerprint}) than before (${known}).`,
          `If the device was set up anew, remove its line from ${path}; otherwise another machine may answer in its place.`,
        );
    },
    notice: file.notice,
    flush: () => file.flush(),
  };
}
