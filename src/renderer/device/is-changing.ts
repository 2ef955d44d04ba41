import type { LabView } from '../../shared/domain/device-view.ts';
import type { EngineView } from '../../shared/domain/engine-view.ts';

/** Milliseconds after its start in which a program may not listen yet, on a slow device. */
const settles = 30_000;

/** Whether a container was coming at `time` (milliseconds since 1970), or had just come; where the device does not tell, it may have been. */
export function isChanging({ device, problem }: LabView, engine: EngineView, time: number): boolean {
  const { containers, readAt } = engine;
  if (readAt === 0 || engine.problem !== undefined || problem !== undefined || device?.isOnline === false) return true;
  return (
    (device?.services ?? []).some(({ status }) => /download|install|updat|start/i.test(status)) ||
    containers.some(({ state, startedAt = 0 }) => state === 'created' || state === 'restarting' || Math.abs(time - startedAt) < settles)
  );
}
