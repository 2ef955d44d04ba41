import { z } from 'zod';
import { layout, type Layout } from '../../shared/contract.ts';
import { openJsonFile, type JsonFile } from './json-file.ts';

const settings = z.object({ version: z.literal(1), hasBegun: z.boolean(), layout });
export type Settings = z.infer<typeof settings>;

/** What the learner has chosen about the window, and whether they have begun. */
export function openSettings(path: string, onProblem: (message: string) => void): Promise<JsonFile<Settings>> {
  const initial: Settings = { version: 1, hasBegun: false, layout: layout.parse({} satisfies Partial<Layout>) };
  return openJsonFile({ path, schema: settings, initial, onProblem });
}
