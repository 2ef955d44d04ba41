import { z } from 'zod';

/** `silent`: nothing came back in time; a firewall, or no machine there. `other`: something answers, but not what a device has there. */
export const portAnswer = z.enum(['open', 'refused', 'silent', 'other']);
export type PortAnswer = z.infer<typeof portAnswer>;

/** A machine of the local network, as it answers where a balena device does. */
export const foundDevice = z.object({
  /** What it can be reached by: an IP address. */
  address: z.string(),
  /** What it calls itself on the network, e.g. `63f9a2b.local`. */
  name: z.string().optional(),
  ports: z.object({
    /** 22222. */
    ssh: portAnswer,
    /** 48484: the Supervisor's API. */
    supervisor: portAnswer,
    /** 2375: the container engine, which builds what is pushed. */
    engine: portAnswer,
  }),
  /** What its Supervisor tells; absent where that does not answer. */
  deviceName: z.string().optional(),
  deviceType: z.string().optional(),
  supervisorVersion: z.string().optional(),
  engineVersion: z.string().optional(),
  localMode: z.enum(['on', 'off', 'unknown']),
  /** Why it cannot be used, or not for all, each with what to do; none where everything answers. */
  remarks: z.array(z.string()),
});
export type FoundDevice = z.infer<typeof foundDevice>;

/** `problem`: why this machine could not listen for devices. */
export const deviceSearch = z.object({ devices: z.array(foundDevice), problem: z.string().optional() });
export type DeviceSearch = z.infer<typeof deviceSearch>;
