import { z } from 'zod';
import { layout, type Layout } from '../../shared/contract.ts';
import { engineKind } from '../../shared/domain/environment.ts';
import type { FleetlabError } from '../../shared/errors.ts';
import { openStateFile, type StateFile } from '../../storage/state-file.ts';

const settings = z.object({
  hasBegun: z.boolean(),
  layout,
  /** What the practice device runs on. */
  engine: engineKind.default('simulated'),
  /** File of the shell that the learner chose for new terminals. */
  shell: z.string().optional(),
  /** The course that was open last. */
  courseId: z.string().optional(),
  /** The services that were seen, in the order of their colours: `shared/domain/service-order.ts`. */
  serviceOrder: z.array(z.string()).optional(),
});
export type Settings = z.infer<typeof settings>;

/** What the learner has chosen about the window, and whether they have begun. */
export function openSettings(path: string, onSaveError: (error: FleetlabError) => void): Promise<StateFile<Settings>> {
  const initial = () => ({ hasBegun: false, layout: layout.parse({} satisfies Partial<Layout>), engine: 'simulated' as const });
  return openStateFile({ path, version: 1, schema: settings, initial, onSaveError });
}
