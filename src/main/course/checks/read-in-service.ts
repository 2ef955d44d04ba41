import { FleetlabError } from '../../../shared/errors.ts';
import { notYet, unknown, type CheckContext, type Verdict } from './verdict.ts';

/** What a command in a service prints, whatever its exit code; or the verdict where it cannot be run. */
export async function readInService(service: string, command: string, { lab, signal }: CheckContext): Promise<string | Verdict> {
  try {
    return (await lab.runInService(service, command, signal === undefined ? {} : { signal })).stdout;
  } catch (error) {
    if (error instanceof FleetlabError && error.code === 'no-container') return notYet(`${service} has no running container now.`);
    return unknown(error instanceof Error ? error.message : String(error));
  }
}
