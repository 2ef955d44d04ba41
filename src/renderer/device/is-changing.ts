import type { LabView } from '../../shared/domain/device-view.ts';
import type { EngineView } from '../../shared/domain/engine-view.ts';

/** Milliseconds after its start in which a program may not listen yet, on a slow device. */
const settles = 30_000;

/** Whether a container was coming at `time` (milliseconds since 1970), or had just come; where the engine has not been read, it may have been. */
export function isChanging({ device }: LabView, { containers, readAt }: EngineView, time: number): boolean {
  if (readAt === 0) return true;
  return (
    (device?.services ?? []).some(({ status }) => /download|install|updat|start/i.test(status)) ||
    containers.some(({ state, startedAt = 0 }) => state === 'created' || state === 'restarting' || Math.abs(time - startedAt) < settles)
  );
}
