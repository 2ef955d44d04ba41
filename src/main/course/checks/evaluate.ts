import type { Predicate } from '../../../shared/course/checks.ts';
import { containerFile } from './container-file.ts';
import { deviceInFleet } from './device-in-fleet.ts';
import { dockerfileCommand } from './dockerfile-command.ts';
import { fileContains } from './file-contains.ts';
import { fleetExists } from './fleet-exists.ts';
import { logLine } from './log-line.ts';
import { releaseCount } from './release-count.ts';
import { serviceRunning } from './service-running.ts';
import { signedIn } from './signed-in.ts';
import type { CheckContext, Verdict } from './verdict.ts';

/** Whether a predicate holds now. Never rejects because of the state it looks at: that is the verdict `unknown`. */
export async function evaluate(predicate: Predicate, context: CheckContext): Promise<Verdict> {
  switch (predicate.kind) {
    case 'signed-in':
      return signedIn(context);
    case 'fleet-exists':
      return fleetExists(predicate, context);
    case 'device-in-fleet':
      return deviceInFleet(predicate, context);
    case 'release-count':
      return releaseCount(predicate, context);
    case 'service-running':
      return serviceRunning(predicate, context);
    case 'log-line':
      return logLine(predicate, context);
    case 'dockerfile-command':
      return dockerfileCommand(predicate, context);
    case 'file-contains':
      return fileContains(predicate, context);
    case 'container-file':
      return containerFile(predicate, context);
  }
}
