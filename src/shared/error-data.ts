import { z } from 'zod';
import type { ErrorData } from './errors.ts';

/** An error as it crosses the transport. */
export const errorData: z.ZodType<ErrorData> = z.object({ code: z.string(), message: z.string(), action: z.string().optional() });
