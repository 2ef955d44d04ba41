import { PassThrough, Readable } from 'node:stream';
import type { System } from '../../process/process.ts';
import type { ContainerRecord } from './container-records.ts';
import { healthcheckOf, monitorHealth, probeCommand } from './healthcheck.ts';
import type { Health, HealthMonitor } from './healthcheck.ts';
import { planOf } from './launch.ts';
import { prepareProcess } from './start-process.ts';

/** Probes a running container; undefined where neither it nor its image has a healthcheck. */
export function watchHealth(options: {
  record: ContainerRecord;
  system: System;
  onChange: (health: Health) => void;
}): HealthMonitor | undefined {
  const { record, system, onChange } = options;
  const check = healthcheckOf(record.info.spec.healthcheck, record.image.healthcheck);
  if (check === undefined) return undefined;
  const command = probeCommand(check, record.image.shell);

  async function probe(abort: AbortSignal): Promise<number> {
    const prepared = await prepareProcess(system, { ...planOf(record), command }, 'exec');
    // Nobody reads what a probe prints.
    const output = new PassThrough().resume();
    const process = prepared.spawn({ stdin: Readable.from([]), stdout: output, stderr: output });
    const onAbort = (): void => process.signal('SIGKILL');
    abort.addEventListener('abort', onAbort, { once: true });
    if (abort.aborted) onAbort();
    const { code } = await process.exited;
    abort.removeEventListener('abort', onAbort);
    return code;
  }
  return monitorHealth(check, probe, onChange);
}
