import { z } from 'zod';
import type { DatabaseSnapshot, Row } from './model.ts';

const row: z.ZodType<Row> = z.object({ id: z.int() }).catchall(z.json());

/** A database in a file. Rows are taken as they are: their shape is checked when they are made. */
export const databaseSnapshot: z.ZodType<DatabaseSnapshot> = z.object({
  nextIds: z.record(z.string(), z.int()),
  tables: z.record(z.string(), z.array(row)),
});
