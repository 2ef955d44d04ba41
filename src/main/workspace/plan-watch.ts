import { readFile } from 'node:fs/promises';
import type { PlanView } from '../../shared/domain/plan-view.ts';
import { isPlanFile, planOf } from '../../shared/network/plan-of.ts';
import { resolveInside } from './safe-path.ts';
import type { Workspace } from './workspace.ts';

export interface PlanWatchOptions {
  workspace: Pick<Workspace, 'folder' | 'view' | 'onChange'>;
  /** The workspace folder of the current step. */
  step: () => string;
  /** Where the next push would run; the practice device's unless one is known. */
  deviceAddress: () => string | undefined;
  onChange: (plan: PlanView) => void;
}

/** What the next push of the step's folder would make, told again whenever that changes. */
export interface PlanWatch {
  view(): PlanView;
  /** The step or the device may be another one now. */
  refresh(): Promise<PlanView>;
  close(): void;
}

/** A compose file is shorter; what is longer is no file of the learner's. */
const largestFile = 200_000;
const usualAddress = '10.42.0.7';

export async function watchPlan(options: PlanWatchOptions): Promise<PlanWatch> {
  const { workspace } = options;
  let plan = await read();
  let queue: Promise<unknown> = Promise.resolve();

  async function read(): Promise<PlanView> {
    const folder = options.step();
    const inside = (path: string) => path.slice(folder.length + 1);
    const entries = workspace
      .view()
      .entries.filter(({ path, kind, size }) => kind === 'file' && size <= largestFile && path.startsWith(`${folder}/`))
      .filter(({ path }) => isPlanFile(inside(path)));
    const files = await Promise.all(
      entries.map(async ({ path }): Promise<[string, string][]> => {
        try {
          return [[inside(path), await readFile(await resolveInside(workspace.folder, path), 'utf8')]];
        } catch {
          // Gone since it was listed: the next change tells.
          return [];
        }
      }),
    );
    return planOf({ folder, files: new Map(files.flat()), deviceAddress: options.deviceAddress() ?? usualAddress });
  }

  /** In order, so that an older plan never comes after a newer one. */
  function refresh(): Promise<PlanView> {
    const done = queue.then(async () => {
      const next = await read();
      if (JSON.stringify(next) === JSON.stringify(plan)) return plan;
      plan = next;
      options.onChange(plan);
      return plan;
    });
    queue = done.catch(() => undefined);
    return done;
  }

  const stop = workspace.onChange(() => void refresh());
  return { view: () => plan, refresh, close: stop };
}
