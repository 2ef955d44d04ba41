import { z } from 'zod';
import { verdictKinds } from '../network/request.ts';
import { terminalTarget } from './terminal.ts';

/** How a connection ends, in the words of `src/shared/network`. */
export const verdictKind = z.enum(verdictKinds);

export const httpRequest = z.object({
  /** Where it starts: the laptop, the device's host OS, or inside a service. */
  from: terminalTarget,
  method: z.string(),
  url: z.string(),
  body: z.string().optional(),
});
export type HttpRequest = z.infer<typeof httpRequest>;

/** `delivered`: something answered, whatever its status. */
export const httpAnswer = z.object({
  verdict: verdictKind,
  status: z.number().int().optional(),
  /** The beginning of what came back. */
  body: z.string().max(20_000).optional(),
  /** Why there is no answer, in a sentence. */
  reason: z.string().optional(),
  milliseconds: z.number(),
});
export type HttpAnswer = z.infer<typeof httpAnswer>;
