import { z } from 'zod';

/** A public key as a person compares it: `ssh-ed25519` and `SHA256:…`, as `ssh-keygen -lf` prints it. */
export const keyFingerprint = z.object({ type: z.string(), fingerprint: z.string() });
export type KeyFingerprint = z.infer<typeof keyFingerprint>;

/**
 * A device, or the gateway of a cloud that leads to its devices, shows a host key that nobody has trusted yet. Where `former` holds keys, others
 * were trusted before: it was set up anew, or another machine answers in its place.
 */
export const hostKeyQuestion = z.object({
  id: z.string(),
  of: z.enum(['device', 'gateway']),
  /** Address and port, as the environment names them. */
  host: z.string(),
  shown: keyFingerprint,
  former: z.array(keyFingerprint),
});
export type HostKeyQuestion = z.infer<typeof hostKeyQuestion>;
