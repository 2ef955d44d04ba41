import { z } from 'zod';
import { rules, verdictKinds, type NetworkRequest, type Verdict } from './request.ts';

const port = z.number().int().min(0).max(65_535);
const name = z.string().max(260);

export const origin = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('laptop') }),
  z.object({ kind: z.literal('host') }),
  z.object({ kind: z.literal('service'), name }),
]) satisfies z.ZodType<NetworkRequest['from']>;

export const destination = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('device'), port }),
  z.object({ kind: z.literal('name'), name, port }),
]) satisfies z.ZodType<NetworkRequest['to']>;

export const verdict = z.object({
  verdict: z.enum(verdictKinds),
  rule: z.enum(rules),
  reason: z.string(),
  reached: z.string().optional(),
  awaited: z.string().optional(),
  network: z.string().optional(),
  arrivesAt: z.object({ address: z.string(), port }).optional(),
}) satisfies z.ZodType<Verdict>;

/** One attempt to connect on the device's networks, and where it ended. */
export const connectionEvent = z.object({
  /** Counts up from 1 for as long as whoever tells them runs. */
  id: z.number().int(),
  /** Milliseconds since 1970. */
  time: z.number(),
  from: origin,
  /** Port 0: a name that was looked up without result, so that no port was asked for. */
  to: destination,
  /** The address that `to` stands for, where it resolves. */
  address: z.string().optional(),
  verdict,
});
export type ConnectionEvent = z.infer<typeof connectionEvent>;
