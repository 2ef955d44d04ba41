import { z } from 'zod';
import { errorData } from './error-data.ts';
import type { ErrorData } from './errors.ts';

/**
 * What travels over the browser host's WebSocket (`ws://<same host>/rpc`, signed in by the page's cookie): one JSON
 * object a message, but for the event `terminal.output` (`output-message.ts`). An absent `input`, `value` or `payload` is `undefined`.
 *
 * In Electron the same calls go through `window.fleetlab` (a `NativeTransport`), which the preload script makes.
 */

/** The most that one message from the page may hold, in bytes: a file of 2,000,000 characters and its escapes fit. */
export const largestRequest = 16 * 1024 * 1024;

export const rpcPath = '/rpc';

/** The page calls a procedure. `id` is the page's own and unused by any call still open; absent where no answer is wanted. */
export const wireRequest = z.object({ id: z.number().int().min(0).optional(), name: z.string().max(100), input: z.unknown().optional() });
export type WireRequest = z.infer<typeof wireRequest>;

/** The answer to a call. */
export type Reply = { ok: true; value?: unknown } | { ok: false; error: ErrorData };

export const wireMessage = z.union([
  z.object({ id: z.number().int(), ok: z.literal(true), value: z.unknown().optional() }),
  z.object({ id: z.number().int(), ok: z.literal(false), error: errorData }),
  z.object({ event: z.string(), payload: z.unknown().optional() }),
]);
export type WireMessage = z.infer<typeof wireMessage>;

/** WebSocket close code: the server stopped on purpose; connecting again is of no use until it is started again. */
export const closedByServer = 4001;
/** WebSocket close code: the page took in too little for too long; connect again and replay. */
export const closedTooSlow = 4008;

/**
 * What Electron's preload script puts at `window.fleetlab`; absent in the browser host. Answers come as data, because an
 * error that crosses Electron's context bridge keeps nothing but its message.
 */
export interface NativeTransport {
  call(name: string, input: unknown): Promise<Reply>;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (name: string, payload: unknown) => void): () => void;
}
