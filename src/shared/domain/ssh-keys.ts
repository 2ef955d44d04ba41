import { z } from 'zod';
import { keyFingerprint } from './host-key.ts';

/** A key that devices can be asked to let in. Only its public half is ever shown. */
export const sshKeyView = keyFingerprint.extend({
  /** Made for this environment, or the person's own of ~/.ssh. */
  source: z.enum(['environment', 'personal']),
  path: z.string(),
  /** The line that goes into a device's configuration or an account. */
  publicKey: z.string(),
});
export type SshKeyView = z.infer<typeof sshKeyView>;

export const sshKeysView = z.object({ keys: z.array(sshKeyView), hasAgent: z.boolean() });
export type SshKeysView = z.infer<typeof sshKeysView>;
